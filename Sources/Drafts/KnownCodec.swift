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

    /// All codecs. The first one of each kind is the default.
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

    /// The RTCP feedback that the receiver sends (RFC 4585 §4.2, RFC 5104 §7.1).
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
