import Testing

@testable import signal_load

/// The figures of processes from `/proc` (proc(5)).
@Suite struct ProcessTests {
    @Test func processorTimeIsUserAndSystemTime() {
        let time = ProcessorTime(
            stat: "29330 (NIO-ELT-1-#1) S 29326 29326 16636 0 -1 4194368 34 0 0 0 120 34 0 0 20 0 2 0 99 1 2\n")
        #expect(time?.name == "NIO-ELT-1-#1")
        #expect(time?.ticks == 154)
    }

    @Test func namesMayContainParenthesesAndSpaces() {
        let time = ProcessorTime(stat: "1 (a) S (1 2) b) R 0 0 0 0 0 0 0 0 0 0 7 8 0 0")
        #expect(time?.name == "a) S (1 2) b")
        #expect(time?.ticks == 15)
    }

    @Test(arguments: [
        "", "1", "1 (a", ")(", "1 (a) S 0 0", "1 (a) S 0 0 0 0 0 0 0 0 0 0 x 8",
        "1 (a) S 0 0 0 0 0 0 0 0 0 0 18446744073709551615 1",
    ])
    func malformedStatLinesAreRejected(text: String) {
        #expect(ProcessorTime(stat: text) == nil)
    }

    @Test func memoryIsReadFromEitherFile() {
        let rollup =
            "55c063731000-7ffc30fd3000 ---p 00000000 00:00 0    [rollup]\nRss:                1680 kB\nPss: 302 kB\n"
        #expect(ResidentMemory.bytes(smapsRollup: rollup) == 1680 * 1024)
        #expect(ResidentMemory.bytes(statm: "1214 420 363 1 0 90 0\n", pageSize: 4096) == 420 * 4096)
    }

    @Test(arguments: ["", "Rss:", "Rss: x kB", "12", "1 9223372036854775807"])
    func missingMemoryIsNil(text: String) {
        #expect(ResidentMemory.bytes(smapsRollup: text) == nil)
        #expect(ResidentMemory.bytes(statm: text, pageSize: 4096) == nil)
    }

    @Test func thisProcessIsMeasured() throws {
        let process = try #require(ServerProcess.own)
        #expect(try #require(process.residentBytes) > 1 << 20)
        var sum = 0
        while process.work.all == 0 { sum &+= 1 }
        #expect(process.work.loop <= process.work.all)
    }

    @Test func missingProcessIsAnError() {
        #expect(throws: LoadError.noProcess(-1)) { try ServerProcess(pid: -1) }
    }
}
