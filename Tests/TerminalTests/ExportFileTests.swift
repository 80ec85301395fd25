import Foundation
import Testing

@testable import Console
@testable import Terminal

/// Files that the operator exports.
@Suite struct ExportFileTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func contents(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func aFileIsWrittenAndItsSizeAndPathAreReported() throws {
        try withFolder { folder in
            let text = String(repeating: "→ offer\n", count: 1500)
            let message = ExportFile(Export(name: folder + "/ladder.txt", contents: text)).write()
            #expect(message == "wrote 15,000 B to \(folder)/ladder.txt")
            let redacted = ExportFile(Export(name: folder + "/redacted.txt", contents: text, isRedacted: true)).write()
            #expect(redacted == "wrote 15,000 B to \(folder)/redacted.txt, redacted")
            let written = try contents(folder + "/ladder.txt")
            #expect(written == text)
            let mode = try FileManager.default.attributesOfItem(atPath: folder + "/ladder.txt")[.posixPermissions]
            #expect(mode as? Int == 0o600, "messages contain passwords")
        }
    }

    @Test func anExistingFileIsNotOverwritten() throws {
        try withFolder { folder in
            for (number, name) in ["ladder.svg", "ladder-2.svg", "ladder-3.svg"].enumerated() {
                let message = ExportFile(Export(name: folder + "/ladder.svg", contents: "\(number)")).write()
                #expect(message == "wrote 1 B to \(folder)/\(name)")
            }
            let written = try [contents(folder + "/ladder.svg"), contents(folder + "/ladder-2.svg")]
            #expect(written == ["0", "1"])
        }
    }

    @Test(arguments: [("notes", "notes-2"), (".notes", ".notes-2"), ("a.tar.gz", "a.tar-2.gz")])
    func theNumberIsBeforeTheExtension(name: String, second: String) throws {
        try withFolder { folder in
            _ = ExportFile(Export(name: folder + "/" + name, contents: "")).write()
            let message = ExportFile(Export(name: folder + "/" + name, contents: "")).write()
            #expect(message == "wrote 0 B to \(folder)/\(second)")
        }
    }

    @Test func aLinkIsNotFollowed() throws {
        try withFolder { folder in
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/a.txt", withDestinationPath: folder + "/elsewhere")
            let message = ExportFile(Export(name: folder + "/a.txt", contents: "x")).write()
            #expect(message == "wrote 1 B to \(folder)/a-2.txt")
            #expect(!FileManager.default.fileExists(atPath: folder + "/elsewhere"))
        }
    }

    @Test func aTildeIsTheHomeFolder() throws {
        try withFolder { folder in
            let message = ExportFile(Export(name: "~/a.txt", contents: "x"), home: folder).write()
            #expect(message == "wrote 1 B to \(folder)/a.txt")
        }
    }

    @Test func aRelativeNameIsInTheWorkingFolder() {
        let name = "no-such-folder-here/a.txt"
        let folder = FileManager.default.currentDirectoryPath
        let message = ExportFile(Export(name: name, contents: "x")).write()
        #expect(message == "\(folder)/\(name): No such file or directory")
    }

    @Test(arguments: ["", "/", "folder/", "..", "a\u{0}b"])
    func anInvalidFileNameIsReported(name: String) {
        #expect(ExportFile(Export(name: name, contents: "x")).write() == "'\(name)' is not a file name")
    }

    @Test func errorsOfTheSystemAreReportedWithThePath() throws {
        try withFolder { folder in
            #expect(ExportFile(Export(name: folder, contents: "x")).write() == "\(folder): Is a directory")
            let long = folder + "/" + String(repeating: "x", count: 300)
            #expect(ExportFile(Export(name: long, contents: "x")).write() == "\(long): File name too long")
        }
        let message = ExportFile(Export(name: "/proc/no-such-file", contents: "x")).write()
        #expect(message == "/proc/no-such-file: No such file or directory")
    }
}
