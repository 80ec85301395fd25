import Signaling
import Testing

/// A conversation with a switchboard as a script: `>>` is what happens, `<<` what follows from it.
///
/// ```
/// >> p1 arrives name=alice room=demo aware        >> p1 says {"sdp":…}        >> p1 says binary 01 02
/// >> p1 leaves                                    >> operator kicks p1
/// >> operator replays #2 of p1 in demo to p2: {"candidate":null}
/// << p2 hears {"sdp":…}    << p2 hears binary 01 02    << p1 is closed 4503: removed by the operator
/// << entry: p1 joined demo    << entry: p1 to p2,p3 text 21    << entry: p1 left: connection lost
/// ```
struct Conversation {
    private var switchboard: Switchboard

    init(_ switchboard: Switchboard = Switchboard()) {
        self.switchboard = switchboard
    }

    /// Plays the `>>` lines of `script` and checks that exactly its `<<` lines follow.
    mutating func play(_ script: String, sourceLocation: SourceLocation = #_sourceLocation) {
        var played: [String] = []
        for line in script.split(separator: "\n").map(String.init) where line.hasPrefix(">> ") {
            guard let event = event(line.dropFirst(3)) else {
                Issue.record("not understood: \(line)", sourceLocation: sourceLocation)
                continue
            }
            played += [line] + switchboard.receive(event).map { "<< " + words($0) }
        }
        #expect(played.joined(separator: "\n") == script, sourceLocation: sourceLocation)
    }

    private func event(_ line: Substring) -> Switchboard.Event? {
        let words = line.split(separator: " ").map(String.init)
        guard words.count >= 2 else { return nil }
        if words[0] == "operator" { return command(line, words).map(Switchboard.Event.command) }
        guard let peer = PeerID(words[0]) else { return nil }
        switch words[1] {
        case "arrives":
            var arrival = Arrival(id: peer, address: "192.0.2.\(peer.number):5000")
            for word in words.dropFirst(2) {
                if word == "aware" { arrival.isAware = true }
                if word.hasPrefix("name=") { arrival.name = String(word.dropFirst(5)) }
                if word.hasPrefix("room=") { arrival.room = String(word.dropFirst(5)) }
            }
            return .arrived(arrival)
        case "says":
            return .said(peer, message(line.dropFirst("\(words[0]) says ".count)))
        case "leaves": return .left(peer, .lost)
        default: return nil
        }
    }

    private func command(_ line: Substring, _ words: [String]) -> Switchboard.Command? {
        if words[1] == "kicks" { return PeerID(words[2]).map(Switchboard.Command.kick) }
        guard words[1] == "replays", let entry = Int(words[2].dropFirst()), let author = PeerID(words[4]),
            let colon = line.range(of: ": ")
        else { return nil }
        let targets = words[8].dropLast().split(separator: ",").compactMap { PeerID(String($0)) }
        return .replay(
            entry: entry,
            message(line[colon.upperBound...]),
            author: author,
            room: words[6],
            targets: targets
        )
    }

    private func message(_ text: Substring) -> Message {
        guard text.hasPrefix("binary ") else { return .text(String(text)) }
        return Message(.binary, text.dropFirst(7).split(separator: " ").compactMap { UInt8($0, radix: 16) })
    }

    private func words(_ action: Switchboard.Action) -> String {
        switch action {
        case .deliver(let message, let receivers):
            let payload =
                message.opcode == .text
                ? message.text ?? "?" : "binary " + message.payload.map { "0\($0)" }.joined(separator: " ")
            return "\(list(receivers)) hears \(payload)"
        case .close(let peer, let code, let reason): return "\(peer) is closed \(code.rawValue): \(reason)"
        case .record(let content): return "entry: " + words(content)
        }
    }

    private func words(_ content: Entry.Content) -> String {
        switch content {
        case .joined(let peer): return "\(peer.id) joined \(peer.room)"
        case .left(let peer, let departure): return "\(peer) left: \(departure.words)"
        case .refused(let arrival, let refusal): return "\(arrival.id) refused: \(refusal.words)"
        case .message(let transit):
            let size = "\(transit.message.opcode) \(transit.message.payload.count)"
            var route = "\(transit.author) to \(transit.hearers.isEmpty ? "nobody" : list(transit.hearers))"
            if case .nobody(let fault) = transit.addressee { route += " (\(fault.code))" }
            if case .replay(let entry, _) = transit.sender { route = "replay of #\(entry), \(route)" }
            return "\(route) \(size)"
        }
    }

    private func list(_ peers: [PeerID]) -> String { peers.map(\.description).joined(separator: ",") }
}

extension StringProtocol {
    fileprivate func range(of text: String) -> Range<Index>? {
        indices.first { self[$0...].hasPrefix(text) }.map { $0..<index($0, offsetBy: text.count) }
    }
}
