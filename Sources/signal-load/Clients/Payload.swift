import NIOCore
import TestSupport

/// A signaling message of a WebRTC client, of a given size, that contains a number.
struct Payload: Equatable, Sendable {
    /// The number of digits of the number.
    static let digitCount = 10
    /// The minimum size in bytes: that of a candidate.
    static let minimumBytes = 200
    /// The minimum size of a description in bytes; smaller messages are candidates.
    private static let descriptionBytes = 1_400

    let text: String
    /// The offset of the number's first digit, in bytes.
    let numberOffset: Int

    /// Creates a description with audio and video, or a candidate if `bytes` is too small for one.
    ///
    /// - Parameters:
    ///   - bytes: The size, at least ``minimumBytes``.
    ///   - isOffer: Whether the description is an offer; otherwise it is an answer.
    ///   - author: The number of the client whose credentials the description contains; by default 0 for an offer and 1
    ///     for an answer.
    init(bytes: Int, isOffer: Bool, author: Int? = nil) {
        self =
            bytes < Self.descriptionBytes
            ? .candidate(bytes: bytes)
            : .description(bytes: bytes, isOffer: isOffer, author: author ?? (isOffer ? 0 : 1))
    }

    private init(_ start: String, _ middle: String, padding: String, _ end: String, bytes: Int) {
        let digits = String(repeating: "0", count: Self.digitCount)
        let length = start.utf8.count + digits.utf8.count + middle.utf8.count + padding.utf8.count + end.utf8.count
        let missing = bytes - length
        let fill = missing > 0 ? padding + String(repeating: "x", count: missing) : ""
        text = start + digits + middle + fill + end
        numberOffset = start.utf8.count
    }

    /// The number is the foundation; an extension attribute pads the message (RFC 8839 §5.1).
    private static func candidate(bytes: Int) -> Payload {
        Payload(
            #"{"candidate":{"candidate":"candidate:"#,
            " 1 udp 2113937151 192.0.2.17 53635 typ host generation 0 ufrag 4Pa2 network-cost 999",
            padding: " x-load ",
            #"","sdpMid":"0","sdpMLineIndex":0,"usernameFragment":"4Pa2"}}"#,
            bytes: bytes
        )
    }

    /// The number is the session version (RFC 8866 §5.2); candidates and an attribute pad the message.
    private static func description(bytes: Int, isOffer: Bool, author: Int) -> Payload {
        let digits = String(0x10000 + author & 0xFFFF, radix: 16, uppercase: true).dropFirst()
        let sections = sections.replacing("setup:actpass", with: isOffer ? "setup:actpass" : "setup:active")
            .replacing("4Pa2", with: digits).replacing("C6:A2", with: "\(digits.prefix(2)):\(digits.suffix(2))")
        let start =
            #"{"sdp":{"type":"\#(isOffer ? "offer" : "answer")","sdp":"v=0\r\no=- \#(isOffer ? 46117 : 81933)0043 "#
        var lines = sections.split(separator: "\n").joined(separator: #"\r\n"#)
        let end = #"\r\n"}}"#
        var missing = bytes - start.utf8.count - lines.utf8.count - end.utf8.count - digitCount - 100
        var port = 50_000
        while missing > 200 {
            let line = #"\r\na=candidate:3557418321 1 udp 2113937151 192.0.2.17 \#(port) typ host generation 0"#
            lines += line
            missing -= line.utf8.count
            port = port == 59_999 ? 50_000 : port + 1
        }
        return Payload(start, lines, padding: #"\r\na=x-load:"#, end, bytes: bytes)
    }

    private static let sections = """
         IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0 1
        a=msid-semantic: WMS 131a6b28-8024-4cd2-bcad-ea1521b45802
        m=audio 9 UDP/TLS/RTP/SAVPF 111 0
        c=IN IP4 0.0.0.0
        a=ice-ufrag:4Pa2
        a=ice-pwd:A9tKdZBFgSdEtcJBYyQT4Pa2
        a=ice-options:trickle
        a=fingerprint:sha-256 C6:A2:12:51:14:E9:76:A0:62:87:0A:11:18:DA:C9:72:5F:BF:40:DC:60:1A:80:40:05:24:12:1F:87:32:8C:C4
        a=setup:actpass
        a=mid:0
        a=sendrecv
        a=rtcp-mux
        a=rtpmap:111 opus/48000/2
        a=rtcp-fb:111 transport-cc
        a=fmtp:111 minptime=10;useinbandfec=1
        a=rtpmap:0 PCMU/8000
        m=video 9 UDP/TLS/RTP/SAVPF 96 97
        c=IN IP4 0.0.0.0
        a=ice-ufrag:4Pa2
        a=ice-pwd:A9tKdZBFgSdEtcJBYyQT4Pa2
        a=ice-options:trickle
        a=fingerprint:sha-256 C6:A2:12:51:14:E9:76:A0:62:87:0A:11:18:DA:C9:72:5F:BF:40:DC:60:1A:80:40:05:24:12:1F:87:32:8C:C4
        a=setup:actpass
        a=mid:1
        a=sendrecv
        a=rtcp-mux
        a=rtcp-rsize
        a=rtpmap:96 VP8/90000
        a=rtcp-fb:96 nack pli
        a=rtcp-fb:96 transport-cc
        a=rtpmap:97 rtx/90000
        a=fmtp:97 apt=96
        """
}

/// The frame of a text message, built once and sent repeatedly with different numbers.
struct NumberedMessage: Sendable {
    /// The bytes of the frame.
    private(set) var bytes: ByteBuffer
    /// The index of the first digit in ``bytes``, and its offset in the payload.
    private let digits: (start: Int, offset: Int)

    init(_ payload: Payload) {
        let frame = ClientFrame(ClientFrame.Opcode.text, payload.text)
        bytes = ByteBuffer(bytes: frame.bytes)
        digits = (frame.headLength + payload.numberOffset, payload.numberOffset)
    }

    /// Replaces the number in the message.
    mutating func setNumber(_ number: Int) {
        let key = ClientFrame.maskingKey
        var rest = number.magnitude
        for index in stride(from: Payload.digitCount - 1, through: 0, by: -1) {
            let digit = UInt8(ascii: "0") + UInt8(rest % 10)
            bytes.setInteger(digit ^ key[(digits.offset + index) & 3], at: digits.start + index)
            rest /= 10
        }
    }
}
