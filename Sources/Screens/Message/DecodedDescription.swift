import Drawing
import SDP
import Sessions

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
