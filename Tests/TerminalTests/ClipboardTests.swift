import Foundation
import Testing

@testable import Terminal

@Suite struct ClipboardTests {
    @Test func aTextGoesToTheTerminal() {
        var clipboard = Clipboard(hasCommands: true)
        let (sequence, words) = clipboard.copy("v=0\r\n")
        #expect(String(decoding: sequence, as: UTF8.self) == "\u{1B}]52;c;dj0wDQo=\u{7}")
        #expect(words == "copied 5 B by OSC 52")
    }

    @Test func whatIsTooLargeIsRefusedWithWords() {
        var clipboard = Clipboard(hasCommands: true)
        let (largest, copied) = clipboard.copy(String(repeating: "x", count: 75_000))
        #expect(largest.count == Clipboard.sequenceLimit + 8)
        #expect(copied == "copied 75,000 B by OSC 52")
        let (sequence, words) = clipboard.copy(String(repeating: "x", count: 75_001))
        #expect(sequence.isEmpty)
        #expect(words == "not copied, 75,001 B; OSC 52 takes 75,000 B at the most")
    }

    @Test func aTerminalThatWouldPrintItIsSentNothing() {
        var clipboard = Clipboard(hasCommands: false)
        let (sequence, words) = clipboard.copy("v=0")
        #expect(sequence.isEmpty)
        #expect(words == "not copied, 3 B; this type of terminal takes no OSC 52")
    }

    @Test func nothingIsNotCopied() {
        var clipboard = Clipboard(hasCommands: true)
        let (sequence, words) = clipboard.copy("")
        #expect(sequence.isEmpty && words == "nothing to copy")
    }

    @Test func aProgramIsHandedTheTextWhateverItsSizeAndNothingElse() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let script = #"cat > "$0"; ls /proc/self/fd | wc -l >> "$0""#
        var clipboard = Clipboard(hasCommands: true, tmux: TmuxBuffer(command: ["sh", "-c", script, path]))
        let text = String(repeating: "0123456789", count: 20_000)
        #expect(clipboard.copy(text).words == "copied 200,000 B to tmux' buffer; OSC 52 takes 75,000 B at the most")
        let hasFailed = try await hasFailedAtLast(&clipboard.tmux)
        #expect(!hasFailed)
        // Its three descriptors, and the folder that ls reads.
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text + "4\n")
    }

    @Test func aProgramThatRefusesIsNoticed() async throws {
        var clipboard = Clipboard(hasCommands: true, tmux: TmuxBuffer(command: ["false"]))
        #expect(clipboard.copy("v=0").words == "copied 3 B by OSC 52 and to tmux' buffer")
        let hasFailed = try await hasFailedAtLast(&clipboard.tmux)
        #expect(hasFailed)
    }

    @Test func aProgramThatIsNotThereIsSaid() {
        var clipboard = Clipboard(hasCommands: true, tmux: TmuxBuffer(command: ["no-such-program-here"]))
        #expect(clipboard.copy("v=0").words == "copied 3 B by OSC 52; tmux: No such file or directory")
    }

    @Test func aProgramThatHangsIsNotStartedForEver() async throws {
        var clipboard = Clipboard(hasCommands: true, tmux: TmuxBuffer(command: ["sh", "-c", "kill -STOP $$"]))
        for _ in 0..<8 { #expect(clipboard.copy("x").words == "copied 1 B by OSC 52 and to tmux' buffer") }
        #expect(clipboard.copy("x").words == "copied 1 B by OSC 52; tmux: it has not taken the copies before")
        for id in clipboard.tmux?.running ?? [] { kill(id, SIGKILL) }
        let hasFailed = try await hasFailedAtLast(&clipboard.tmux)
        #expect(hasFailed)
    }

    /// As where who started us has the ends of children passed over: nothing is told of them.
    @Test func aProgramWhoseEndNobodyTellsOfDoesNotStandInTheWayForEver() {
        var tmux = TmuxBuffer(command: ["true"])
        for _ in 0..<20 {
            #expect(tmux.load([0x78]) == nil)
            for id in tmux.running { waitpid(id, nil, 0) }
            let hasFailed = tmux.reap()
            #expect(!hasFailed && tmux.running.isEmpty)
        }
    }

    /// Waits until all that was started has ended, and tells whether anything of it failed.
    private func hasFailedAtLast(_ tmux: inout TmuxBuffer?) async throws -> Bool {
        let limit = ContinuousClock.now + .seconds(20)
        var hasFailed = false
        while tmux?.running.isEmpty == false {
            hasFailed = tmux?.reap() == true || hasFailed
            guard ContinuousClock.now < limit else { throw CancellationError() }
            try await Task.sleep(for: .milliseconds(5))
        }
        return hasFailed
    }
}
