import SDP

/// An offer like that of a browser (RFC 9429 §5.2.1), with the media that the operator names.
///
/// ```
/// audio                  a section with the default codec, opus
/// video:VP8,H264         a section with these codecs in order of preference
/// data                   a section for data channels (RFC 8841)
/// ```
struct OfferTemplate {
    /// The largest number of sections.
    static let sectionLimit = 16
    /// The default media.
    static let standard = ["audio:opus", "video:VP8"]
    /// The kinds of media.
    static let kinds = ["audio", "video", "data"]

    private let sections: [Section]

    private enum Section {
        case media(kind: String, codecs: [KnownCodec])
        case data
    }

    /// Makes an offer with the media that `words` name.
    init(_ words: [String]) throws(DraftError) {
        let words = words.isEmpty ? Self.standard : words
        guard words.count <= Self.sectionLimit else { throw .tooManySections(words.count) }
        var sections: [Section] = []
        var hasData = false
        for word in words {
            let section = try Self.section(word)
            if case .data = section {
                guard !hasData else { throw .data(word) }
                hasData = true
            }
            sections.append(section)
        }
        self.sections = sections
    }

    private static func section(_ word: String) throws(DraftError) -> Section {
        let (kind, codecs) = word[...].halves(":")
        guard kinds.contains(String(kind)) else { throw .unknownWord(String(kind), what: "medium", known: kinds) }
        guard kind != "data" else {
            guard codecs == nil else { throw .data(word) }
            return .data
        }
        let known = KnownCodec.all.filter { $0.kind == kind }
        guard let codecs else { return .media(kind: String(kind), codecs: Array(known.prefix(1))) }
        var chosen: [KnownCodec] = []
        for name in codecs.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let name = String(Substring(name))
            guard let codec = known.first(where: { $0.name.lowercased() == name.lowercased() }) else {
                throw .unknownCodec(name, kind: String(kind), known: known.map(\.name))
            }
            if !chosen.contains(codec) { chosen.append(codec) }
        }
        return .media(kind: String(kind), codecs: chosen)
    }

    /// Returns the session description.
    ///
    /// Its credentials follow from `seed`.
    func text(seed: UInt64) -> String {
        let credentials = DraftCredentials(seed: seed)
        var lines = credentials.session(bundle: sections.indices.map(String.init))
        for (index, section) in sections.enumerated() { lines += Self.lines(section, mid: index, credentials) }
        return lines.map { $0 + "\r\n" }.joined()
    }

    private static func lines(_ section: Section, mid: Int, _ credentials: DraftCredentials) -> [String] {
        let transport = credentials.transport(.actpass) + ["a=mid:\(mid)"]
        guard case .media(let kind, let codecs) = section else {
            return ["m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "c=IN IP4 0.0.0.0"] + transport
                + ["a=sctp-port:5000", "a=max-message-size:262144"]
        }
        let formats = codecs.flatMap(\.formats).map(String.init).joined(separator: " ")
        return ["m=\(kind) 9 UDP/TLS/RTP/SAVPF \(formats)", "c=IN IP4 0.0.0.0", "a=rtcp:9 IN IP4 0.0.0.0"] + transport
            + [
                "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
                "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
                "a=sendrecv", "a=msid:\(credentials.stream) \(credentials.stream)-\(mid)", "a=rtcp-mux",
                "a=rtcp-rsize",
            ] + codecs.flatMap(\.lines)
    }
}

/// A codec for offers made from a template, with the parameters that browsers use.
struct KnownCodec: Hashable, Sendable {
    /// `opus`, `VP8` and others.
    let name: String
    /// `audio` or `video`.
    let kind: String
    /// The payload type, that of RFC 3551 §6 or of Chromium.
    let format: Int
    /// The encoding of the format (RFC 8866 §6.6): `opus/48000/2`.
    let mapping: String
    /// The value of `a=fmtp` (RFC 8866 §6.15); `nil` if there is none.
    var parameters: String?
    /// The payload type of retransmissions (RFC 4588); `nil` if there is none.
    var retransmission: Int?

    /// All codecs.
    ///
    /// The first one of each kind is the default.
    static let all = [
        KnownCodec(
            name: "opus", kind: "audio", format: 111, mapping: "opus/48000/2",
            parameters: "minptime=10;useinbandfec=1"),
        KnownCodec(name: "PCMU", kind: "audio", format: 0, mapping: "PCMU/8000"),
        KnownCodec(name: "PCMA", kind: "audio", format: 8, mapping: "PCMA/8000"),
        KnownCodec(name: "G722", kind: "audio", format: 9, mapping: "G722/8000"),
        KnownCodec(name: "VP8", kind: "video", format: 96, mapping: "VP8/90000", retransmission: 97),
        KnownCodec(
            name: "VP9", kind: "video", format: 98, mapping: "VP9/90000", parameters: "profile-id=0",
            retransmission: 99),
        // Constrained baseline profile, level 3.1 (RFC 7742 §6.2).
        KnownCodec(
            name: "H264", kind: "video", format: 102, mapping: "H264/90000",
            parameters: "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f", retransmission: 103),
        KnownCodec(
            name: "AV1", kind: "video", format: 45, mapping: "AV1/90000", parameters: "level-idx=5;profile=0;tier=0",
            retransmission: 46),
    ]

    /// The RTCP feedback that the recipient sends (RFC 4585 §4.2, RFC 5104 §7.1).
    private var feedback: [String] {
        kind == "video" ? ["goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"] : ["transport-cc"]
    }

    /// The payload types for the `m=` line.
    var formats: [Int] { [format] + (retransmission.map { [$0] } ?? []) }

    /// The attribute lines of the payload types.
    var lines: [String] {
        var lines = ["a=rtpmap:\(format) \(mapping)"]
        lines += feedback.map { "a=rtcp-fb:\(format) \($0)" }
        if let parameters { lines.append("a=fmtp:\(format) \(parameters)") }
        if let retransmission {
            lines += ["a=rtpmap:\(retransmission) rtx/90000", "a=fmtp:\(retransmission) apt=\(format)"]
        }
        return lines
    }
}
