import Testing

@testable import Importers

/// The detection of a file's format by its first bytes.
@Suite struct RecordingFormatTests {
    @Test(
        arguments: [
            (#"{"format":"signal-console","version":1}"#, RecordingFormat.eventLog),
            (#"{"version":1, "format" : "signal-console""#, .eventLog),
            (#"{"format":"other"}"#, nil),
            (#"{"log":{"#, .har), ("\u{FEFF} \r\n{\n  \"log\": {", .har), (#"{"_comment":{"log":1},"log":"#, .har),
            (#"{"getUserMedia":[],"PeerConnections":{}}"#, .webRTCInternals),
            (#"{"PeerConnections":"#, .webRTCInternals),
            (#"{"UserAgent":"Mozilla","getUserMedia""#, .webRTCInternals),
            ("RTCStatsDump\n{\"fileFormat\":3}", .rtcStatsDump), ("\u{FEFF}\nRTCStatsDump", .rtcStatsDump),
            ("", nil), (" ", nil), ("RTCStats", nil), ("[]", nil), ("{}", nil), (#"{}{"log":1}"#, nil),
            (#"{"x":{"log":1}}"#, nil),
            (#"["log",{"log":1}]"#, nil), (#"{"x":"log"}"#, nil), ("}]{", nil), (#"{"format""#, nil), (#"{"log""#, nil),
        ] as [(String, RecordingFormat?)])
    func theFormatIsThatOfTheFirstBytes(text: String, format: RecordingFormat?) {
        #expect(RecordingFormat.detect(Array(text.utf8)) == format)
    }

    @Test(arguments: ["chromium-sockets", "firefox-polling-1"])
    func theFilesOfBrowsersAreHARs(name: String) throws {
        let bytes = try HARFile(named: name).bytes
        #expect(RecordingFormat.detect(Array(bytes.prefix(64))) == .har)
    }

    /// Formats that are known later in a long file are not worth reading it.
    @Test func onlyTheBeginningIsLookedAt() {
        let padding = #"{"x":""# + String(repeating: "a", count: RecordingFormat.prefixLimit)
        #expect(RecordingFormat.detect(Array((padding + #"","log":{"#).utf8)) == nil)
    }
}
