package import Analysis
package import Events
import Messages
import Routing
package import Testing
import Text

/// A scene as a script, and what is found in it: who does what at which second, on a room's real switchboard.
///
/// ```
/// 0 p1 joins demo name=alice aware address=192.0.2.1:1       1 p1 offers to=p2 ufrag=ab2c version=3 key=k
/// 2 p2 answers     2 p2 pranswers     3 p1 candidate srflx ufrag=ab2c     4 p1 ends      5 p1 rolls back
/// 6 p1 bye         7 p1 says {"a":1}  7 p1 says-binary {"a":1}            8 p2 leaves lost    8 p2 is kicked
/// 9 p1 replays #3 to p2               20 -                                20 gap
/// 3 op arms hold 30 kind:answer       (or whatever ``OperatorScript`` has)
/// ```
/// What a description says is changed by further options: `without=a=ice-pwd`, `codec=VP8/90000`, `sections=2`, `port=0`.
/// What is found comes as `error answer-without-offer: p2 answered … [#3]`, and what was got over as
/// `over glare (information): …`.
package struct Scene {
    package private(set) var book = CallBook()
    package private(set) var entries: [Entry] = []
    /// What was found and got over, in order.
    package private(set) var found: [String] = []
    private var switchboard: Switchboard
    private var clock = Instant.start
    private var versions: [PeerID: Int] = [:]

    /// Plays all lines of `script`, with a switchboard that lets a peer hear itself where `loopback` says so.
    package init(
        _ script: String, loopback: Bool = false, guardsGlare: Bool = false,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        switchboard = Switchboard(loopback: loopback, guardsGlare: guardsGlare)
        for line in script.split(separator: "\n") where !line.hasPrefix("#") {
            if !play(line) { Issue.record("not understood: \(line)", sourceLocation: sourceLocation) }
        }
    }

    private mutating func play(_ line: Substring) -> Bool {
        let words = line.split(separator: " ").map(String.init)
        guard let seconds = Double(words[0]), words.count > 1 else { return false }
        let time = Instant.seconds(seconds)
        // As the console does, between what happens.
        while clock < time {
            clock = min(time, Instant(nanoseconds: clock.nanoseconds + 1_000_000_000))
            while let due = switchboard.due, due <= clock { take(.passed, at: due) }
            book.advance(to: clock)
            note()
        }
        if words[1] == "-" { return true }
        if words[1] == "gap" {
            _ = switchboard.receive(.noticed(.tooLate(entry: 0)), at: time)
            return true
        }
        if words[1] == "op" {
            let rest = line.dropFirst(words[0].count + 1)
            guard let command = OperatorScript.command(rest, ["operator"] + words.dropFirst(2)) else { return false }
            take(.command(command), at: time)
            return true
        }
        guard let peer = PeerID(words[1]), words.count > 2,
            let event = event(peer, words, rest: line.dropFirst(words[0...2].reduce(3) { $0 + $1.count }))
        else { return false }
        take(event, at: time)
        return true
    }

    private mutating func take(_ event: Switchboard.Event, at time: Instant) {
        for case .record(let entry) in switchboard.receive(event, at: time) {
            entries.append(entry)
            book.fold(entry, entry.transit.map { ParsedMessage($0.message) })
            note()
        }
    }

    private mutating func note() {
        for finding in book.changes {
            if let resolution = finding.resolution {
                found.append("over \(finding.rule.name) (\(finding.severity.word)): \(resolution.sentence.words())")
            } else {
                let proof = finding.proof.map { "#\($0)" }.joined(separator: " ")
                let words = "\(finding.severity.word) \(finding.rule.name): \(finding.sentence.words())"
                found.append("\(words) [\(proof)]")
            }
        }
    }

    private mutating func event(_ peer: PeerID, _ words: [String], rest: Substring) -> Switchboard.Event? {
        var options: [String: String] = [:]
        for word in words.dropFirst(2) {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            options[parts[0]] = parts.count > 1 ? parts[1] : ""
        }
        switch words[2] {
        case "joins":
            var arrival = ConnectionRequest(
                id: peer, name: options["name"], room: words[3],
                address: options["address"] ?? "127.0.0.1:5000\(peer.number)")
            arrival.isAware = options["aware"] != nil
            return .arrived(arrival)
        case "offers": return .said(peer, describe(peer, "offer", options))
        case "answers": return .said(peer, describe(peer, "answer", options))
        case "pranswers": return .said(peer, describe(peer, "pranswer", options))
        case "rolls": return .said(peer, .text(#"{"sdp":{"type":"rollback","sdp":""}}"#))
        case "candidate": return .said(peer, candidate(peer, words[3], options))
        case "ends": return .said(peer, message(#""candidate":{"candidate":"","sdpMid":"0"}"#, options))
        case "bye": return .said(peer, .text(#"{"type":"bye"}"#))
        case "says": return .said(peer, .text(String(rest)))
        case "says-binary": return .said(peer, Message(.binary, Array(rest.utf8)))
        case "leaves": return .left(peer, rest == "lost" ? .lost : .closed(.init(rawValue: 1001), reason: ""))
        case "is": return .command(.kick([peer], .standard))
        case "replays":
            guard let number = Int(words[3].dropFirst()), let target = PeerID(words[5]),
                let transit = entries.first(where: { $0.number == number })?.transit
            else { return nil }
            return .command(
                .send([
                    Sending(
                        transit.message, .replay(entry: number), author: transit.author, room: transit.room,
                        to: .peers([target]))
                ]))
        default: return nil
        }
    }

    private func message(_ members: String, _ options: [String: String]) -> Message {
        let to = options["to"].map { #","to":"\#($0)""# } ?? ""
        let key = options["key"].map { #","connectionId":"\#($0)""# } ?? ""
        return .text("{" + members + to + key + "}")
    }

    /// A description of one section of audio, or what `options` make of it.
    private mutating func describe(_ peer: PeerID, _ type: String, _ options: [String: String]) -> Message {
        let version = options["version"].flatMap { Int($0) } ?? (versions[peer] ?? 1) + 1
        versions[peer] = version
        let ufrag = options["ufrag"] ?? "uf\(peer.number)x"
        let certificate = options["certificate"].flatMap { Int($0) } ?? peer.number
        let setup = options["setup"] ?? (type == "offer" ? "actpass" : "active")
        let sections = (0..<(options["sections"].flatMap { Int($0) } ?? 1)).flatMap { index in
            [
                "m=\(options["kind"] ?? "audio") \(options["port"] ?? "9") UDP/TLS/RTP/SAVPF 111", "c=IN IP4 0.0.0.0",
                "a=mid:\(options["mid"] ?? "\(index)")", "a=\(options["direction"] ?? "sendrecv")",
                "a=ice-ufrag:\(ufrag)", "a=ice-pwd:\(options["password"] ?? "\(ufrag)+0123456789abcdefghijk")",
                "a=fingerprint:sha-256 " + Array(repeating: "\(certificate + 10)", count: 32).joined(separator: ":"),
                "a=setup:\(setup)", "a=rtcp-mux", "a=rtpmap:111 \(options["codec"] ?? "opus/48000/2")",
            ]
        }
        let candidates =
            options["with"].map { ["a=candidate:1 1 udp 2113937151 192.0.2.\(peer.number) 50000 typ \($0)"] } ?? []
        let session = [
            "v=0", "o=- \(options["session"] ?? "\(1000 + peer.number)") \(version) IN IP4 127.0.0.1", "s=-", "t=0 0",
        ]
        let lines = (session + sections + candidates).filter { line in
            options["without"].map { !line.hasPrefix($0) } ?? true
        }
        let sdp = JSONString.encode(lines.map { $0 + "\r\n" }.joined())
        return message(#""sdp":{"type":"\#(type)","sdp":\#(sdp)}"#, options)
    }

    private func candidate(_ peer: PeerID, _ type: String, _ options: [String: String]) -> Message {
        let isHidden = type == "mdns"
        let address = isHidden ? "a1b2c3d4-0000-4000-8000-00000000000\(peer.number).local" : "198.51.100.\(peer.number)"
        let ufrag = options["ufrag"] == "-" ? nil : options["ufrag"] ?? "uf\(peer.number)x"
        let line = "candidate:1 1 udp 2113937151 \(address) 50000 typ \(isHidden ? "host" : type)"
        let fragment = ufrag.map { #","usernameFragment":"\#($0)""# } ?? ""
        return message(#""candidate":{"candidate":"\#(line)","sdpMid":"0","sdpMLineIndex":0\#(fragment)}"#, options)
    }
}
