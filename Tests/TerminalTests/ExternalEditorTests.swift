import CTerminalSignals
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Console
@testable import Terminal

/// A text in the operator's editor, and what comes back.
extension TerminalTests {
    @Test func whatTheEditorSavesComesBackAndNoFileIsLeft() throws {
        let desk = try EditorDesk()
        let script = #"""
            stat -c '%a' "$1" "$(dirname "$1")" > modes; cp "$1" "$1~"; tty > tty; ls /proc/self/fd | wc -l > open
            printf 's=-\r\n' >> "$1"
            """#
        let edited = try desk.edit("v=0\r\n", byScript: script)
        #expect(edited == .saved("v=0\r\ns=-\r\n"))
        #expect(desk.path.hasSuffix("/message.sdp"))
        #expect(desk.isFileGone)
        #expect(desk.note("modes") == "600\n700\n")
        #expect(desk.note("tty") == String(cString: ttyname(desk.pty.terminal)) + "\n")
        // Its three descriptors, the script that its shell reads, and the folder that ls reads: the output is a file.
        #expect(desk.note("open") == "4\n")
        #expect(desk.complaints.isEmpty)
    }

    @Test(arguments: [
        ("v=0", "true", Edited.unchanged),
        ("v=0", #"echo >> "$1""#, .unchanged),
        ("v=0", #"printf '\r\n' >> "$1""#, .unchanged),
        ("v=0", #"printf '\n\n' >> "$1""#, .saved("v=0\n")),
        ("v=0\r\n", #"printf '\n' >> "$1""#, .saved("v=0\r\n\n")),
        ("", "true", .unchanged),
        ("v=0", #": > "$1""#, .saved("")),
        ("e\u{301}", #"printf '\303\251' > "$1""#, .saved("\u{E9}")),
        ("v=0", #"echo s=- > new; mv new "$1""#, .saved("s=-")),
    ])
    func anEndOfLineThatTheEditorAddsIsNoChange(text: String, script: String, expected: Edited) throws {
        let desk = try EditorDesk()
        let edited = try desk.edit(text, byScript: script)
        #expect(edited == expected)
        #expect(desk.isFileGone)
    }

    @Test func anEditorThatEndsBadlyChangesNothing() throws {
        let desk = try EditorDesk()
        let command = try desk.editor(#"echo s=- >> "$1"; exit 1"#)
        let refused = desk.edit("v=0\n", by: command)
        #expect(refused == .failed("editor '\(command)' ended with 1; nothing was changed"))
        #expect(desk.isFileGone)
        let killed = desk.edit("v=0\n", by: try desk.editor("kill -KILL $$"))
        #expect(killed == .failed("editor '\(command)' was ended by signal 9; nothing was changed"))
        #expect(desk.isFileGone)
    }

    @Test func theEditorMayHaveArguments() throws {
        let desk = try EditorDesk()
        let command = try desk.editor(#"echo "$#:$1:$2" > arguments; echo s=- > "$3""#) + " --wait 'two words'"
        let edited = desk.edit("v=0\n", by: command)
        #expect(edited == .saved("s=-\n"))
        #expect(desk.note("arguments") == "3:--wait:two words\n")
    }

    @Test func anEditorThatIsNotThereIsSaid() throws {
        let desk = try EditorDesk()
        let none = desk.edit("v=0", by: nil)
        #expect(none == .failed("no editor: set EDITOR, such as EDITOR=nano"))
        let missing = desk.edit("v=0", by: "no-such-editor -x")
        #expect(missing == .failed("editor 'no-such-editor -x' is not found: set EDITOR, such as EDITOR=nano"))
        desk.terminal.leave()
        let second = desk.edit("v=0", by: "true")
        #expect(second == .failed("an editor is open already: end it first"))
    }

    @Test(arguments: [
        (["VISUAL": "code --wait", "EDITOR": "vi"], "code --wait"),
        (["VISUAL": " ", "EDITOR": "vi"], "vi"),
        (["EDITOR": "", "PATH": "/nowhere"], nil),
        (["PATH": "/nowhere:."], "vim"),
    ])
    func theEditorIsTheOneThatTheOperatorHasChosen(variables: [String: String], expected: String?) throws {
        let desk = try EditorDesk()
        for name in ["vim", "vi"] {
            _ = try FileManager.default.moveItem(
                atPath: desk.editor(""), toPath: desk.folder.appendingPathComponent(name).path)
        }
        let path = variables["PATH"]?.replacingOccurrences(of: ".", with: desk.folder.path)
        #expect(ExternalEditor.command { $0 == "PATH" ? path : variables[$0] } == expected)
    }

    @Test func whatCannotBeReadBackIsKeptAndSaid() throws {
        let desk = try EditorDesk()
        let binary = try desk.edit("v=0\n", byScript: #"printf 'v=0\nab\377c' > "$1""#)
        #expect(binary == .failed("the text is not UTF-8 at byte 7; it is kept in \(desk.path)"))
        #expect(FileManager.default.contents(atPath: desk.path) == Data("v=0\nab".utf8) + [0xFF, 0x63])
        desk.removeFile()
        let long = try desk.edit("v=0\n", byScript: #"truncate -s 1048577 "$1""#)
        #expect(long == .failed("the text is over 1,048,576 B; it is kept in \(desk.path)"))
        #expect(!desk.isFileGone)
        desk.removeFile()
        let gone = try desk.edit("v=0\n", byScript: #"rm "$1""#)
        #expect(gone == .failed("\(desk.path): No such file or directory; nothing was changed"))
        desk.removeFile()
        let words = [binary, long, gone].map { if case .failed(let words) = $0 { words } else { "" } }
        #expect(desk.complaints == words)
        let largest = try desk.edit("v=0\n", byScript: #"yes | head -c 1048576 > "$1""#)
        #expect(largest == .saved(String(repeating: "y\n", count: 524_288)))
    }

    @Test func whereThereIsNoRoomForAFileNothingIsStarted() {
        #expect(throws: EditorError.system(subject: "/nowhere", code: ENOENT)) {
            _ = try EditedFile.make(Editing(text: "v=0", fileExtension: "sdp"), below: "/nowhere").path
        }
        let error = EditorError.system(subject: "/nowhere", code: ENOENT)
        #expect(error.description == "/nowhere: No such file or directory; nothing was changed")
    }
}
