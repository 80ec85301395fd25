import Foundation
import Testing

@testable import Console
@testable import Terminal

@Suite struct ExportFileTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func contents(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func aFileIsWrittenAndItsSizeAndPathAreTold() throws {
        try withFolder { folder in
            let text = String(repeating: "→ offer\n", count: 1500)
            let words = ExportFile(Export(name: folder + "/ladder.txt", contents: text)).write()
            #expect(words == "wrote 15,000 B to \(folder)/ladder.txt")
            let written = try contents(folder + "/ladder.txt")
            #expect(written == text)
            let mode = try FileManager.default.attributesOfItem(atPath: folder + "/ladder.txt")[.posixPermissions]
            #expect(mode as? Int == 0o600, "messages have passwords in them")
        }
    }

    @Test func aFileThatIsThereIsLeftAloneAndTheNewOneGetsANumber() throws {
        try withFolder { folder in
            for (number, name) in ["ladder.svg", "ladder-2.svg", "ladder-3.svg"].enumerated() {
                let words = ExportFile(Export(name: folder + "/ladder.svg", contents: "\(number)")).write()
                #expect(words == "wrote 1 B to \(folder)/\(name)")
            }
            let written = try [contents(folder + "/ladder.svg"), contents(folder + "/ladder-2.svg")]
            #expect(written == ["0", "1"])
        }
    }

    @Test(arguments: [("notes", "notes-2"), (".notes", ".notes-2"), ("a.tar.gz", "a.tar-2.gz")])
    func theNumberStandsBeforeTheExtension(name: String, second: String) throws {
        try withFolder { folder in
            _ = ExportFile(Export(name: folder + "/" + name, contents: "")).write()
            let words = ExportFile(Export(name: folder + "/" + name, contents: "")).write()
            #expect(words == "wrote 0 B to \(folder)/\(second)")
        }
    }

    @Test func aLinkIsNotFollowed() throws {
        try withFolder { folder in
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/a.txt", withDestinationPath: folder + "/elsewhere")
            let words = ExportFile(Export(name: folder + "/a.txt", contents: "x")).write()
            #expect(words == "wrote 1 B to \(folder)/a-2.txt")
            #expect(!FileManager.default.fileExists(atPath: folder + "/elsewhere"))
        }
    }

    @Test func theOperatorsHomeIsMeantByATilde() throws {
        try withFolder { folder in
            let words = ExportFile(Export(name: "~/a.txt", contents: "x"), home: folder).write()
            #expect(words == "wrote 1 B to \(folder)/a.txt")
        }
    }

    @Test func aBareNameIsTheWorkingFoldersAndThatIsTold() {
        let name = "no-such-folder-here/a.txt"
        let folder = FileManager.default.currentDirectoryPath
        let words = ExportFile(Export(name: name, contents: "x")).write()
        #expect(words == "\(folder)/\(name): No such file or directory")
    }

    @Test(arguments: ["", "/", "folder/", "..", "a\u{0}b"])
    func whatNamesNoFileIsSaid(name: String) {
        #expect(ExportFile(Export(name: name, contents: "x")).write() == "'\(name)' names no file")
    }

    @Test func whatTheSystemRefusesIsSaidWithThePath() throws {
        try withFolder { folder in
            #expect(ExportFile(Export(name: folder, contents: "x")).write() == "\(folder): Is a directory")
            let long = folder + "/" + String(repeating: "x", count: 300)
            #expect(ExportFile(Export(name: long, contents: "x")).write() == "\(long): File name too long")
        }
        let words = ExportFile(Export(name: "/proc/no-such-file", contents: "x")).write()
        #expect(words == "/proc/no-such-file: No such file or directory")
    }
}
