import CTerminalSignals
import Console
import Glibc

/// Running the operator's editor in the terminal, with the console in the role of its shell.
///
/// While the editor is open, reports are folded and ticks are sent, but nothing is drawn and no input is read.
extension ConsoleLoop {
    /// Runs the editor on the text of `editing`, and waits until it has ended.
    ///
    /// - Parameters:
    ///   - editing: The text.
    ///   - command: The command of the editor; `nil` if there is none.
    ///   - terminal: The terminal.
    ///   - model: The model, which is updated meanwhile.
    /// - Returns: The result; `nil` if the program is to end, in which case the terminal is left.
    func edit(
        _ editing: EditorInput,
        by command: String? = ExternalEditor.command(),
        terminal: inout CursesTerminal,
        model: inout Model
    ) -> EditorResult? {
        guard let command else { return .failed(EditorError.noEditor.description) }
        guard terminal.isActive else { return .failed(EditorError.isOpen.description) }
        terminal.leave()
        ts_watch_children()
        defer { ts_unwatch_children() }
        let edited: EditorResult?
        do throws(EditorError) {
            edited = try edit(editing, by: command, terminal: &terminal, model: &model)
        } catch {
            edited = .failed(error.description)
        }
        if edited == nil {
            // An editor that was terminated may not have restored the modes.
            terminal.device.leaveRawMode()
        } else {
            terminal.enter()
        }
        return edited
    }

    private func edit(
        _ editing: EditorInput, by command: String, terminal: inout CursesTerminal, model: inout Model
    ) throws(EditorError) -> EditorResult? {
        var file = try EditedFile.create(editing)
        let editor = try ExternalEditor(command, file: file.path, on: terminal.device)
        guard try wait(for: editor, terminal: &terminal, model: &model) else {
            file.keep()
            reportError("the text that was being edited is kept in \(file.path)")
            return nil
        }
        do throws(EditorError) {
            return try file.read()
        } catch {
            // Unlike the message on the screen, this stays visible in the shell.
            reportError(error.description)
            throw error
        }
    }

    /// Waits until the editor has ended; returns false if the program is to end, after terminating the editor.
    private func wait(
        for editor: ExternalEditor, terminal: inout CursesTerminal, model: inout Model
    ) throws(EditorError) -> Bool {
        defer { terminal.device.takeForeground(from: editor.id) }
        var pacing = Pacing(now())
        while true {
            // An interrupt key is meant for the editor, so `isInterrupt` is ignored.
            let wake = wait(for: terminal.device.polledForHangup, until: due(pacing, model))
            guard !wake.shouldEnd, advance(&pacing, terminal: &terminal, model: &model) else {
                editor.end()
                return false
            }
            switch editor.state() {
            case .ended(let error):
                // A signal or a hangup that ends the program may have ended the editor first.
                if wait(for: terminal.device.polledForHangup, until: now()).shouldEnd { return false }
                if let error { throw error }
                return true
            case .stopped: pause(editor, terminal)
            case .running where wake.shouldStop: pause(editor, terminal)
            case .running where wake.isContinued: resume(editor, terminal)
            case .running: break
            }
        }
    }

    /// Stops the program, because the editor was stopped, and continues both together.
    private func pause(_ editor: ExternalEditor, _ terminal: borrowing CursesTerminal) {
        terminal.device.takeForeground(from: editor.id)
        stop()
        resume(editor, terminal)
    }

    private func resume(_ editor: ExternalEditor, _ terminal: borrowing CursesTerminal) {
        terminal.device.giveForeground(to: editor.id)
        editor.resume()
    }
}
