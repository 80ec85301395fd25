import Connections
import Findings
import Negotiations
import SignalingSupport
import Testing

@testable import Analysis
@testable import Events

/// The entries that prove findings, and the order of findings.
@Suite struct FindingMarksTests {
    private static let scene = Scene(
        "0 p1 joins demo\n0 p2 joins demo\n1 p1 offers\n2 p2 answers\n3 p2 answers\n4 p2 candidate host\n5 p2 answers")

    @Test func theNextAndThePreviousEvidenceAreFound() throws {
        let findings = Self.scene.book.findings
        let entries = Self.scene.entries.map(\.number).filter { findings.isEvidence(entry: $0) }
        try #require(entries.count >= 2 && entries.count < Self.scene.entries.count)
        #expect(findings.entries == entries)
        for number in 0...Self.scene.entries.count + 1 {
            #expect(findings.next(after: number) == entries.first { $0 > number })
            #expect(findings.previous(before: number) == entries.last { $0 < number })
        }
    }

    @Test func theVersionChangesWithTheEntries() {
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
        #expect(versions.count < Self.scene.entries.count, "entries without findings do not change the version")
    }

    @Test func aForgottenEntryProvesNothing() throws {
        var book = Self.scene.book
        let first = try #require(book.findings.entries.first)
        let version = book.findings.version
        for entry in Self.scene.entries where entry.number <= first { book.forget(entry) }
        #expect(!book.findings.isEvidence(entry: first) && !book.findings.entries.contains(first))
        #expect(book.findings.version == version, "the entry is no longer shown")
        #expect(!book.findings.entries.isEmpty)
    }

    /// The numbers of the findings in `book` in the documented order, sorted here.
    private static func sorted(_ book: FindingBook) -> [Int] {
        func state(_ finding: Finding) -> Int { finding.isActive ? 2 : finding.isOpen ? 1 : 0 }
        let all = book.all.sorted {
            (state($0), $0.severity, $0.number) > (state($1), $1.severity, $1.number)
        }
        return all.filter { book.cause(of: $0) == nil }.flatMap { finding in
            [finding.number] + all.filter { book.cause(of: $0) == finding.number }.map(\.number)
        }
    }

    @Test func findingsAreSortedAfterEachEntry() {
        var script = "0 p1 joins demo aware\n0 p2 joins demo aware\n"
        for round in stride(from: 1, to: 40, by: 4) {
            script += """
                \(round) p1 offers to=p2 ufrag=a\(round + 100)
                \(round) p2 offers to=p1 ufrag=b\(round + 100)
                \(round) p1 sends {"to":"p\(round + 100)"}
                \(round) p1 candidate host to=p2 ufrag=zzzz
                \(round + 1) p2 answers to=p1 codec=PCMU/8000
                \(round + 2) p2 answers to=p1

                """
            if round % 3 == 0 { script += "\(round + 3) p2 leaves lost\n\(round + 3) p2 joins demo aware\n" }
        }
        let scene = Scene(script)
        var book = CallBook()
        for entry in scene.entries {
            book.fold(entry)
            #expect(book.findings.sorted.map(\.number) == Self.sorted(book.findings), "at \(entry.number)")
        }
        #expect(book.findings.all.count > 20)
        #expect(Set(book.findings.all.map { $0.isActive ? 2 : $0.isOpen ? 1 : 0 }).count == 3)
    }

    @Test func droppedFindingsHaveNoEvidence() {
        var script = "0 p1 joins demo aware\n0 p2 joins demo aware\n"
        for number in 3...FindingBook.limit + 200 {
            script += "1 p1 sends {\"to\":\"p\(number)\"}\n"
            if number % 20 == 0 { script += "1 p1 leaves lost\n1 p1 joins demo aware\n" }
        }
        let findings = Scene(script).book.findings
        for severity in Severity.allCases {
            #expect(findings.count(severity) == findings.all.filter { $0.isActive && $0.severity == severity }.count)
        }
        #expect(findings.all[0].number > 1)
        #expect(findings.sorted.map(\.number) == Self.sorted(findings))
        #expect(findings.entries == Set(findings.all.flatMap(\.evidence)).sorted())
    }
}
