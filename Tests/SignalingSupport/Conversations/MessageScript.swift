import Events
import Messages
import Text

/// The messages of peers in the language of conversations.
///
/// ```
/// p1 sends {"a":1}                      p1 sends-json "a JSON string, for text with line ends\r\n"
/// p1 sends-binary {"a":1}               p1 sends-bytes 01 02
/// p1 offers to=p2 ufrag=ab2c key=k      p1 answers                p1 pranswers               p1 rolls back
/// p1 candidate srflx ufrag=ab2c         p1 candidate mdns         p1 ends                    p1 bye
/// ```
///
/// A description has one section of audio unless further options change it: `sections=2`, `kind=video`, `mid=7`,
/// `port=0`, `direction=sendonly`, `codec=VP8/90000`, `setup=passive`, `session=1`, `version=3`, `ufrag=ab2c`,
/// `password=…`, `certificate=5`, `with=host` for a candidate, and `without=a=ice-pwd` to leave lines out.
struct MessageScript {
    /// The version of each peer's last description.
    private var versions: [PeerID: Int] = [:]

    /// Returns the message that a line with this verb and these words after it stands for; `nil` if it is not
    /// understood.
    mutating func message(_ verb: String, _ text: Substring, from peer: PeerID) -> Message? {
        let words = text.split(separator: " ")
        var options: [String: String] = [:]
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            options[parts[0]] = parts.count > 1 ? parts[1] : ""
        }
        switch verb {
        case "sends" where !text.isEmpty: return .text(String(text))
        case "sends-json": return JSONValue(Array(text.utf8))?.string.map { .text($0) }
        case "sends-binary": return Message(.binary, Array(text.utf8))
        case "sends-bytes": return Message(.binary, words.compactMap { UInt8($0, radix: 16) })
        case "offers": return description("offer", from: peer, options)
        case "answers": return description("answer", from: peer, options)
        case "pranswers": return description("pranswer", from: peer, options)
        case "rolls": return .text(#"{"sdp":{"type":"rollback","sdp":""}}"#)
        case "candidate": return words.first.map { candidate(String($0), from: peer, options) }
        case "ends": return json(#""candidate":{"candidate":"","sdpMid":"0"}"#, options)
        case "bye": return .text(#"{"type":"bye"}"#)
        default: return nil
        }
    }

    /// Returns an object with these members, and with those that `to=` and `key=` add.
    private func json(_ members: String, _ options: [String: String]) -> Message {
        let to = options["to"].map { #","to":"\#($0)""# } ?? ""
        let key = options["key"].map { #","connectionId":"\#($0)""# } ?? ""
        return .text("{" + members + to + key + "}")
    }

    private mutating func description(_ type: String, from peer: PeerID, _ options: [String: String]) -> Message {
        let version = options["version"].flatMap { Int($0) } ?? (versions[peer] ?? 1) + 1
        versions[peer] = version
        let session = [
            "v=0", "o=- \(options["session"] ?? "\(1000 + peer.number)") \(version) IN IP4 127.0.0.1", "s=-", "t=0 0",
        ]
        let sections = (0..<(options["sections"].flatMap { Int($0) } ?? 1)).flatMap { index in
            section(index, isOffer: type == "offer", from: peer, options)
        }
        let candidates =
            options["with"].map { ["a=candidate:1 1 udp 2113937151 192.0.2.\(peer.number) 50000 typ \($0)"] } ?? []
        let lines = (session + sections + candidates).filter { line in
            options["without"].map { !line.hasPrefix($0) } ?? true
        }
        let sdp = JSONString.encode(lines.map { $0 + "\r\n" }.joined())
        return json(#""sdp":{"type":"\#(type)","sdp":\#(sdp)}"#, options)
    }

    private func section(_ index: Int, isOffer: Bool, from peer: PeerID, _ options: [String: String]) -> [String] {
        let ufrag = options["ufrag"] ?? "uf\(peer.number)x"
        let certificate = options["certificate"].flatMap { Int($0) } ?? peer.number
        return [
            "m=\(options["kind"] ?? "audio") \(options["port"] ?? "9") UDP/TLS/RTP/SAVPF 111", "c=IN IP4 0.0.0.0",
            "a=mid:\(options["mid"] ?? "\(index)")", "a=\(options["direction"] ?? "sendrecv")",
            "a=ice-ufrag:\(ufrag)", "a=ice-pwd:\(options["password"] ?? "\(ufrag)+0123456789abcdefghijk")",
            "a=fingerprint:sha-256 " + Array(repeating: "\(certificate + 10)", count: 32).joined(separator: ":"),
            "a=setup:\(options["setup"] ?? (isOffer ? "actpass" : "active"))", "a=rtcp-mux",
            "a=rtpmap:111 \(options["codec"] ?? "opus/48000/2")",
        ]
    }

    private func candidate(_ type: String, from peer: PeerID, _ options: [String: String]) -> Message {
        let isHidden = type == "mdns"
        let address = isHidden ? "a1b2c3d4-0000-4000-8000-00000000000\(peer.number).local" : "198.51.100.\(peer.number)"
        let ufrag = options["ufrag"] == "-" ? nil : options["ufrag"] ?? "uf\(peer.number)x"
        let line = "candidate:1 1 udp 2113937151 \(address) 50000 typ \(isHidden ? "host" : type)"
        let fragment = ufrag.map { #","usernameFragment":"\#($0)""# } ?? ""
        return json(#""candidate":{"candidate":"\#(line)","sdpMid":"0","sdpMLineIndex":0\#(fragment)}"#, options)
    }
}
