package import Events
import Messages
package import Routing
package import Testing

/// A conversation with a switchboard as a script: `>>` is what happens, `<<` what follows from it.
///
/// ```
/// >> p1 arrives name=alice room=demo aware        >> p1 says {"sdp":…}        >> p1 says binary 01 02
/// >> p1 leaves                                    >> operator kicks p1        >> 0.5 seconds pass
/// >> operator replays #2 of p1 in demo to p2: {"candidate":null}
/// << p2 hears {"sdp":…}    << p2 hears binary 01 02    << p1 is closed 4503: removed by the operator
/// << entry: p1 joined demo    << entry: p1 to p2,p3 text 21    << entry: p1 left: connection lost
/// ```
/// ``OperatorScript`` has what the operator can do.
package struct Conversation {
    private var switchboard: Switchboard
    /// What time it is, and what the entries are so far.
    private var clock = Instant.start
    package private(set) var entries: [Entry.Content] = []

    package init(_ switchboard: Switchboard = Switchboard()) {
        self.switchboard = switchboard
    }

    package var census: Snapshot { switchboard.census }

    /// Plays the `>>` lines of `script` and checks that exactly its `<<` lines follow.
    package mutating func play(_ script: String, sourceLocation: SourceLocation = #_sourceLocation) {
        var played: [String] = []
        for line in script.split(separator: "\n").map(String.init) where line.hasPrefix(">> ") {
            played.append(line)
            let words = line.split(separator: " ")
            if words.last == "pass", let seconds = Double(words[1]) {
                played += pass(seconds)
            } else if let event = event(line.dropFirst(3)) {
                played += take(event)
            } else {
                Issue.record("not understood: \(line)", sourceLocation: sourceLocation)
            }
        }
        #expect(played.joined(separator: "\n") == script, sourceLocation: sourceLocation)
    }

    /// What follows from `event`.
    package mutating func take(_ event: Switchboard.Event) -> [String] {
        let actions = switchboard.receive(event, at: clock)
        for case .record(let entry) in actions { entries.append(entry.content) }
        return actions.map { "<< " + words($0) }
    }

    /// Lets time go by, as the relay does: whenever something is due it says so.
    private mutating func pass(_ seconds: Double) -> [String] {
        let end = clock.advanced(by: Int64(seconds * 1e9))
        var played: [String] = []
        while let due = switchboard.due, due <= end {
            clock = max(clock, due)
            played += take(.passed)
        }
        clock = end
        return played
    }

    private func event(_ line: Substring) -> Switchboard.Event? {
        let words = line.split(separator: " ").map(String.init)
        guard words.count >= 2 else { return nil }
        if words[0] == "operator" { return OperatorScript.command(line, words).map(Switchboard.Event.command) }
        guard let peer = PeerID(words[0]) else { return nil }
        switch words[1] {
        case "arrives":
            var arrival = ConnectionRequest(id: peer, address: "192.0.2.\(peer.number):5000")
            for word in words.dropFirst(2) {
                if word == "aware" { arrival.isAware = true }
                if word.hasPrefix("name=") { arrival.name = String(word.dropFirst(5)) }
                if word.hasPrefix("room=") { arrival.room = String(word.dropFirst(5)) }
            }
            return .arrived(arrival)
        case "says":
            return .said(peer, Self.message(line.dropFirst("\(words[0]) says ".count)))
        case "leaves": return .left(peer, .lost)
        default: return nil
        }
    }

    static func message(_ text: Substring) -> Message {
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
        case .record(let entry): return "entry: " + words(entry.content)
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
            switch transit.sender {
            case .operated(.replay(let entry), _): route = "replay of #\(entry), \(route)"
            case .operated(.edit(let entry), _): route = "edited from #\(entry), \(route)"
            case .operated(.composition, _): route = "composed, \(route)"
            case .peer: break
            }
            if let release = transit.release {
                let how = release.isEdited ? "edited from" : "was"
                let kept = Double(release.nanoseconds / 1_000_000) / 1000
                route = "\(how) #\(release.entry) for \(kept) s, \(release.cause): \(route)"
            }
            for interception in transit.interceptions {
                route += ", \(list(interception.receivers)) \(fate(interception))"
            }
            return "\(route) \(size)"
        case .noted(let notice): return notice.words
        }
    }

    private func fate(_ interception: Interception) -> String {
        let fate =
            switch interception.fate {
            case .held(let until), .heldUntilGlare(let until): "held until \(until.text)"
            case .delayed(let until): "delayed until \(until.text)"
            case .queuedBehind(let entry): "behind #\(entry)"
            case .dropped: "dropped"
            }
        switch interception.cause {
        case .rule(let number): return "\(fate) by rule \(number)"
        case .guardedOffer: return "\(fate) by the guard"
        case .guardedCrossing(let offer): return "\(fate) by the guard, crossing #\(offer)"
        case .guardedCandidate(let offer): return "\(fate) by the guard, of #\(offer)"
        case .order: return fate
        }
    }

    private func list(_ peers: [PeerID]) -> String { peers.map(\.description).joined(separator: ",") }
}
