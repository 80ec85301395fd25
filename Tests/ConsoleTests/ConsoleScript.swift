import Testing

@testable import Console
@testable import Drawing
@testable import Events
@testable import Messages
@testable import Routing
@testable import SDP
@testable import Screens
@testable import Sessions
@testable import Text

/// A console without a terminal: entries come, keys are typed, and the screen is text.
struct ConsoleScript {
    private(set) var model: Model
    /// What the console has wanted done so far.
    private(set) var effects: [Effect] = []
    /// The window's title.
    private(set) var title = ""
    private var lastNumber = 0

    init(
        _ columns: Int = 80, _ rows: Int = 24, charset: Charset = .utf8, journal: Journal = Journal(),
        place: Endpoint = Endpoint(
            socket: "ws://localhost:8080", page: "http://localhost:8080/", addresses: "127.0.0.1 and ::1")
    ) {
        model = Model(
            Session(place, journal: journal), size: Size(columns: columns, rows: rows), charset: charset)
        send(.resized(model.context.size))
    }

    /// The screen as it is now.
    var screen: String { view(model).text }

    var canvas: Canvas { view(model) }

    /// One line of the screen, counted from 0; from the end where it is below.
    func line(_ row: Int) -> String {
        let lines = screen.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return lines[row < 0 ? lines.count + row : row]
    }

    mutating func send(_ event: Event) {
        for effect in update(&model, event) {
            if case .title(let title) = effect { self.title = title } else { effects.append(effect) }
        }
    }

    mutating func arrive(_ content: Entry.Content, at seconds: Double) {
        lastNumber += 1
        let entry = Entry(number: lastNumber, time: .seconds(seconds), content: content)
        send(.arrived([.entry(entry)], lost: 0))
    }

    mutating func makeReadOnly() { model.isReadOnly = true }

    mutating func bind(_ command: String, to keys: [Key]) { model.keyMap.bind(command, to: keys) }

    mutating func resize(_ columns: Int, _ rows: Int) {
        send(.resized(Size(columns: columns, rows: rows)))
    }

    /// Types `keys`: each character is a key, others stand in brackets: `jj<enter><c-c><pgup>`.
    mutating func type(_ keys: String) {
        var rest = keys[...]
        while let first = rest.unicodeScalars.first {
            if first == "<", let end = rest.firstIndex(of: ">"),
                let key = Self.named[String(rest.dropFirst().prefix(upTo: end))]
            {
                send(.key(key))
                rest = rest[rest.index(after: end)...]
            } else {
                send(.key(.character(first)))
                rest = rest.dropFirst()
            }
        }
    }

    private static let named: [String: Key] = [
        "enter": .enter, "esc": .escape, "tab": .tab, "s-tab": .backTab, "up": .up, "down": .down, "left": .left,
        "right": .right, "pgup": .pageUp, "pgdn": .pageDown, "home": .home, "end": .end, "f1": .function(1),
        "c-c": .control("c"), "c-z": .control("z"), "c-l": .control("l"), "c-f": .control("f"), "c-b": .control("b"),
        "c-d": .control("d"), "c-u": .control("u"), "c-t": .control("t"), "c-w": .control("w"), "c-a": .control("a"),
        "c-e": .control("e"), "c-k": .control("k"), "backspace": .backspace, "del": .delete, "space": .character(" "),
    ]
}

/// Expects that the screen is `expected`, and shows it if it is not.
func check(_ console: ConsoleScript, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(console.screen == expected, "\n\(console.screen)\n", sourceLocation: sourceLocation)
}

extension Peer {
    static let alice = Peer(id: PeerID(1), name: "alice", room: "demo", isAware: true, address: "127.0.0.1:52110")
    static let bob = Peer(id: PeerID(2), name: "bob", room: "demo", isAware: false, address: "127.0.0.1:52114")
}

extension Entry.Content {
    static func said(_ sender: Peer, _ message: Message, to recipients: Peer...) -> Entry.Content {
        .message(
            Delivery(message: message, sender: .peer(sender.id), room: sender.room, recipients: recipients.map(\.id))
        )
    }
}

extension Message {
    /// Alice's offer.
    static let offer = offer(of: .alice)
    /// Bob's answer to it.
    static let answer = answer(of: .bob)

    /// An offer of audio and video with two codecs each; each later description of a peer has a higher version.
    static func offer(of peer: Peer, version: Int = 2) -> Message {
        description(
            "offer", of: peer, version, "actpass", ["111 opus/48000/2", "63 red/48000/2"],
            ["96 VP8/90000", "103 H264/90000"])
    }

    /// An answer that takes the first codec of each.
    static func answer(of peer: Peer, version: Int = 2, video: Direction = .sendrecv) -> Message {
        description("answer", of: peer, version, "active", ["111 opus/48000/2"], ["96 VP8/90000"], video)
    }

    private static func description(
        _ type: String, of peer: Peer, _ version: Int, _ setup: String, _ audio: [String], _ video: [String],
        _ direction: Direction = .sendrecv
    ) -> Message {
        let (session, ufrag, password, certificate) =
            peer.id == Peer.alice.id
            ? ("8812", "Xy1f", "kW3zQv7nB5tR0pLs9dHc2mJe", "3C:91:5E:07:A8:D4:62:BF")
            : ("46117", "p9Kd", "u8FgY4xT1aVq6oNi0rZb5wEk", "7A:1C:0E:55:90:E3:2B:F6")
        let fingerprint = Array(repeating: certificate, count: 4).joined(separator: ":")
        let lines =
            [
                "v=0", "o=- \(session) \(version) IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0 1",
                "a=ice-ufrag:\(ufrag)", "a=ice-pwd:\(password)", "a=fingerprint:sha-256 \(fingerprint)",
                "a=setup:\(setup)",
            ] + section("audio", 0, .sendrecv, audio) + section("video", 1, direction, video)
        let sdp = lines.map { $0 + "\r\n" }.joined()
        return .text("{\"sdp\":{\"type\":\"\(type)\",\"sdp\":\(JSONString.encode(sdp))}}")
    }

    private static func section(_ kind: String, _ mid: Int, _ direction: Direction, _ codecs: [String]) -> [String] {
        let formats = codecs.compactMap { $0.split(separator: " ").first }.joined(separator: " ")
        return [
            "m=\(kind) 9 UDP/TLS/RTP/SAVPF \(formats)", "c=IN IP4 0.0.0.0", "a=mid:\(mid)", "a=\(direction.rawValue)",
        ]
            + codecs.map { "a=rtpmap:\($0)" }
    }

    static func candidate(_ type: String, _ address: String, _ port: Int) -> Message {
        .text(
            "{\"candidate\":{\"candidate\":\"candidate:1 1 udp 2113937151 \(address) \(port) typ \(type)\",\"sdpMid\":\"0\",\"sdpMLineIndex\":0}}"
        )
    }
}
