import Events
import Messages
import Routing
import Sessions
import SignalingSupport
import Testing

@testable import Comparison

/// Sessions of recordings and scripts, to be compared.
enum ComparedRecordings {
    private static let endpoint = Endpoint(socket: "ws://localhost:1", page: "http://localhost:1/", addresses: "::1")

    /// Returns the session of `entries`, advanced to `end`.
    static func session(_ entries: [Entry], until end: Instant, journal: Journal = Journal()) -> Session {
        var session = Session(endpoint, journal: journal)
        for entry in entries { _ = session.fold(.entry(entry)) }
        _ = session.advance(to: end)
        return session
    }

    /// Returns the session of the recording with this name.
    static func named(_ name: String) throws -> Session {
        let recording = try Recording.named(name)
        return session(recording.play(), until: recording.end)
    }

    /// Returns the session of the recording in `text`.
    static func session(_ text: String) throws -> Session {
        let recording = try Recording(text)
        return session(recording.play(), until: recording.end)
    }

    /// Returns the session of a script of ``Scene``, 60 s after its last line.
    static func scene(_ script: String, loopback: Bool = false) -> Session {
        let scene = Scene(script, loopback: loopback)
        return session(scene.entries, until: scene.end.advanced(by: 60_000_000_000))
    }

    /// Compares two scripts of ``Scene``.
    static func compare(_ first: String, _ second: String) -> RecordingComparison {
        RecordingComparison(scene(first), scene(second))
    }
}

/// A comparison in lines, for expectations.
extension RecordingComparison {
    var verdict: String { ComparisonText.verdict(self) }
}

/// Rewrites recordings so that everything drawn by lot has another value of the same form.
struct RandomValues {
    private let seed: UInt64

    init(seed: UInt64) { self.seed = seed }

    /// Returns `text` with other credentials, fingerprints, streams, addresses, ports and ids.
    func rewritten(_ text: String) -> String {
        var text = text
        text = text.replacing(/(a=ice-ufrag:|ufrag |"usernameFragment":")([A-Za-z0-9+\/]+)/) { $0.1 + other($0.2) }
        text = text.replacing(/(a=ice-pwd:|a=cname:|cname:|a=tls-id:)([A-Za-z0-9+\/]+)/) { $0.1 + other($0.2) }
        text = text.replacing(/(a=fingerprint:sha-256 )([0-9A-F:]+)/) { $0.1 + other($0.2) }
        text = text.replacing(/(\\no=[^ ]+ )([0-9]+)/) { $0.1 + other($0.2) }
        text = text.replacing(/(a=ssrc:|FID )([0-9]+)/) { $0.1 + other($0.2) }
        text = text.replacing(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/) { other($0.0) }
        text = text.replacing(/(candidate:)([0-9]+)( [12] [A-Za-z]+ [0-9]+ [^ ]+ )([0-9]{4,5})( typ)/) {
            $0.1 + other($0.2) + $0.3 + port($0.4) + $0.5
        }
        text = text.replacing(/(m=[a-z]+ )([0-9]{4,5})( )/) { $0.1 + port($0.2) + $0.3 }
        return text.replacing(/192\.0\.2\.[0-9]+/) { _ in "198.51.100.\(seed % 200)" }
    }

    /// Returns a text of the same form: each digit and letter is replaced, and equal texts by equal ones.
    private func other(_ text: Substring) -> String {
        var state = hash(text)
        return String(
            text.map { character in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let draw = Int(state >> 40)
                switch character {
                case "0"..."9": return Character("\(1 + draw % 9)")
                case "a"..."f": return Array("abcdef")[draw % 6]
                case "A"..."F": return Array("ABCDEF")[draw % 6]
                case "g"..."z": return Array("ghijklmnopqrstuvwxyz")[draw % 20]
                case "G"..."Z": return Array("GHIJKLMNOPQRSTUVWXYZ")[draw % 20]
                default: return character
                }
            })
    }

    private func port(_ text: Substring) -> String { String(1024 + hash(text) % 60_000) }

    private func hash(_ text: Substring) -> UInt64 {
        text.utf8.reduce(seed &* 0x9E37_79B9_7F4A_7C15) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// Returns `text` with other times between the messages, in the same order.
    func delayed(_ text: String) -> String {
        var (state, delay) = (seed, 0.0)
        return text.split(separator: "\n").map { line in
            guard let space = line.firstIndex(of: " "), let time = Double(line[..<space]) else { return String(line) }
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            delay += Double(state >> 40) / 16_777_216 / 50
            let thousandths = Int(((time + delay) * 1000).rounded())
            let fraction = String(1000 + thousandths % 1000).dropFirst()
            return "\(thousandths / 1000).\(fraction)\(line[space...])"
        }.joined(separator: "\n") + "\n"
    }

    /// Returns `text` with the candidates in each run of them in the opposite order; the times keep their order.
    static func withReversedCandidates(_ text: String) -> String {
        var lines = text.split(separator: "\n").map(String.init)
        func isCandidate(_ line: String) -> Bool { line.contains("candidate\":\"candidate:") }
        var start = 0
        while start < lines.count {
            var end = start
            while end < lines.count, isCandidate(lines[end]) { end += 1 }
            let parts = lines[start..<end].map { $0.split(separator: " ", maxSplits: 1) }
            for (index, part) in parts.reversed().enumerated() {
                lines[start + index] = "\(parts[index][0]) \(part[1])"
            }
            start = end + 1
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
