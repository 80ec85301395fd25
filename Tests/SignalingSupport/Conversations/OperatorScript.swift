import Events
import Filtering
import Messages
import Routing

/// The commands of the operator in the language of conversations.
///
/// ```
/// operator kicks p1,p2           operator bans name mallory for 60       operator lifts 1
/// operator replays #2 to p2      operator replays #2 of p1 in demo to p2: TEXT
/// operator stops sending         operator composes as p1 in demo to p2: TEXT
/// operator arms hold 30 FILTER   operator arms from=p1 delay 500 FILTER  operator disarms 1
/// operator releases #3           operator releases #4 overtaking         operator releases all
/// operator replaces #3: TEXT     operator discards #3                    operator guards on demo
/// operator delivers binary to p1,p2
/// ```
enum OperatorScript {
    /// Returns the command that `line`, split into `words`, stands for; `nil` if it is not understood.
    ///
    /// `delivery` returns the delivery with an entry number, which the operator replays.
    static func command(
        _ line: Substring, _ words: [String], delivery: (Int) -> Delivery?
    ) -> Switchboard.Command? {
        let text = line.firstRange(of: ": ").map { Message.text(String(line[$0.upperBound...])) }
        switch words[1] {
        case "kicks": return .kick(peers(words[2]), .standard)
        case "bans": return ban(words)
        case "lifts": return Int(words[2]).map { .lift(ban: $0) }
        case "replays" where words.count == 5:
            guard let entry = number(words[2]), let original = delivery(entry) else { return nil }
            return send(original.message, .replay(entry: entry), original.author, original.room, peers(words[4]))
        case "replays":
            guard let entry = number(words[2]), let author = PeerID(words[4]), let text else { return nil }
            return send(text, .replay(entry: entry), author, words[6], peers(words[8].dropLast()))
        case "composes":
            guard let text else { return nil }
            return send(text, .composition, PeerID(words[3]) ?? .relay, words[5], peers(words[7].dropLast()))
        case "stops": return .stopSending
        case "arms": return arm(Array(words.dropFirst(2)))
        case "disarms": return Int(words[2]).map { .removeRule($0) }
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

    /// Returns the number in `#3`.
    private static func number(_ text: some StringProtocol) -> Int? { Int(text.dropFirst()) }

    /// Returns the peers in `p1,p2`; none for `all`, which is everybody in the room.
    private static func peers(_ text: some StringProtocol) -> [PeerID] {
        text.split(separator: ",").compactMap { PeerID(String($0)) }
    }

    private static func send(
        _ message: Message, _ origin: Delivery.Origin, _ author: PeerID, _ room: String, _ targets: [PeerID]
    ) -> Switchboard.Command {
        .send([
            Sending(
                message, origin, author: author, room: room, to: targets.isEmpty ? .room(room) : .peers(targets))
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
        return .addRule(rule)
    }
}
