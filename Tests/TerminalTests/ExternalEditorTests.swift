import CTerminalSignals
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Console
@testable import Terminal

/// Editing a text in the operator's editor.
extension TerminalTests {
    @Test func theSavedTextIsReturnedAndTheFileRemoved() throws {
        let console = try EditorConsole()
        let script = #"""
            stat -c '%a' "$1" "$(dirname "$1")" > modes; cp "$1" "$1~"; tty > tty; ls /proc/self/fd | wc -l > open
            printf 's=-\r\n' >> "$1"
            """#
        let edited = try console.edit("v=0\r\n", byScript: script)
        #expect(edited == .saved("v=0\r\ns=-\r\n"))
        #expect(console.path.hasSuffix("/message.sdp"))
        #expect(console.isFileRemoved)
        #expect(console.contents(of: "modes") == "600\n700\n")
        #expect(console.contents(of: "tty") == String(cString: ttyname(console.pty.terminal)) + "\n")
        // Three standard descriptors and the folder that ls reads.
        #expect(console.contents(of: "open") == "4\n")
        #expect(console.errors.isEmpty)
    }

    @Test(arguments: [
        ("v=0", "true", EditorResult.unchanged),
        ("v=0", #"echo >> "$1""#, .unchanged),
        ("v=0", #"printf '\r\n' >> "$1""#, .unchanged),
        ("v=0", #"printf '\n\n' >> "$1""#, .saved("v=0\n")),
        ("v=0\r\n", #"printf '\n' >> "$1""#, .saved("v=0\r\n\n")),
        ("", "true", .unchanged),
        ("v=0", #": > "$1""#, .saved("")),
        ("e\u{301}", #"printf '\303\251' > "$1""#, .saved("\u{E9}")),
        ("v=0", #"echo s=- > new; mv new "$1""#, .saved("s=-")),
    ])
    func aLineEndAddedByTheEditorIsNotAChange(text: String, script: String, expected: EditorResult) throws {
        let console = try EditorConsole()
        let edited = try console.edit(text, byScript: script)
        #expect(edited == expected)
        #expect(console.isFileRemoved)
    }

    @Test func anEditorThatFailsChangesNothing() throws {
        let console = try EditorConsole()
        let command = try console.editor(#"echo s=- >> "$1"; exit 1"#)
        let refused = console.edit("v=0\n", by: command)
        #expect(refused == .failed("editor '\(command)' ended with 1; nothing was changed"))
        #expect(console.isFileRemoved)
        let killed = console.edit("v=0\n", by: try console.editor("kill -KILL $$"))
        #expect(killed == .failed("editor '\(command)' was ended by signal 9; nothing was changed"))
        #expect(console.isFileRemoved)
    }

    @Test func theEditorCommandMayHaveArguments() throws {
        let console = try EditorConsole()
        let command = try console.editor(#"echo "$#:$1:$2" > arguments; echo s=- > "$3""#) + " --wait 'two words'"
        let edited = console.edit("v=0\n", by: command)
        #expect(edited == .saved("s=-\n"))
        #expect(console.contents(of: "arguments") == "3:--wait:two words\n")
    }

    @Test func aMissingEditorIsAnError() throws {
        let console = try EditorConsole()
        let none = console.edit("v=0", by: nil)
        #expect(none == .failed("no editor: set EDITOR, such as EDITOR=nano"))
        let missing = console.edit("v=0", by: "no-such-editor -x")
        #expect(missing == .failed("editor 'no-such-editor -x' is not found: set EDITOR, such as EDITOR=nano"))
        console.terminal.leave()
        let second = console.edit("v=0", by: "true")
        #expect(second == .failed("an editor is open already: end it first"))
    }

    @Test(arguments: [
        (["VISUAL": "code --wait", "EDITOR": "vi"], "code --wait"),
        (["VISUAL": " ", "EDITOR": "vi"], "vi"),
        (["EDITOR": "", "PATH": "/nowhere"], nil),
        (["PATH": "/nowhere:."], "vim"),
    ])
    func theEditorIsChosenByTheEnvironment(variables: [String: String], expected: String?) throws {
        let console = try EditorConsole()
        for name in ["vim", "vi"] {
            _ = try FileManager.default.moveItem(
                atPath: console.editor(""), toPath: console.folder.appendingPathComponent(name).path)
        }
        let path = variables["PATH"]?.replacingOccurrences(of: ".", with: console.folder.path)
        #expect(ExternalEditor.command { $0 == "PATH" ? path : variables[$0] } == expected)
    }

    @Test func aTextThatCannotBeReadBackIsKept() throws {
        let console = try EditorConsole()
        let binary = try console.edit("v=0\n", byScript: #"printf 'v=0\nab\377c' > "$1""#)
        #expect(binary == .failed("the text is not UTF-8 at byte 7; it is kept in \(console.path)"))
        #expect(FileManager.default.contents(atPath: console.path) == Data("v=0\nab".utf8) + [0xFF, 0x63])
        console.removeFile()
        let long = try console.edit("v=0\n", byScript: #"truncate -s 1048577 "$1""#)
        #expect(long == .failed("the text is over 1,048,576 B; it is kept in \(console.path)"))
        #expect(!console.isFileRemoved)
        console.removeFile()
        let gone = try console.edit("v=0\n", byScript: #"rm "$1""#)
        #expect(gone == .failed("\(console.path): No such file or directory; nothing was changed"))
        console.removeFile()
        let messages = [binary, long, gone].map { if case .failed(let message) = $0 { message } else { "" } }
        #expect(console.errors == messages)
        let largest = try console.edit("v=0\n", byScript: #"yes | head -c 1048576 > "$1""#)
        #expect(largest == .saved(String(repeating: "y\n", count: 524_288)))
    }

    @Test func anEditorIsNotStartedIfTheFileCannotBeCreated() {
        #expect(throws: EditorError.system(subject: "/nowhere", code: ENOENT)) {
            _ = try EditedFile.create(EditorInput(text: "v=0", fileExtension: "sdp"), in: "/nowhere").path
        }
        let error = EditorError.system(subject: "/nowhere", code: ENOENT)
        #expect(error.description == "/nowhere: No such file or directory; nothing was changed")
    }
}
