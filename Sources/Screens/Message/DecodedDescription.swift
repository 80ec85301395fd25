import Drawing
import Redaction
import SDP
import Sessions
import Text

/// The decoded form of a session description: the session level, then each m-section.
///
/// ```
/// session     8812, version 2 · 2 m-lines
/// groups      BUNDLE 0 1
/// ice         ufrag Xy1f · pwd ········ · trickle
/// dtls        actpass · sha-256 3C:91:5E:…
///
/// m0 audio  sendrecv  mid 0  UDP/TLS/RTP/SAVPF
///   111  opus/48000/2  minptime=10;useinbandfec=1
/// ```
struct DecodedDescription {
    private let description: SessionDescription
    private let session: DecodedTransport
    private let showsSecrets: Bool

    init(_ description: SessionDescription, showsSecrets: Bool) {
        self.description = description
        self.showsSecrets = showsSecrets
        session = DecodedTransport(description)
    }

    var lines: [Paragraph] {
        let rest = description.media.count - EntryDetail.shownSections
        let more = rest > 0 ? [Paragraph.blank, Paragraph("… \(rest) more m-lines", .chrome)] : []
        return sessionLines
            + description.media.prefix(EntryDetail.shownSections).flatMap { media in
                [.blank] + DecodedSection(media, in: session, showsSecrets: showsSecrets).lines
            } + more
    }

    private var sessionLines: [Paragraph] {
        let origin = description.origin.map {
            "\($0.sessionID), version \($0.version)" + ($0.username == "-" ? "" : " · by \($0.username)")
        }
        let lines = Format.count(description.media.count, "m-line")
        let groups = description.groups.map { ([$0.semantics] + $0.mids).joined(separator: " ") }
        let others = [
            description.allowsMixedExtensions ? "extmap-allow-mixed" : nil,
            description.attribute("msid-semantic").map {
                "msid-semantic \($0.drop { $0 == " " })"
            },
        ].compactMap(\.self)
        return [Paragraph.row("session", [origin, lines].compactMap(\.self).joined(separator: " · "))]
            + (groups.isEmpty ? [] : [Paragraph.row("groups", groups.joined(separator: " · "))])
            + session.lines(showsSecrets: showsSecrets, isLite: description.isICELite)
            + (others.isEmpty ? [] : [Paragraph.row("other", others.joined(separator: " · "))])
    }
}

/// The decoded form of an m-section.
struct DecodedSection {
    /// The maximum number of codecs, candidates and header extensions that are listed; more than browsers send.
    static let limit = 64
    private static let indent = 2

    private let media: MediaDescription
    private let session: DecodedTransport
    private let showsSecrets: Bool

    init(_ media: MediaDescription, in session: DecodedTransport, showsSecrets: Bool) {
        self.media = media
        self.session = session
        self.showsSecrets = showsSecrets
    }

    var lines: [Paragraph] {
        let transport = DecodedTransport(media, differingFrom: session).lines(
            showsSecrets: showsSecrets, indent: Self.indent)
        return [head] + codecs + rows("transport", [connection]) + transport + rows("streams", streams)
            + rows("extensions", [extensions]) + rows("candidates", candidates) + rows("data", [data])
    }

    private func rows(_ label: String, _ values: [String]) -> [Paragraph] {
        let values = values.filter { !$0.isEmpty }
        let rest = values.count - Self.limit
        let shown = values.prefix(Self.limit) + (rest > 0 ? ["… \(rest) more"] : [])
        return shown.enumerated().map { Paragraph.row($0 == 0 ? label : "", $1, indent: Self.indent) }
    }

    /// `m0 audio  sendrecv  mid 0  UDP/TLS/RTP/SAVPF`.
    private var head: Paragraph {
        let state = media.isRejected ? "rejected" : media.direction.rawValue
        let rest = [
            media.mid.map { "mid \($0)" }, media.isBundleOnly ? "bundle-only" : nil, media.transport,
            ["0", "9"].contains(media.port) ? nil : "port \(media.port)",
        ].compactMap(\.self)
        return Paragraph(
            TextLine([
                TextLine.Span(Paragraph.cut("m\(media.index) \(media.kind)"), Style(bold: true)), TextLine.Span("  "),
                TextLine.Span(state, media.isRejected ? Style(.warning) : .plain),
                TextLine.Span(Paragraph.cut("  " + rest.joined(separator: "  "))),
            ]))
    }

    /// A table of the codecs in order of preference, then the formats that are not mapped to a codec.
    private var codecs: [Paragraph] {
        let codecs = media.codecs.prefix(Self.limit)
        let names = codecs.map { codec in
            [codec.name, codec.clockRate.map(String.init), codec.channels.map(String.init)].compactMap(\.self)
                .joined(separator: "/")
        }
        let formatColumns = min(5, codecs.map { Printable.width($0.format) }.max() ?? 0)
        let nameColumns = min(20, names.map(Printable.width).max() ?? 0)
        let table = zip(codecs, names).map { codec, name in
            let lead =
                String(repeating: " ", count: Self.indent) + Printable.padded(codec.format, formatColumns, .right)
                + "  "
                + Printable.padded(Paragraph.cut(name), nameColumns) + "  "
            let feedback = codec.feedback.isEmpty ? "" : "fb " + codec.feedback.joined(separator: ", ")
            let rest = [codec.parameters ?? "", feedback].filter { !$0.isEmpty }.joined(separator: " · ")
            return Paragraph(TextLine(text: Paragraph.cut(rest), style: .chrome), behind: TextLine(text: lead))
        }
        let mapped = Set(codecs.map(\.format))
        let others = media.formats.filter { !mapped.contains($0) }
        return table + rows("formats", [others.joined(separator: " ")])
    }

    private var connection: String {
        let address = media.connection.flatMap { $0.hasSuffix(" 0.0.0.0") ? nil : "at \($0)" }
        return [
            address, media.muxesRTCP ? "rtcp-mux" : nil, media.reducesRTCP ? "rtcp-rsize" : nil,
            media.hasCrypto ? "SDES keys, which WebRTC forbids" : nil,
        ].compactMap(\.self).joined(separator: " · ")
    }

    private var streams: [String] {
        let sources = media.sources
        let names = Set(sources.compactMap(\.cname)).sorted().prefix(2).joined(separator: ", ")
        let counted =
            sources.isEmpty
            ? "" : Format.count(sources.count, "ssrc") + (names.isEmpty ? "" : ", cname \(names)")
        return [counted] + media.msids.map { "msid \($0)" } + media.sourceGroups
            + media.rids.map {
                (["rid", $0.id, $0.direction, $0.restrictions].compactMap(\.self)).joined(separator: " ")
            }
            + [media.simulcast.map { "simulcast \($0)" } ?? ""]
    }

    /// The header extensions by the last part of their URIs: `1 ssrc-audio-level · 3 transport-wide-cc-extensions-01`.
    private var extensions: String {
        let extensions = media.headerExtensions
        let rest = extensions.count - Self.limit
        let names = extensions.prefix(Self.limit).map { header in
            let name = header.uri.split { $0 == "/" || $0 == ":" }.last.map(String.init) ?? header.uri
            return "\(header.id) \(name)" + (header.direction.map { " (\($0.rawValue))" } ?? "")
        }
        return (names + (rest > 0 ? ["… \(rest) more"] : [])).joined(separator: " · ")
    }

    private var candidates: [String] {
        media.candidates.map(\.summary) + (media.endsCandidates ? ["no more will follow"] : [])
    }

    private var data: String {
        let size = media.maxMessageSize.map { $0 == 0 ? "any size" : "\(Format.grouped($0)) B" }
        return [media.sctpPort.map { "sctp-port \($0)" }, size.map { "messages up to \($0)" }].compactMap(\.self)
            .joined(separator: " · ")
    }
}

/// The ICE and DTLS parameters of a description, or of one m-section.
struct DecodedTransport: Hashable {
    private var ufrag: String?
    private var password: String?
    private var options: [String]
    private var setup: String?
    private var fingerprints: [Fingerprint]

    /// Reads the parameters of the session level; those that it lacks are taken from the first m-section.
    init(_ description: SessionDescription) {
        ufrag = description.attribute("ice-ufrag")
        password = description.attribute("ice-pwd")
        options = (description.attribute("ice-options") ?? "").split(separator: " ").map(String.init)
        setup = description.attribute("setup")
        fingerprints = description.media.lazy.map(\.fingerprints).first { !$0.isEmpty } ?? []
    }

    /// Reads the parameters of an m-section that differ from those of `session`.
    init(_ media: MediaDescription, differingFrom session: DecodedTransport) {
        let hasOwnCredentials = media.iceUfrag != session.ufrag || media.icePassword != session.password
        ufrag = hasOwnCredentials ? media.iceUfrag : nil
        password = hasOwnCredentials ? media.icePassword : nil
        options = media.iceOptions == session.options ? [] : media.iceOptions
        setup = media.attribute("setup") == session.setup ? nil : media.attribute("setup")
        fingerprints = media.fingerprints == session.fingerprints ? [] : media.fingerprints
    }

    func lines(showsSecrets: Bool, isLite: Bool = false, indent: Int = 0) -> [Paragraph] {
        let password = password.map { showsSecrets ? $0 : Secrets.mask }
        let ice = [ufrag.map { "ufrag \($0)" }, password.map { "pwd \($0)" }, isLite ? "ice-lite" : nil]
        let dtls = [setup].compactMap(\.self) + fingerprints.prefix(4).map { "\($0.hash) \($0.bytes)" }
        return [("ice", ice.compactMap(\.self) + options), ("dtls", dtls)].filter { !$0.1.isEmpty }.map {
            Paragraph.row($0.0, $0.1.joined(separator: " · "), indent: indent)
        }
    }
}
