import Testing

/// The dependencies between modules: the imports that each target may have.
@Suite struct ImportTests {
    /// The modules of the system that targets may import, besides the standard library.
    private static let system: [String: Set<String>] = [
        "Analysis": ["Synchronization"],
        "Events": ["Synchronization"],
        "Messages": ["Synchronization"],
        "Recorder": ["Glibc", "Synchronization"],
        "Relay": ["Glibc"],
        "Screens": ["Synchronization"],
        "SelfSigned": ["Glibc"],
        "ServerTLS": ["Glibc"],
        "SignalingSupport": ["Foundation", "Testing"],
        "Terminal": ["Glibc", "Synchronization"],
        "TestSupport": ["Dispatch", "FoundationEssentials", "Glibc", "Synchronization"],
        "signal-bench": ["Glibc"],
        "signal-console": ["Glibc", "Synchronization"],
        "signal-load": ["Glibc"],
    ]

    @Test(arguments: SourceTree.modules + SourceTree.testSupport)
    func aTargetImportsOnlyWhatThePackageDeclares(target: String) throws {
        let modules = PackageGraph(try SourceTree.file("Package.swift").text).modules
        let module = try #require(modules.first { $0.name == target })
        let files = try SourceTree.files(of: target)
        #expect(!files.isEmpty)
        let allowed = module.dependencies.union(module.products).union(Self.system[target] ?? [])
        for file in files {
            let strangers = file.imports.subtracting(allowed)
            #expect(strangers.isEmpty, "\(file.path) imports \(strangers.sorted())")
        }
    }

    @Test func aTargetDeclaresOnlyWhatItImports() throws {
        for module in PackageGraph(try SourceTree.file("Package.swift").text).modules
        where SourceTree.modules.contains(module.name) {
            let imports = try SourceTree.files(of: module.name).reduce(into: Set()) { $0.formUnion($1.imports) }
            let unused = module.dependencies.union(module.products).subtracting(imports)
            #expect(unused.isEmpty, "\(module.name) does not import \(unused.sorted())")
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
