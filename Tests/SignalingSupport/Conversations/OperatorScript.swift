import Events
import Filtering
import Messages
import Routing

/// What the operator does, as a line of a ``Conversation``.
///
/// ```
/// operator kicks p1,p2           operator bans name mallory for 60       operator lifts 1
/// operator replays #2 of p1 in demo to p2: TEXT          operator composes as p1 in demo to p2: TEXT
/// operator arms hold 30 FILTER   operator arms from=p1 delay 500 FILTER  operator disarms 1
/// operator releases #3           operator releases #4 overtaking         operator releases all
/// operator delivers binary to p1,p2
/// operator replaces #3: TEXT     operator discards #3                    operator guards on demo
/// ```
enum OperatorScript {
    static func command(_ line: Substring, _ words: [String]) -> Switchboard.Command? {
        let text = line.range(of: ": ").map { Conversation.message(line[$0.upperBound...]) }
        switch words[1] {
        case "kicks": return .kick(peers(words[2]), .standard)
        case "bans": return ban(words)
        case "lifts": return Int(words[2]).map { .lift(ban: $0) }
        case "replays":
            guard let entry = number(words[2]), let author = PeerID(words[4]), let text else { return nil }
            return send(text, .replay(entry: entry), author, words[6], words[8])
        case "composes":
            guard let text else { return nil }
            return send(text, .composition, PeerID(words[3]) ?? .relay, words[5], words[7])
        case "stops": return .stopSending
        case "arms": return arm(Array(words.dropFirst(2)))
        case "disarms": return Int(words[2]).map { .disarm($0) }
        case "releases" where words[2] == "all": return .releaseAll
        case "releases": return number(words[2]).map { .release([$0], overtaking: words.last == "overtaking") }
        case "discards": return number(words[2]).map { .discard([$0]) }
        case "replaces":
            guard let entry = number(words[2].dropLast()), let text else { return nil }
            return .replace(entry, text)
        case "delivers": return PlainDelivery(rawValue: words[2]).map { .deliver(peers(words[4]), $0) }
        case "guards": return .guardGlare(room: words.count > 3 ? words[3] : nil, isOn: words[2] == "on")
        default: return nil
        }
    }

    private static func number(_ text: some StringProtocol) -> Int? { Int(text.dropFirst()) }

    private static func peers(_ text: some StringProtocol) -> [PeerID] {
        text.split(separator: ",").compactMap { PeerID(String($0)) }
    }

    private static func send(
        _ message: Message, _ origin: Delivery.Origin, _ author: PeerID, _ room: String, _ targets: String
    ) -> Switchboard.Command {
        let target = targets.dropLast()
        return .send([
            Sending(
                message, origin, author: author, room: room,
                to: target == "all" ? .room(room) : .peers(peers(target)))
        ])
    }

    private static func ban(_ words: [String]) -> Switchboard.Command? {
        let seconds = words.count > 5 ? Int(words[5]) : nil
        let subject: Ban.Subject? = words[2] == "name" ? .name(words[3]) : Ban.Subject(address: words[3])
        return subject.map { .ban($0, seconds: seconds) }
    }

    private static func arm(_ words: [String]) -> Switchboard.Command? {
        var (words, direction) = (words, InterceptRule.Direction())
        while let word = words.first, let equals = word.firstIndex(of: "=") {
            let peer = PeerID(String(word[word.index(after: equals)...]))
            if word.hasPrefix("from=") { direction.from = peer } else { direction.to = peer }
            words.removeFirst()
        }
        let number = words.count > 1 ? Int(words[1]) : nil
        let action: InterceptRule.Action
        switch (words.first, number) {
        case ("hold", let number?): action = .hold(seconds: number)
        case ("cross", let number?): action = .holdUntilGlare(seconds: number)
        case ("delay", let number?): action = .delay(milliseconds: number)
        case ("drop", _): action = .drop
        default: return nil
        }
        let text = words.dropFirst(number == nil ? 1 : 2).joined(separator: " ")
        guard let filter = try? Filter(text), let rule = try? CompiledRule(filter, action, direction) else {
            return nil
        }
        return .arm(rule)
    }
}

extension StringProtocol {
    fileprivate func range(of text: String) -> Range<Index>? {
        indices.first { self[$0...].hasPrefix(text) }.map { $0..<index($0, offsetBy: text.count) }
    }
}
