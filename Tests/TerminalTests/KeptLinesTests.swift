import Glibc
import TestSupport
import Testing

@testable import Terminal

/// Lines on standard error that are not read.
@Suite struct KeptLinesTests {
    /// Runs `body` with the writing end of a pipe, and a function that reads what is in the pipe.
    private func withPipe(_ body: (Int32, () -> String) throws -> Void) throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let reader = ends[0]
        _ = fcntl(reader, F_SETFL, O_NONBLOCK)
        try body(ends[1]) {
            var text: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while case let count = read(reader, &buffer, buffer.count), count > 0 { text += buffer.prefix(count) }
            return String(decoding: text, as: UTF8.self)
        }
    }

    private func line(_ number: Int) -> String { "line \(number) " + String(repeating: "x", count: 90) + "\n" }

    @Test func aLineIsWrittenAtOnceAndThePipeKeepsItsFlags() throws {
        try withPipe { end, read in
            var kept = KeptLines()
            kept.append("one\n")
            kept.flush(to: NonBlockingOutput(end))
            #expect(read() == "one\n" && kept.isClear)
            #expect(fcntl(end, F_GETFL) & O_NONBLOCK == 0)
        }
    }

    @Test func linesForAFullPipeAreKeptAndThenDroppedAndCounted() throws {
        try withPipe { end, read in
            var kept = KeptLines()
            let count = 3 * KeptLines.byteLimit / 100
            for number in 0..<count {
                kept.append(line(number))
                kept.flush(to: NonBlockingOutput(end))
            }
            let lost = kept.lost
            #expect((1..<count).contains(lost))
            var text = read()
            while !kept.isClear {
                kept.flush(to: NonBlockingOutput(end))
                text += read()
            }
            let written = (0..<count - lost).map(line).joined()
            #expect(text == written + "signal-console: \(lost) lines lost here: standard error was not read\n")
            kept.append("more\n")
            kept.flush(to: NonBlockingOutput(end))
            #expect(read() == "more\n")
        }
    }

    /// A descriptor that fails is always ready, so poll(2) would never wait.
    @Test func linesAreDroppedIfWritingFails() {
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        var kept = KeptLines()
        kept.append("one\n")
        #expect(kept.isWaiting)
        kept.flush(to: NonBlockingOutput(full))
        #expect(!kept.isWaiting)
        #expect(kept.lost == 1)
    }

    @Test func droppedLinesAreReportedWithTheNextLine() throws {
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        var kept = KeptLines()
        for number in 1...3 {
            kept.append(line(number))
            kept.flush(to: NonBlockingOutput(full))
            #expect(kept.lost == number)
        }
        try withPipe { end, read in
            kept.append("more\n")
            kept.flush(to: NonBlockingOutput(end))
            #expect(read() == "signal-console: 3 lines lost here: standard error was not read\nmore\n")
        }
    }
}
