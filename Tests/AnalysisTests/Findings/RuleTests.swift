import Connections
import Findings
import Negotiations
import Testing

@testable import Analysis
@testable import Text

@Suite struct RuleTests {
    @Test func namesTitlesAndExplanationsAreUnique() {
        let rules = Rule.all
        for texts in [rules.map(\.name), rules.map(\.title), rules.map(\.explanation)] {
            let repeated = Dictionary(grouping: texts, by: \.self).filter { $1.count > 1 }.keys
            #expect(repeated.isEmpty, "\(repeated.sorted())")
        }
    }

    /// A title is shown in a row of a table, and an explanation is folded by its pane.
    @Test func titlesAndExplanationsAreSingleLinesOfPrintableText() {
        for rule in Rule.all {
            for text in [rule.title, rule.explanation] {
                #expect(text == Printable.line(text) && text.contains { $0.isLetter }, "\(rule.name): \(text)")
            }
        }
    }

    /// Names are read by programs, in event logs.
    @Test func namesAreWordsJoinedByHyphens() throws {
        for rule in Rule.all {
            #expect(try /[a-z]+(-[a-z]+)*/.wholeMatch(in: rule.name) != nil, "\(rule.name)")
            #expect(Rule.all.filter { $0.name == rule.name } == [rule])
        }
    }

    @Test func everyReferenceIsASectionOrAClause() throws {
        let reference = /RFC \d{4} §\d+(\.\d+)*|W3C (webrtc-pc|webrtc-stats|mediacapture-streams) [a-zA-Z]+/
        for rule in Rule.all where !rule.reference.isEmpty {
            for part in rule.reference.split(separator: ", ") {
                #expect(try reference.wholeMatch(in: part) != nil, "\(rule.name): \(part)")
            }
        }
        #expect(Rule.undecidedSetup.reference == "RFC 8842 §5.3")
    }
}
