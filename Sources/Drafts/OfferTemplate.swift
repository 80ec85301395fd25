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

    /// Returns the session description. Its credentials follow from `seed`.
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
