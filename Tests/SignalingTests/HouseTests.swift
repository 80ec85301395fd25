import Foundation
import Testing

/// The house has directions: who may know of whom.
///
/// They are read off the source files.
@Suite struct HouseTests {
    /// What each target may import beside the standard library.
    private static let allowed: [String: Set<String>] = [
        "Text": [],
        "SDP": ["Text"],
        "Messages": ["SDP", "Text", "Synchronization"],
        "Events": ["Messages", "SDP", "Text", "DequeModule"],
        "Filtering": ["Events", "Messages", "SDP", "Text"],
        "Analysis": ["Events", "Messages", "SDP", "Text", "HashTreeCollections"],
        "Routing": ["Events", "Filtering", "Messages", "SDP", "Text", "DequeModule", "HeapModule"],
        "Sessions": ["Analysis", "Events", "Filtering", "Messages", "SDP", "Text", "DequeModule"],
        "Drafts": ["Events", "Messages", "SDP", "Text"],
        "Drawing": ["Text"],
        "Exports": ["Analysis", "Drawing", "Events", "Messages", "Sessions", "Text"],
        "Screens": [
            "Analysis", "Drawing", "Drafts", "Events", "Exports", "Filtering", "Messages", "SDP", "Sessions", "Text",
        ],
        "Console": [
            "Analysis", "Drafts", "Drawing", "Events", "Exports", "Filtering", "Messages", "Routing", "SDP", "Screens",
            "Sessions", "Text", "DequeModule",
        ],
        "Configuration": [
            "Console", "Events", "Filtering", "Messages", "Routing", "Screens", "Drawing", "Text", "Yams",
        ],
        "Mailbox": ["DequeModule", "NIOConcurrencyHelpers"],
        "Relay": [
            "Events", "Messages", "Routing", "Text", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket", "NIOTLS",
            "NIOSSL", "Crypto", "Glibc",
        ],
        "SelfSigned": ["Crypto", "FoundationEssentials", "SwiftASN1", "X509", "Glibc"],
        "Terminal": [
            "Console", "Events", "Mailbox", "Routing", "Sessions", "Text", "CNCurses", "CTerminalSignals", "Glibc",
            "Synchronization",
        ],
        "signal-bench": ["Analysis", "Console", "Events", "Messages", "Routing", "SDP", "Sessions", "Text", "Glibc"],
        "signal-load": ["TestSupport", "NIOCore", "NIOPosix", "NIOConcurrencyHelpers", "ArgumentParser", "Glibc"],
        "TestSupport": ["NIOCore", "Dispatch", "FoundationEssentials", "Glibc", "Synchronization"],
        "signal-console": [
            "Analysis", "Events", "Messages", "Routing", "SDP", "Sessions", "Text", "Console", "Configuration", "Relay",
            "Mailbox",
            "Terminal", "SelfSigned", "WebPage",
            "CTerminalSignals", "NIOCore", "ArgumentParser", "Glibc",
        ],
    ]

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func sources(_ target: String) throws -> [URL] {
        let folder = root.appendingPathComponent("\(target == "TestSupport" ? "Tests" : "Sources")/\(target)")
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        return files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
    }

    private static func imports(_ file: URL) throws -> [String] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").filter { !$0.hasPrefix("@") }
            guard let index = words.firstIndex(of: "import"), index <= 1, words.count > index + 1 else { return nil }
            return String(words[index + 1])
        }
    }

    @Test(arguments: allowed.keys.sorted())
    func aTargetKnowsOnlyThoseBelowIt(target: String) throws {
        let files = try Self.sources(target)
        #expect(!files.isEmpty)
        for file in files {
            let strangers = Set(try Self.imports(file)).subtracting(Self.allowed[target] ?? [])
            #expect(strangers.isEmpty, "\(file.lastPathComponent) imports \(strangers.sorted())")
        }
    }

    @Test func everyTargetIsHeldToItsDirections() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: Self.root.appendingPathComponent("Sources").path
        )
        let swift = try folders.filter { try !Self.sources($0).isEmpty }
        #expect(Set(swift + ["TestSupport"]) == Set(Self.allowed.keys))
    }

    @Test func ncursesStaysBehindOneDoor() throws {
        for target in Self.allowed.keys where target != "Terminal" {
            for file in try Self.sources(target) { #expect(try !Self.imports(file).contains("CNCurses")) }
        }
        let doors = try Self.sources("Terminal").filter { try Self.imports($0).contains("CNCurses") }
        #expect(Set(doors.map(\.lastPathComponent)) == ["Terminal.swift"])
    }

    @Test func noFileIsTooLongToReadInOneSitting() throws {
        for target in Self.allowed.keys {
            for file in try Self.sources(target) {
                let lines = try String(contentsOf: file, encoding: .utf8).split(
                    separator: "\n",
                    omittingEmptySubsequences: false
                ).count
                #expect(lines <= 300, "\(file.lastPathComponent) has \(lines) lines")
            }
        }
    }
}
