import Glibc
import TestSupport
import Testing

@testable import Terminal

/// Lines for a reader that does not read.
@Suite struct KeptLinesTests {
    /// A pipe that is written to by `body`, and whose reading end is read from by what it is given.
    private func withPipe(_ body: (Int32, () -> String) throws -> Void) throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let reading = ends[0]
        _ = fcntl(reading, F_SETFL, O_NONBLOCK)
        try body(ends[1]) {
            var text: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while case let count = read(reading, &buffer, buffer.count), count > 0 { text += buffer.prefix(count) }
            return String(decoding: text, as: UTF8.self)
        }
    }

    private func line(_ number: Int) -> String { "line \(number) " + String(repeating: "x", count: 90) + "\n" }

    @Test func aLineThatHasRoomIsWrittenAtOnceAndThePipeKeepsItsFlags() throws {
        try withPipe { end, read in
            var kept = KeptLines()
            kept.append("one\n")
            kept.flush(to: UnblockedOutput(end))
            #expect(read() == "one\n" && kept.isClear)
            #expect(fcntl(end, F_GETFL) & O_NONBLOCK == 0)
        }
    }

    @Test func linesForAFullPipeAreKeptThenDroppedAndCounted() throws {
        try withPipe { end, read in
            var kept = KeptLines()
            let count = 3 * KeptLines.byteLimit / 100
            for number in 0..<count {
                kept.append(line(number))
                kept.flush(to: UnblockedOutput(end))
            }
            let lost = kept.lost
            #expect((1..<count).contains(lost))
            var text = read()
            while !kept.isClear {
                kept.flush(to: UnblockedOutput(end))
                text += read()
            }
            let written = (0..<count - lost).map(line).joined()
            #expect(text == written + "signal-console: \(lost) lines lost here: standard error was not taken\n")
            kept.append("more\n")
            kept.flush(to: UnblockedOutput(end))
            #expect(read() == "more\n")
        }
    }

    /// A descriptor that fails is always ready, and poll(2) would never wait.
    @Test func nothingIsWaitedForWhereWritingFails() {
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        var kept = KeptLines()
        kept.append("one\n")
        #expect(kept.isWaiting)
        kept.flush(to: UnblockedOutput(full))
        #expect(!kept.isWaiting)
        #expect(kept.lost == 1)
    }

    @Test func linesThatCannotBeWrittenAreCountedAndTheNextOneIsTried() throws {
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        var kept = KeptLines()
        for number in 1...3 {
            kept.append(line(number))
            kept.flush(to: UnblockedOutput(full))
            #expect(kept.lost == number)
        }
        try withPipe { end, read in
            kept.append("more\n")
            kept.flush(to: UnblockedOutput(end))
            #expect(read() == "signal-console: 3 lines lost here: standard error was not taken\nmore\n")
        }
    }

    @Test func aTerminalOfNoUseLeavesNoFileOpen() throws {
        let terminal = try PseudoTerminal(columns: 80, rows: 24)
        for _ in 0..<3 {
            #expect(throws: TerminalError.cannotMoveCursor(type: "dumb")) {
                _ = try Terminal.open(
                    type: "dumb", isColorless: true, isInTmux: false, input: terminal.terminal,
                    output: terminal.terminal)
            }
        }
        let open = (0..<256).filter { number in
            var path = [CChar](repeating: 0, count: 256)
            let count = readlink("/proc/self/fd/\(number)", &path, path.count - 1)
            return count > 0
                && String(decoding: path.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
                    .contains("memfd:screen")
        }
        #expect(open.isEmpty)
    }
}
