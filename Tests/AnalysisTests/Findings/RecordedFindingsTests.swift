import Connections
import Findings
import Negotiations
import SignalingSupport
import Testing

@testable import Analysis

/// The number of times that each rule fires in the recordings, which are of calls that connected.
@Suite struct RecordedFindingsTests {
    @Test func theRulesThatFireInHealthyCallsAreKnown() throws {
        var counts: [String: Int] = [:]
        for name in try Recording.names() {
            let recording = try Recording.named(name)
            var book = CallBook()
            for entry in recording.play() { book.fold(entry) }
            book.advance(to: recording.end)
            for finding in book.findings.all {
                counts["\(finding.rule.name) \(finding.severity.name)", default: 0] += 1
            }
        }
        #expect(
            counts == [
                "glare information": 1, "ice-restart information": 1, "one-way-media information": 2,
                "unheard-description information": 4,
                // The recording in which one side has only a codec that the other has not.
                "no-common-codec warning": 1,
            ])
    }
}
