import Testing
import Text

@testable import Importers

/// The series of webrtc-internals, and the times in dumps.
@Suite struct StatisticsSeriesTests {
    private static func events(_ text: String) throws -> [String] {
        let series = StatisticsSeries(try #require(PartialObject(JSONValue(text))))
        return series.events().map { "\($0.time / 1000) " + String(decoding: $0.argument, as: UTF8.self) }
    }

    private static func series(_ type: String, _ start: Int, _ end: Int, _ values: String) -> String {
        #"{"startTime":\#(start),"endTime":\#(end),"statsType":"\#(type)","values":\#(JSONString.encode(values))}"#
    }

    @Test func anEventHasWhatChangedSinceTheLastSample() throws {
        let text = #"""
            {"T-timestamp":\#(Self.series("transport", 1000, 3000, "[1000,2000,3000]")),
            "T-iceState":\#(Self.series("transport", 1000, 3000, #"["new","new","checking"]"#)),
            "T-unknown":\#(Self.series("transport", 1000, 3000, "[1,2,3]")),
            "[a/b]":\#(Self.series("transport", 1000, 3000, "[1,2,3]"))}
            """#
        #expect(
            try Self.events(text) == [
                #"1000 {"0":{"type":"transport","iceState":"new"}}"#, "2000 {}", #"3000 {"0":{"iceState":"checking"}}"#,
            ])
    }

    @Test func aSeriesThatBeginsLaterAndEndsEarlierHasTimesOfItsObject() throws {
        let text = #"""
            {"T-timestamp":\#(Self.series("transport", 1000, 4000, "[1000,2000,3000,4000]")),
            "T-dtlsState":\#(Self.series("transport", 2000, 3000, #"["new","connected"]"#))}
            """#
        #expect(
            try Self.events(text) == [
                "1000 {}", #"2000 {"0":{"type":"transport","dtlsState":"new"}}"#,
                #"3000 {"0":{"dtlsState":"connected"}}"#,
                #"4000 {"0":{"dtlsState":null}}"#,
            ])
    }

    @Test func withoutTimesTheValuesAreEvenlySpaced() throws {
        let text = #"{"T-iceState":\#(Self.series("transport", 1000, 5000, #"["a","b","c"]"#))}"#
        #expect(
            try Self.events(text) == [
                #"1000 {"0":{"type":"transport","iceState":"a"}}"#, #"3000 {"0":{"iceState":"b"}}"#,
                #"5000 {"0":{"iceState":"c"}}"#,
            ])
    }

    /// The time of what a remote peer reports is that of its report, between the samples.
    @Test func reportsOfTheRemotePeerBelongToTheNextSample() throws {
        let text = #"""
            {"T-timestamp":\#(Self.series("transport", 1000, 2000, "[1000,2000]")),
            "R-timestamp":\#(Self.series("remote-inbound-rtp", 700, 1600, "[700,1600]")),
            "R-packetsLost":\#(Self.series("remote-inbound-rtp", 700, 1600, "[0,4]"))}
            """#
        #expect(
            try Self.events(text) == [
                #"1000 {"1":{"type":"remote-inbound-rtp","packetsLost":0}}"#, #"2000 {"1":{"packetsLost":4}}"#,
            ])
    }

    @Test func idsBecomeNumbersAndAnObjectThatIsGoneIsNull() throws {
        let text = #"""
            {"O-1-codecId":\#(Self.series("outbound-rtp", 1000, 3000, #"["C_1","C_1","C_1"]"#)),
            "O-1-timestamp":\#(Self.series("outbound-rtp", 1000, 3000, "[1000,2000,3000]")),
            "C_1-mimeType":\#(Self.series("codec", 1000, 1000, #"["video/VP8"]"#)),
            "C_1-timestamp":\#(Self.series("codec", 1000, 1000, "[1000]"))}
            """#
        #expect(
            try Self.events(text) == [
                #"1000 {"0":{"type":"outbound-rtp","codecId":"1"},"1":{"type":"codec","mimeType":"video/VP8"}}"#,
                #"2000 {"1":null}"#, "3000 {}",
            ])
    }

    // MARK: Times

    @Test(
        arguments: [
            ("1796001757494.25", 1_796_001_757_494_250, false), ("\"1796001757494\"", 1_796_001_757_494_000, false),
            ("\"2026-11-30T01:22:37.494Z\"", 1_796_001_757_494_000, false),
            ("\"2026-11-30T01:22:37Z\"", 1_796_001_757_000_000, false),
            ("\"11/30/2026, 1:22:37 AM\"", 1_796_001_757_000_000, true),
            ("\"11/30/2026, 1:22:37 PM\"", 1_796_044_957_000_000, true),
            ("\"2/29/2024, 12:00:00 AM\"", 1_709_164_800_000_000, true),
            ("\"30/11/2026, 01:22:37\"", 1_796_001_757_000_000, true),
            ("\"30.11.2026, 01:22:37\"", 1_796_001_757_000_000, true), ("0", 0, false),
        ])
    func aTimeIsRead(text: String, microseconds: Int64, isLocal: Bool) throws {
        let time = try #require(WallTime(JSONValue(text)))
        #expect(time.microseconds == microseconds)
        #expect(time.isLocal == isLocal)
    }

    @Test(
        arguments: [
            "-1", "1e13", "\"yesterday\"", "\"2026-13-30T01:22:37Z\"", "\"1969-12-31T01:22:37Z\"", "null", "true",
            "\"\"",
            "\"99999999999999999999/1/2026, 1:1:1 AM\"",
        ])
    func whatIsNoTimeIsRefused(text: String) {
        #expect(WallTime(JSONValue(text)) == nil)
    }
}
