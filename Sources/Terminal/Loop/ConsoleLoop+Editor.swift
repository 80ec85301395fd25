import CTerminalSignals
import Console
import Glibc

/// The operator's editor: it has the terminal, and we are its shell.
///
/// Entries are taken in and seconds go by as ever, however long it is open; nothing is drawn, and no key is read.
extension ConsoleLoop {
    /// Gives the text of `editing` to the editor that is started by `command`, and waits for it.
    ///
    /// - Returns: What became of the text; `nil` if the program is to end, and then the terminal is not taken again.
    func edit(
        _ editing: Editing,
        by command: String? = ExternalEditor.command(),
        _ terminal: inout Terminal,
        _ model: inout Model
    ) -> Edited? {
        guard let command else { return .failed(EditorError.noEditor.description) }
        guard terminal.isHere else { return .failed(EditorError.isOpen.description) }
        terminal.leave()
        ts_watch_children()
        defer { ts_unwatch_children() }
        let edited: Edited?
        do throws(EditorError) {
            edited = try edit(editing, command, &terminal, &model)
        } catch {
            edited = .failed(error.description)
        }
        if edited == nil {
            // An editor that was ended may have left them as it needs them.
            terminal.device.leaveRawMode()
        } else {
            terminal.enter()
        }
        return edited
    }

    private func edit(
        _ editing: Editing, _ command: String, _ terminal: inout Terminal, _ model: inout Model
    ) throws(EditorError) -> Edited? {
        var file = try EditedFile.make(editing)
        let editor = try ExternalEditor(command, file: file.path, on: terminal.device)
        guard try wait(for: editor, &terminal, &model) else {
            file.keep()
            complain("the text that was being edited is kept in \(file.path)")
            return nil
        }
        do throws(EditorError) {
            return try file.read()
        } catch {
            // The notice goes with the next key; this stays in the shell.
            complain(error.description)
            throw error
        }
    }

    /// Goes on until the editor has ended; false if the program is to end, with which the editor is ended too.
    private func wait(
        for editor: ExternalEditor, _ terminal: inout Terminal, _ model: inout Model
    ) throws(EditorError) -> Bool {
        defer { terminal.device.takeForeground(from: editor.id) }
        var pulse = Pulse(now())
        while true {
            // What is interrupted by a key is the editor.
            let wake = wait(for: terminal.device.polledAway, until: due(pulse, model))
            guard !wake.isEnd, goOn(&pulse, &terminal, &model) else {
                editor.end()
                return false
            }
            switch editor.state() {
            case .ended(let error):
                // Who ends us may have ended the editor before, or the terminal with both.
                if wait(for: terminal.device.polledAway, until: now()).isEnd { return false }
                if let error { throw error }
                return true
            case .stopped: pause(editor, terminal)
            case .working where wake.isStop: pause(editor, terminal)
            case .working where wake.isContinued: resume(editor, terminal)
            case .working: break
            }
        }
    }

    /// Stops with the editor, and goes on with it.
    private func pause(_ editor: ExternalEditor, _ terminal: borrowing Terminal) {
        terminal.device.takeForeground(from: editor.id)
        stop()
        resume(editor, terminal)
    }

    private func resume(_ editor: ExternalEditor, _ terminal: borrowing Terminal) {
        terminal.device.giveForeground(to: editor.id)
        editor.resume()
    }
}
