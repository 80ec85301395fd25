import Testing

/// The dependencies between the folders of a module, which the compiler does not check.
@Suite struct FolderTests {
    @Test(arguments: SourceTree.modules + SourceTree.testSupport)
    func foldersFormNoCycles(module: String) throws {
        let graph = FolderGraph(try SourceTree.files(of: module))
        let cycle = graph.shortestCycle.map(graph.description) ?? ""
        #expect(
            graph.tangled.isEmpty,
            "\(module): folders in cycles: \(graph.tangled.sorted().joined(separator: ", ")); \(cycle)")
    }

    // MARK: The graph

    private static func graph(_ files: [(path: String, text: String)]) -> FolderGraph {
        FolderGraph(files.map { SourceFile(path: "Sources/M/\($0.path)", text: $0.text) })
    }

    @Test func aCycleIsDescribedFolderByFolder() {
        let graph = Self.graph([
            ("A/One.swift", "struct One { let two: Two }"), ("B/Two.swift", "struct Two { func f() { three() } }"),
            ("Three.swift", "func three() { _ = One.self }"), ("C/Four.swift", "struct Four { let one: One }"),
        ])
        #expect(graph.tangled == ["A", "B", "."])
        let cycle = graph.shortestCycle ?? []
        #expect(cycle == [".", "A", "B", "."])
        #expect(
            graph.description(of: cycle)
                == ". uses A (Three.swift: One), A uses B (One.swift: Two), B uses . (Two.swift: three)")
    }

    @Test func commentsAndStringsUseNothing() {
        let graph = Self.graph([
            ("A/One.swift", "/* Two /* Two */ Two */ struct One { let a = \"Two\" }"),
            ("A/Three.swift", "let b = #\"\"\"\nTwo \"\\(Two)\n\"\"\"#"),
            ("B/Two.swift", "struct Two { let one: One } // One"),
        ])
        #expect(graph.uses.keys.sorted() == ["B"])
    }

    @Test func interpolationsUseTheTypesThatTheyName() {
        let graph = Self.graph([
            ("A/One.swift", "let one = \"a \\(f(Two.g(\"b\"))) c\""), ("B/Two.swift", "enum Two {}"),
        ])
        #expect(graph.uses["A"]?["B"] == FolderGraph.Use(file: "One.swift", name: "Two"))
    }

    @Test func extensionsUseTheTypesThatTheyExtend() {
        let graph = Self.graph([
            ("A/One.swift", "struct One {}"), ("B/One+More.swift", "extension One { enum Part {} }"),
        ])
        #expect(graph.uses == ["B": ["A": FolderGraph.Use(file: "One+More.swift", name: "One")]])
    }

    @Test func aNameNestedInATypeOfAnotherModuleUsesNothing() {
        let graph = Self.graph([
            ("A/One.swift", "let a: Other.Two; let b: Three.Four"), ("B/Two.swift", "struct Two {}"),
            ("C/Three.swift", "enum Three {}"), ("D/Four.swift", "extension Three { enum Four {} }"),
        ])
        #expect(graph.uses["A"]?.keys.sorted() == ["C", "D"])
    }

    @Test func aNameThatIsDeclaredTwiceIsIgnored() {
        let graph = Self.graph([
            ("A/One.swift", "struct One { enum Kind {} }"), ("B/Two.swift", "enum Kind {}"),
            ("C/Three.swift", "let kind: Kind"),
        ])
        #expect(graph.uses.isEmpty)
    }
}
