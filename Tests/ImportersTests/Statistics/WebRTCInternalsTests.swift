import Events
import Reports
import Testing

@testable import Importers

/// Dumps that Chromium 156 wrote on `chrome://webrtc-internals`.
@Suite struct WebRTCInternalsTests {
    /// Chromium forgets a connection that was closed, but not the requests for media of its page.
    @Test func theCallOfTwoTabsHasTheStepsOfThePageThatWasNotClosed() throws {
        let recording = try DumpRecording.read("video-call.json")
        #expect(recording.faults.isEmpty)
        #expect(
            recording.journal.compactMap(\.report).map { "\($0.page.number) \($0.report.text)" } == [
                "1 page http://localhost:8123/call.html · Chrome 156", "1 getUserMedia(audio, video) ✓ 493 ms",
                "2 page http://localhost:8123/call.html · Chrome 156", "2 getUserMedia(audio, video) ✓ 28 ms",
                "2 new RTCPeerConnection: no ICE servers", "2 setRemoteDescription(offer) ✓ 2 ms",
                "2 setLocalDescription(answer) ✓ 8 ms", "2 ICE checking", "2 ICE connected", "2 connected",
                "2 data channel \"chat\" created", "2 selected pair host ⇄ host udp",
            ])
    }

    /// A page that makes mistakes: an answer in the wrong state, a candidate of no m-section, a text that is no description.
    @Test func theErrorsOfCallsAreThoseOfTheBrowser() throws {
        let recording = try DumpRecording.read("data-channel.json")
        #expect(recording.faults.isEmpty)
        #expect(
            recording.journal.compactMap { $0.report?.report.text } == [
                "page http://localhost:8123/call.html · Chrome 156",
                "new RTCPeerConnection: turn:127.0.0.1:9?transport=tcp", "data channel \"chat\" created",
                "setLocalDescription(offer) ✓ 0 ms", "setRemoteDescription(answer) ✓ 0 ms", "ICE checking",
                "ICE connected", "connected", "selected pair host ⇄ host udp",
                "setRemoteDescription(answer) ✗ Error: Failed to set remote answer sdp: Called in wrong state: stable",
                "addIceCandidate() ✗ Error: Error processing ICE candidate",
                "setLocalDescription() ✗ Error: Failed to parse SessionDescription. v=0 Expect line: v=",
                "restartIce() ✓ 0 ms", "setLocalDescription(offer) ✓ 0 ms", "setRemoteDescription(answer) ✓ 0 ms",
                "ICE disconnected", "disconnected",
            ])
    }

    @Test func aConnectionThatFailsHasChecksWithoutResponses() throws {
        let recording = try DumpRecording.read("failed.json")
        for page in 1...2 {
            let lines = recording.lines(page: page, connection: 1)
            #expect(lines.suffix(2) == ["ICE disconnected", "failed"])
            let statistics = recording.statistics(page: page, connection: 1)
            #expect(statistics.count >= 15)
            let last = try #require(statistics.last?.digest)
            #expect(last.selected == nil && last.ice == "checking" && last.dtls == "new")
            #expect(last.pairs.contains { ($0.requestsSent ?? 0) > 5 })
            #expect(last.pairs.allSatisfy { $0.responsesReceived == 0 && $0.state != "succeeded" })
        }
    }

    // MARK: Statistics

    @Test func theStatisticsAreDigestsOfEachSecond() throws {
        let recording = try DumpRecording.read("video-call.json")
        let statistics = recording.statistics(page: 2, connection: 1)
        for (one, next) in zip(statistics, statistics.dropFirst()) {
            #expect((900...1200).contains(next.time.milliseconds - one.time.milliseconds))
        }
        let last = try #require(statistics.last?.digest)
        #expect(last.selectedPair?.text == "host ⇄ host udp")
        #expect(last.ice == "connected" && last.changes == 1)
        #expect(last.selectedPair?.local.address == "192.0.2.2")
        // The other page closed its connection two seconds before.
        #expect(
            statistics.map(\.digest.dtls) == ["connected", "connected", "connected", "connected", "closed", "closed"])
        #expect(statistics.map { $0.digest.cipher != nil } == [true, true, true, true, false, false])
        #expect((last.selectedPair?.bytesSent ?? 0) > (statistics.first?.digest.selectedPair?.bytesSent ?? .max))
        #expect(last.inbound.map(\.kind).sorted() == ["audio", "video"])
        #expect(last.outbound.compactMap(\.codec).sorted() == ["audio/opus", "video/VP8"])
        #expect(last.outbound.first { $0.kind == "video" }?.width == 320)
        #expect(last.outbound.allSatisfy { $0.roundTrip != nil })
    }

    @Test func aDataChannelThatIsGoneIsGoneInTheStatistics() throws {
        let statistics = try DumpRecording.read("video-call.json").statistics(page: 2, connection: 1)
        #expect(statistics.first?.digest.channels.map(\.label) == ["chat"])
        #expect(statistics.last?.digest.channels.isEmpty == true)
    }

    // MARK: Descriptions

    @Test func theDescriptionsHaveTheirTextsWithoutSecrets() throws {
        let descriptions = try DumpRecording.read("data-channel.json").reports.compactMap { report in
            if case .call(let call) = report.report.content, call.hasSucceeded { call.description } else { nil }
        }
        let applied = descriptions.filter { $0.text != nil }
        #expect(applied.map(\.kind) == ["offer", "answer", "offer", "answer"])
        for description in applied {
            #expect(description.ufrag?.isEmpty == false)
            #expect(description.fingerprint?.hasPrefix("sha-256 ") == true)
            #expect(description.text?.contains("\r\na=ice-pwd:-\r\n") == true)
        }
    }

    // MARK: Times

    @Test(arguments: ["video-call.json", "data-channel.json", "failed.json", "video-call.rtcstats"])
    func theEntriesAreInOrderAndNumberedWithoutGaps(name: String) throws {
        let recording = try DumpRecording.read(name)
        let entries = recording.journal
        #expect(entries.map(\.number) == Array(1...entries.count))
        let times = recording.events.map { event in
            switch event {
            case .entry(let entry): entry.time
            case .report(let report): report.occurred
            case .snapshot, .gauges: Instant.start
            }
        }
        // A call is reported with its outcome, and has occurred when it was made.
        #expect(entries.map(\.time) == entries.map(\.time).sorted())
        #expect(times.allSatisfy { $0 >= .start && $0 < .seconds(60) })
        #expect(entries.first?.time.milliseconds == 0)
    }

    @Test func theStartIsThatOfTheFirstEvent() throws {
        #expect(try DumpRecording.read("data-channel.json").start == 1_796_001_881_564)
    }

    // MARK: Calls of this importer

    @Test func theCallerCanCancel() throws {
        let bytes = try DumpRecording.bytes("failed.json")
        var calls = 0
        #expect(throws: ImportError.cancelled) { try WebRTCInternalsImporter.read(bytes) { _ in false } }
        #expect(throws: ImportError.cancelled) {
            try WebRTCInternalsImporter.read(bytes) { part in
                calls += 1
                return part < 0.5
            }
        }
        #expect(calls > 1)
    }

    @Test(arguments: ["", "x", "[]", "{}", "{", #"{"log":{"entries":[]}}"#, "RTCStatsDump\n{}"])
    func anotherTextIsNotOfThisFormat(text: String) {
        #expect(throws: ImportError.notThisFormat) { try DumpRecording.read(Array(text.utf8), isText: false) }
    }

    @Test(
        arguments: [
            #"{"PeerConnections":{}}"#, #"{"getUserMedia":[],"PeerConnections":{"1-1":{"updateLog":[]}}}"#,
            #"{"PeerConnections":{"1-1":7}}"#, #"{"PeerConnections":["#, #"{"getUserMedia":[{"rid":1}]}"#,
        ])
    func aDumpWithoutEventsCannotBeRead(text: String) {
        #expect {
            try DumpRecording.read(Array(text.utf8), isText: false)
        } throws: {
            if case .nothingRead = $0 as? ImportError { true } else { false }
        }
    }
}
