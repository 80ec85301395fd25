import Foundation
import Testing

@testable import Terminal

/// Copying text by OSC 52 and to the paste buffer of tmux.
@Suite struct ClipboardTests {
    @Test func aTextIsCopiedByOSC52() {
        var clipboard = Clipboard(supportsOSC: true)
        let (sequence, message) = clipboard.copy("v=0\r\n")
        #expect(String(decoding: sequence, as: UTF8.self) == "\u{1B}]52;c;dj0wDQo=\u{7}")
        #expect(message == "copied 5 B by OSC 52")
    }

    @Test func aTextThatIsTooLargeIsNotSent() {
        var clipboard = Clipboard(supportsOSC: true)
        let (largest, copied) = clipboard.copy(String(repeating: "x", count: 75_000))
        #expect(largest.count == Clipboard.sequenceLimit + 8)
        #expect(copied == "copied 75,000 B by OSC 52")
        let (sequence, message) = clipboard.copy(String(repeating: "x", count: 75_001))
        #expect(sequence.isEmpty)
        #expect(message == "not copied, 75,001 B; OSC 52 takes at most 75,000 B")
    }

    @Test func aTerminalTypeWithoutOSCGetsNoSequence() {
        var clipboard = Clipboard(supportsOSC: false)
        let (sequence, message) = clipboard.copy("v=0")
        #expect(sequence.isEmpty)
        #expect(message == "not copied, 3 B; this terminal type does not support OSC 52")
    }

    @Test func anEmptyTextIsNotCopied() {
        var clipboard = Clipboard(supportsOSC: true)
        let (sequence, message) = clipboard.copy("")
        #expect(sequence.isEmpty && message == "nothing to copy")
    }

    @Test func tmuxGetsTheTextOfAnySizeAndNoOtherDescriptors() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let script = #"cat > "$0"; ls /proc/self/fd | wc -l >> "$0""#
        var clipboard = Clipboard(supportsOSC: true, tmux: TmuxBuffer(command: ["sh", "-c", script, path]))
        let text = String(repeating: "0123456789", count: 20_000)
        #expect(clipboard.copy(text).message == "copied 200,000 B to the tmux buffer; OSC 52 takes at most 75,000 B")
        let hasFailed = try await waitForFailure(&clipboard.tmux)
        #expect(!hasFailed)
        // Three standard descriptors and the folder that ls reads.
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text + "4\n")
    }

    @Test func aFailureOfTmuxIsDetected() async throws {
        var clipboard = Clipboard(supportsOSC: true, tmux: TmuxBuffer(command: ["false"]))
        #expect(clipboard.copy("v=0").message == "copied 3 B by OSC 52 and to the tmux buffer")
        let hasFailed = try await waitForFailure(&clipboard.tmux)
        #expect(hasFailed)
    }

    @Test func aMissingTmuxIsReported() {
        var clipboard = Clipboard(supportsOSC: true, tmux: TmuxBuffer(command: ["no-such-program-here"]))
        #expect(clipboard.copy("v=0").message == "copied 3 B by OSC 52; tmux: No such file or directory")
    }

    @Test func theNumberOfPendingCopiesIsLimited() async throws {
        var clipboard = Clipboard(supportsOSC: true, tmux: TmuxBuffer(command: ["sh", "-c", "kill -STOP $$"]))
        for _ in 0..<8 { #expect(clipboard.copy("x").message == "copied 1 B by OSC 52 and to the tmux buffer") }
        #expect(clipboard.copy("x").message == "copied 1 B by OSC 52; tmux: earlier copies are still pending")
        for id in clipboard.tmux?.running ?? [] { kill(id, SIGKILL) }
        let hasFailed = try await waitForFailure(&clipboard.tmux)
        #expect(hasFailed)
    }

    /// If the parent process has set SIGCHLD to be ignored, the status of children is lost.
    @Test func aProcessWithALostStatusIsNotPending() {
        var tmux = TmuxBuffer(command: ["true"])
        for _ in 0..<20 {
            #expect(tmux.load([0x78]) == nil)
            for id in tmux.running { waitpid(id, nil, 0) }
            let hasFailed = tmux.reap()
            #expect(!hasFailed && tmux.running.isEmpty)
        }
    }

    /// Waits until all processes have ended; returns whether one of them failed.
    private func waitForFailure(_ tmux: inout TmuxBuffer?) async throws -> Bool {
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
