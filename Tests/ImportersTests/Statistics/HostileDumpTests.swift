import Events
import Testing

@testable import Importers

/// Dumps that are cut off, changed or made to be large: nothing traps, and what is whole is read.
@Suite struct HostileDumpTests {
    private static let names = ["video-call.json", "data-channel.json", "failed.json", "video-call.rtcstats"]

    @Test(arguments: zip(names, [1009, 97, 1009, 485])) func aDumpThatIsCutOffIsReadUpToThere(name: String, step: Int)
        throws
    {
        let (bytes, isText) = (try DumpRecording.bytes(name), name.hasSuffix(".rtcstats"))
        let whole = try DumpRecording.read(bytes, isText: isText)
        var most = 0
        for length in stride(from: 0, to: bytes.count, by: step) {
            do throws(ImportError) {
                let recording = try DumpRecording.read(Array(bytes.prefix(length)), isText: isText)
                #expect(recording.reports.count <= whole.reports.count)
                #expect(!recording.faults.isEmpty || isText, "\(length)")
                most = max(most, recording.reports.count)
            } catch {
                #expect(length < bytes.count / 2, "\(error)")
            }
        }
        #expect(most > whole.reports.count * 8 / 10)
    }

    @Test(arguments: names) func aDumpWithChangedBytesNeverTraps(name: String) throws {
        let (bytes, isText) = (try DumpRecording.bytes(name), name.hasSuffix(".rtcstats"))
        var random = Generator(state: 7)
        for _ in 0..<60 {
            var changed = bytes
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                let index = Int.random(in: 0..<changed.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: changed[index] = UInt8.random(in: 0...255, using: &random)
                case 1: changed[index] = Array("{}[]\",:9-e".utf8).randomElement(using: &random) ?? 0
                case 2: changed.removeSubrange(index..<min(changed.count, index + 30))
                default:
                    let other = Int.random(in: 0..<changed.count, using: &random)
                    changed.insert(contentsOf: changed[other..<min(changed.count, other + 200)], at: index)
                }
            }
            _ = try? DumpRecording.read(changed, isText: isText)
        }
    }

    @Test(
        arguments: [
            "1e308", "-1e308", "-1", "9007199254740.992", "9007199254740.993", "99999999999999999999", "null", "\"\"",
            "\"-5\"", "\"99/99/9999, 99:99:99 AM\"", "\"9223372036854775807-1-1T1:1:1Z\"", "NaN", "[]", "{}",
        ])
    func hostileTimesNeverTrap(time: String) {
        let dump = #"""
            {"timestamp":\#(time),"getUserMedia":[{"rid":1,"timestamp":\#(time),"audio":""}],"PeerConnections":{"1-1":{"url":"x",
            "updateLog":[{"timestamp":5,"type":"restartIce","value":""},{"timestamp":\#(time),"time":\#(time),"type":"close"}],
            "stats":{"T-iceState":{"startTime":\#(time),"endTime":\#(time),"statsType":"transport","values":"[\"new\",\"a\"]"},
            "T-dtlsState":{"startTime":0,"endTime":\#(time),"statsType":"transport","values":"[\"new\",\"a\"]"},
            "T-timestamp":{"startTime":\#(time),"endTime":\#(time),"statsType":"transport","values":"[\#(time),\#(time)]"}}}}}
            """#
        _ = try? DumpRecording.read(Array(dump.utf8), isText: false)
        let lines = [
            "RTCStatsDump", "{}", "[39,\"PC_0\",{},5]", "[36,\"PC_0\",null,\(time)]", "[37,\"PC_0\",null,-9e12]",
        ]
        _ = try? DumpRecording.read(Array((lines + lines).joined(separator: "\n").utf8), isText: true)
    }

    @Test func deepNestingIsRead() throws {
        let depth = 200_000
        let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let dump =
            #"{"PeerConnections":{"1-1":{"x":\#(nested),"updateLog":[{"timestamp":5,"type":"restartIce","value":\#(nested)}]}}}"#
        #expect(try DumpRecording.read(Array(dump.utf8), isText: false).journal.count == 3)
        _ = try? DumpRecording.read(Array(dump.dropLast(depth).utf8), isText: false)
        let text = "RTCStatsDump\n{}\n[39,\"PC_0\",\(nested),5]\n"
        #expect(try DumpRecording.read(Array(text.utf8), isText: true).journal.count == 2)
    }

    /// Values of the wrong types in each place.
    @Test(arguments: ["null", "true", "7", "\"x\"", "[]", "{}", "[[]]", "{\"\":{}}", "\"{\"", "\"[\""])
    func valuesOfOtherTypesNeverTrap(value: String) {
        let names = [
            "createOffer", "createOfferOnSuccess", "setLocalDescription", "setLocalDescriptionOnSuccess", "ontrack",
            "addTrack", "onicecandidate", "icecandidate", "addIceCandidate", "addIceCandidateFailed", "datachannel",
            "onicecandidateerror", "createDataChannel", "setConfiguration", "onsignalingstatechange", "restartIce",
            "setRemoteDescriptionOnFailure", "remove", "close",
        ]
        let updates = names.map { #"{"timestamp":5,"type":"\#($0)","value":\#(value)}"# }.joined(separator: ",")
        let dump = #"""
            {"getUserMedia":[\#(value),{"rid":\#(value),"request_type":\#(value),"audio":\#(value),"timestamp":4}],
            "UserAgent":\#(value),"PeerConnections":{"1-1":{"rtcConfiguration":\#(value),"updateLog":[\#(value),\#(updates)],
            "stats":{"T-iceState":\#(value),"P-state":{"startTime":\#(value),"values":\#(value)}}},
            "1-2":\#(value),"1-3":{"updateLog":\#(value),"stats":\#(value),"url":\#(value)}}}
            """#
        _ = try? DumpRecording.read(Array(dump.utf8), isText: false)
        let lines = (names + ["getStats", "create"]).flatMap { name in
            [#"["\#(name)","3-1",\#(value),1]"#, #"["\#(name)",\#(value),\#(value),\#(value),1]"#]
        }
        _ = try? DumpRecording.read(
            Array((["RTCStatsDump", value] + lines).joined(separator: "\n").utf8), isText: true)
    }

    /// A generator of pseudo-random numbers (Knuth, MMIX), so that each run is the same.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 33
        }
    }
}
