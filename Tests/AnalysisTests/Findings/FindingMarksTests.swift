import SignalingSupport
import Testing

@testable import Analysis
@testable import Events

/// Which entries prove anything, in order.
@Suite struct FindingMarksTests {
    private static let scene = Scene(
        "0 p1 joins demo\n0 p2 joins demo\n1 p1 offers\n2 p2 answers\n3 p2 answers\n4 p2 candidate host\n5 p2 answers")

    @Test func theNextAndThePreviousProofAreFound() throws {
        let findings = Self.scene.book.findings
        let entries = Self.scene.entries.map(\.number).filter { findings.marks(entry: $0) }
        try #require(entries.count >= 2 && entries.count < Self.scene.entries.count)
        #expect(findings.entries == entries)
        for number in 0...Self.scene.entries.count + 1 {
            #expect(findings.next(after: number) == entries.first { $0 > number })
            #expect(findings.previous(before: number) == entries.last { $0 < number })
        }
    }

    @Test func theVersionChangesWithTheMarks() {
        var book = CallBook()
        var (version, marks) = (book.findings.version, [Int]())
        var versions: Set<Int> = [version]
        for entry in Self.scene.entries {
            book.fold(entry)
            let now = book.findings.entries
            #expect(now == marks || book.findings.version != version, "at \(entry.number)")
            (version, marks) = (book.findings.version, now)
            versions.insert(version)
        }
        #expect(versions.count < Self.scene.entries.count, "what marks nothing changes nothing")
    }

    @Test func anEntryThatIsGoneIsMarkedNoMore() throws {
        var book = Self.scene.book
        let first = try #require(book.findings.entries.first)
        let version = book.findings.version
        for entry in Self.scene.entries where entry.number <= first { book.forget(entry) }
        #expect(!book.findings.marks(entry: first) && !book.findings.entries.contains(first))
        #expect(book.findings.version == version, "nobody can see it any more")
        #expect(!book.findings.entries.isEmpty)
    }

    @Test func whatABoundedBookLetsGoOfMarksNothing() {
        var script = "0 p1 joins demo aware\n0 p2 joins demo aware\n"
        for number in 3...FindingBook.limit + 200 {
            script += "1 p1 says {\"to\":\"p\(number)\"}\n"
            if number % 20 == 0 { script += "1 p1 leaves lost\n1 p1 joins demo aware\n" }
        }
        let findings = Scene(script).book.findings
        for severity in Severity.allCases {
            #expect(findings.count(severity) == findings.all.filter { $0.stands && $0.severity == severity }.count)
        }
        #expect(findings.all[0].number > 1)
        #expect(findings.entries == Set(findings.all.flatMap(\.proof)).sorted())
    }
}
