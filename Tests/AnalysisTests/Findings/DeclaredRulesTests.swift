import Connections
import Findings
import Foundation
import Negotiations
import Testing

@testable import Analysis

@Suite struct DeclaredRulesTests {
    private static let folders = ["Sources/Findings", "Sources/Analysis/Rules"].map { folder in
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(folder)
    }

    /// The names in the declarations of the source files.
    private static func declared() throws -> [String] {
        let files = try folders.flatMap { folder in
            try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        }
        return try files.filter { $0.pathExtension == "swift" }.flatMap { file in
            try String(contentsOf: file, encoding: .utf8).matches(of: /static let \w+ = Rule\(\s*"([^"]*)"/).map {
                String($0.output.1)
            }
        }
    }

    @Test func eachDeclaredRuleIsListedOnce() throws {
        #expect(try Self.declared().sorted() == Rule.all.map(\.name).sorted())
    }

    /// Rules are compared by a hash of the name.
    @Test func noTwoRulesAreEqual() {
        #expect(Set(Rule.all).count == Rule.all.count)
        #expect(Rule.glare == Rule.all.first)
        #expect(Rule.glare != .glareGuard)
    }

    @Test func rulesThatPresumeDelivery() {
        #expect(
            Rule.all.filter(\.presumesDelivery).map(\.name) == [
                "answer-without-offer", "duplicate-answer", "unanswered-offer", "late-answer", "superseded-offer",
                "peer-vanished", "candidate-before-description", "unknown-generation", "no-candidates",
                "swallowed-by-server", "never-applied", "unanswered-checks",
            ])
    }

    @Test func rulesThatFollowFromGlare() {
        #expect(
            Rule.all.filter(\.followsFromGlare).map(\.name) == [
                "answer-without-offer", "duplicate-answer", "candidate-before-description", "unknown-generation",
                "no-candidates", "ice-restart", "new-session",
            ])
    }

    @Test func rulesThatEndWithTheNextRound() {
        let outlasting = Rule.all.filter {
            !$0.endsWithNextRound && ![.description, .delivery, .connection].contains($0.family)
        }
        #expect(
            outlasting.map(\.name) == [
                "unanswered-offer", "no-offer", "candidate-before-description", "no-candidates",
            ])
        #expect(
            !Rule.all.contains { $0.endsWithNextRound && [.description, .delivery, .connection].contains($0.family) })
    }
}
