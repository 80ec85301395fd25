import Testing

@testable import Events
@testable import Filtering
@testable import Messages

/// Properties of filters on which their users depend.
@Suite struct FilterPartsTests {
    private static let alternatives: [(String, Bool)] = [
        ("a OR b", true), ("(a OR b) OR c", true), ("a b OR c", true), ("(a OR b)", false), ("(a OR b) c", false),
        ("-(a OR b)", false), ("kind:offer|answer", false), (#""a OR b""#, false), ("@either", false), ("", false),
        ("@either OR c", true), ("from:OR", false), ("a or b", false),
    ]

    @Test(arguments: alternatives)
    func alternativesNeedParentheses(text: String, isAlternative: Bool) throws {
        #expect(try Filter(text, saved: ["either": "a OR b"]).isAlternative == isAlternative)
    }

    @Test(arguments: [("age<30s", true), ("-(a OR age>1m)", true), ("@late", true), ("is:marked", false), ("a", false)])
    func filtersKnowWhetherTheyTestTheAge(text: String, asksForAge: Bool) throws {
        #expect(try Filter(text, saved: ["late": "age>5m"]).asksForAge == asksForAge)
    }

    @Test func matchingPeersAreForgotten() throws {
        func watcher(_ name: String) -> FilterWatcher {
            let peer = Peer(id: PeerID(1), name: name, room: "demo", isAware: false, address: "")
            return FilterWatcher([Entry(number: 1, time: .start, content: .joined(peer))])
        }
        let (before, after) = (watcher("alice"), watcher("carol"))
        var compiled = Filter.CompiledFilter(try Filter("from:alice"))
        var passes = [compiled.passes(before.records[0], before), compiled.passes(after.records[0], after)]
        compiled.forget()
        passes.append(compiled.passes(after.records[0], after))
        #expect(passes == [true, true, false])
    }

    @Test func theCostOfACallTermGrowsWithTheRecipients() throws {
        func record(_ recipients: Int) -> Journal.Record {
            let delivery = Delivery(
                message: .text("{}"), sender: .peer(PeerID(1)), room: "demo",
                recipients: (0..<recipients).map { PeerID($0 + 2) })
            return Journal.Record(Entry(number: 1, time: .start, content: .message(delivery)))
        }
        #expect(try Filter("call:1").cost(record(99)) > 10 * Filter("call:1").cost(record(1)))
        #expect(try Filter("kind:offer").cost(record(99)) == Filter("kind:offer").cost(record(1)))
    }
}
