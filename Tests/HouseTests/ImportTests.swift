import Testing

/// The dependencies between modules: the imports that each target may have.
@Suite struct ImportTests {
    /// The modules that each target may import besides the standard library.
    private static let allowed: [String: Set<String>] = [
        "Text": [],
        "Ranking": [],
        "SDP": ["Text"],
        "Messages": ["SDP", "Text", "Synchronization"],
        "Reports": ["Text"],
        "Events": ["Messages", "Reports", "SDP", "Text", "DequeModule"],
        "Filtering": ["Events", "Messages", "Reports", "SDP", "Text"],
        "Legs": ["Events", "Messages", "SDP", "HashTreeCollections"],
        "Analysis": ["Events", "Legs", "Messages", "Reports", "Ranking", "SDP", "Text", "HashTreeCollections"],
        "Ladders": ["Events", "Messages", "Reports", "SDP", "Text"],
        "Routing": ["Events", "Filtering", "Messages", "Reports", "SDP", "Text", "DequeModule", "HeapModule"],
        "Sessions": ["Analysis", "Events", "Filtering", "Legs", "Messages", "Reports", "SDP", "Text", "DequeModule"],
        "Drafts": ["Events", "Messages", "SDP", "Text"],
        "Drawing": ["Text"],
        "Exports": ["Analysis", "Drawing", "Events", "Ladders", "Legs", "Messages", "Sessions", "Text"],
        "Screens": [
            "Analysis", "Drafts", "Drawing", "Events", "Exports", "Filtering", "Ladders", "Legs", "Messages", "Reports",
            "SDP",
            "Sessions", "Text",
        ],
        "Panes": [
            "Analysis", "Drawing", "Events", "Exports", "Filtering", "Legs", "Messages", "Reports", "SDP", "Screens",
            "Sessions",
            "Text",
        ],
        "Console": [
            "Analysis", "Drafts", "Drawing", "Events", "Exports", "Filtering", "Ladders", "Legs", "Messages", "Panes",
            "Routing", "SDP", "Screens", "Sessions", "Text", "DequeModule",
        ],
        "Configuration": [
            "Console", "Drawing", "Events", "Filtering", "Messages", "Routing", "Screens", "Text", "CYAML",
        ],
        "Mailbox": ["DequeModule", "NIOConcurrencyHelpers"],
        "Relay": [
            "Events", "HTTPMessages", "Messages", "Reports", "Routing", "Text", "WebSocketFrames", "NIOCore",
            "NIOPosix",
            "NIOHTTP1",
            "NIOWebSocket", "NIOTLS", "NIOSSL", "Hashing", "Glibc",
        ],
        "HTTPMessages": ["Text", "NIOCore", "CZlib"],
        "WebSocketFrames": ["Events", "Messages", "NIOCore"],
        "Hashing": ["COpenSSL"],
        "SelfSigned": ["COpenSSL", "Glibc"],
        "Terminal": [
            "Console", "Drawing", "Events", "Mailbox", "Routing", "Screens", "Sessions", "Text", "CNCurses",
            "CTerminalSignals", "Glibc",
            "Synchronization",
        ],
        "signal-bench": [
            "Analysis", "Console", "Drawing", "Screens", "Events", "Messages", "Routing", "SDP", "Sessions", "Text",
            "Glibc",
        ],
        "signal-load": [
            "Events", "TestSupport", "NIOCore", "NIOPosix", "NIOConcurrencyHelpers", "ArgumentParser", "Glibc",
        ],
        "SignalingSupport": [
            "Analysis", "Events", "Filtering", "Messages", "Reports", "Routing", "SDP", "Text", "Foundation", "Testing",
        ],
        "TestSupport": ["NIOCore", "Dispatch", "FoundationEssentials", "Glibc", "Synchronization"],
        "signal-console": [
            "Analysis", "Drawing", "Events", "Legs", "Messages", "Reports", "Routing", "SDP", "Screens", "Sessions",
            "Text",
            "Console", "Configuration", "Relay", "Mailbox",
            "Terminal", "SelfSigned", "WebPage",
            "CTerminalSignals", "NIOCore", "ArgumentParser", "Glibc",
        ],
    ]

    @Test(arguments: allowed.keys.sorted())
    func aTargetImportsOnlyAllowedModules(target: String) throws {
        let files = try SourceTree.files(of: target)
        #expect(!files.isEmpty)
        for file in files {
            let strangers = file.imports.subtracting(Self.allowed[target] ?? [])
            #expect(strangers.isEmpty, "\(file.path) imports \(strangers.sorted())")
        }
    }

    @Test func everyTargetHasAListOfAllowedModules() {
        #expect(Set(SourceTree.modules + SourceTree.testSupport) == Set(Self.allowed.keys))
    }

    @Test func thePackageDeclaresEveryImportedModule() throws {
        let modules = PackageGraph(try SourceTree.file("Package.swift").text).modules
        let names = Set(modules.map(\.name))
        for module in modules where Self.allowed[module.name] != nil {
            let imports = try SourceTree.files(of: module.name).reduce(into: Set()) { $0.formUnion($1.imports) }
            let undeclared = imports.intersection(names).subtracting(module.dependencies)
            #expect(undeclared.isEmpty, "Package.swift lacks dependencies of \(module.name): \(undeclared.sorted())")
        }
    }

    @Test(arguments: [
        ("CNCurses", ["Sources/Terminal/Screen/CursesTerminal.swift"]),
        ("CYAML", ["Sources/Configuration/File/YAMLComposer.swift"]),
        ("COpenSSL", ["Sources/Hashing/SHA256.swift", "Sources/SelfSigned/SelfSignedCertificate.swift"]),
    ])
    func onlyTheseFilesImportACLibrary(library: String, paths: [String]) throws {
        let importing = try SourceTree.sources().filter { $0.imports.contains(library) }
        #expect(importing.map(\.path).sorted() == paths)
    }

    /// Foundation and its ICU tables are 46 MB in the program.
    @Test func theProgramDoesNotImportFoundation() throws {
        for file in try SourceTree.sources() {
            let found = file.imports.filter { $0.hasPrefix("Foundation") }
            #expect(found.isEmpty, "\(file.path) imports \(found)")
        }
    }
}
