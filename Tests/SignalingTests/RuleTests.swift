import Testing

@testable import Analysis

@Suite struct RuleTests {
    @Test func everyRuleSaysWhyItMatters() {
        for rule in Rule.allCases {
            #expect((4...40).contains(rule.title.count), "\(rule.name)")
            #expect(rule.explanation.count >= 60, "\(rule.name)")
            #expect(rule.explanation.hasSuffix(".") && !rule.explanation.contains("\n"), "\(rule.name)")
        }
        #expect(Set(Rule.allCases.map(\.title)).count == Rule.allCases.count)
        #expect(Set(Rule.allCases.map(\.explanation)).count == Rule.allCases.count)
    }

    @Test func everyReferenceIsASectionOrAClause() throws {
        let reference = /RFC \d{4} §\d+(\.\d+)*|W3C webrtc-pc [a-zA-Z]+/
        for rule in Rule.allCases where !rule.reference.isEmpty {
            for part in rule.reference.split(separator: ", ") {
                #expect(try reference.wholeMatch(in: part) != nil, "\(rule.name): \(part)")
            }
        }
        #expect(Rule.undecidedSetup.reference == "RFC 8842 §5.3")
    }
}
