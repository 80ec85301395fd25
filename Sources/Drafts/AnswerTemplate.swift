import SDP

/// An answer that accepts an offer and sends no media (RFC 3264 §6, RFC 9429 §5.3.1).
struct AnswerTemplate {
    private let offer: SessionDescription

    /// Makes an answer to the offer in `text`.
    ///
    /// - Throws: ``DraftError/noDescription(_:)`` if `text` is not a description.
    init(to text: String) throws(DraftError) {
        guard let offer = SessionDescription(text) else { throw .noDescription(text) }
        self.offer = offer
    }

    /// Returns the session description.
    ///
    /// Its credentials follow from `seed`, and differ from those of an offer with the same seed.
    func text(seed: UInt64) -> String {
        let credentials = DraftCredentials(seed: ~seed)
        // Rejected sections leave the bundle (RFC 9143 §7.3).
        let open = Set(offer.media.filter { !$0.isRejected }.compactMap(\.mid))
        var lines = credentials.session(bundle: offer.bundle.filter(open.contains))
        for section in offer.media { lines += Self.lines(section, credentials) }
        return lines.map { $0 + "\r\n" }.joined()
    }

    private static func lines(_ section: MediaDescription, _ credentials: DraftCredentials) -> [String] {
        let mid = section.mid.map { ["a=mid:\($0)"] } ?? []
        let formats = chosen(section)
        let head = { (port: Int) in
            ["m=\(section.kind) \(port) \(section.transport) \(formats.joined(separator: " "))", "c=IN IP4 0.0.0.0"]
        }
        guard !section.isRejected else { return head(0) + mid }
        // One side starts the handshake and the other waits (RFC 4145 §4.1).
        let role: SetupRole =
            switch section.setup {
            case .active: .passive
            case .holdconn: .holdconn
            case .passive, .actpass, nil: .active
            }
        let transport = head(9) + credentials.transport(role) + mid
        return transport + (isData(section) ? association(section) : media(section, formats))
    }

    /// Returns the first format that carries media, or else the first format.
    private static func chosen(_ section: MediaDescription) -> [String] {
        let codec = section.codecs.first { !SDPSummary.Section.companions.contains($0.name.uppercased()) }
        return [codec?.format ?? section.formats.first ?? "0"]
    }

    private static func media(_ section: MediaDescription, _ formats: [String]) -> [String] {
        let sends = section.direction == .sendrecv || section.direction == .sendonly
        let identification = "urn:ietf:params:rtp-hdrext:sdes:mid"
        var lines = section.headerExtensions.filter { $0.uri == identification }.prefix(1).map {
            "a=extmap:\($0.id) \(identification)"
        }
        lines.append(sends ? "a=recvonly" : "a=inactive")
        if section.muxesRTCP { lines.append("a=rtcp-mux") }
        if section.reducesRTCP { lines.append("a=rtcp-rsize") }
        for name in ["rtpmap", "rtcp-fb", "fmtp"] {
            for value in section.own.values(name) where formats.contains(String(value.halves(" ").0)) {
                lines.append("a=\(name):\(value)")
            }
        }
        return lines
    }

    /// Returns the lines of the SCTP association (RFC 8841 §5); older clients use `a=sctpmap` for the same.
    private static func association(_ section: MediaDescription) -> [String] {
        let port = section.attribute("sctpmap").map { "a=sctpmap:\($0)" } ?? "a=sctp-port:5000"
        return [port, "a=max-message-size:262144"]
    }

    private static func isData(_ section: MediaDescription) -> Bool {
        section.transport.utf8.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("SCTP".utf8) }
    }
}
