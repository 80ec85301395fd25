import EventLog
import Events
import Foundation
import SignalingSupport
import Testing
import Text

/// `docs/event-log.md` names every member of the format, and no other.
@Suite struct EventLogDocumentTests {
    private static let text: String = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return (try? String(contentsOf: folder.appendingPathComponent("docs/event-log.md"), encoding: .utf8)) ?? ""
    }()

    /// The names of all members in the log of one event of each kind, but those in the reports of probes.
    private static let written: Set<String> = {
        var encoder = EventLogEncoder()
        encoder.append(
            EventLogHeader(
                created: 1, source: "relay", program: "1", guardsGlare: true, listening: "a", page: "b", addresses: "c",
                pages: ["d"], fingerprint: "e", upstream: "f"))
        for event in EventSamples.all { encoder.append(event, at: .start, derived: [("kind", .text("offer"))]) }
        encoder.appendLoss(of: 1, at: .start)
        encoder.appendEnd(at: .start)
        var names: Set<String> = []
        for line in encoder.bytes.split(separator: UInt8(ascii: "\n")) {
            if let value = JSONValue(Array(line)) { collect(value, into: &names) }
        }
        return names
    }()

    private static func collect(_ value: JSONValue, into names: inout Set<String>) {
        for element in value.elements(1000) { collect(element, into: &names) }
        guard value.isObject else { return }
        value.forEachMember { name, place in
            let name = String(decoding: value.bytes[name], as: UTF8.self)
            names.insert(name)
            if !["report", "derived"].contains(name) { collect(JSONValue(value.bytes, at: place), into: &names) }
        }
    }

    /// The words in backquotes before the part on derived facts.
    private static let documented: Set<String> = {
        let facts = text.components(separatedBy: "## Derived facts")[0]
        let words = facts.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        return Set(words)
    }()

    @Test func everyMemberIsDocumented() {
        #expect(Self.written.count > 100)
        #expect(Self.written.subtracting(Self.documented).sorted() == [])
    }

    /// Tables have the names of members in their first column, or, of notices, in the second.
    @Test func everyDocumentedMemberOfANoticeIsWritten() {
        let rows = Self.text.components(separatedBy: "### `notice`")[1].components(separatedBy: "### `reported`")[0]
        let cells = rows.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap {
            $0.split(separator: "|").last
        }
        let words = cells.flatMap { cell in
            cell.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        }
        #expect(words.count > 40)
        #expect(Set(words).subtracting(Self.written).sorted() == [])
    }
}
