import Testing

/// The documents agree with the code.
@Suite struct DocumentTests {
    @Test func everyLinkedFileExists() throws {
        for document in try SourceTree.documents() {
            let folder = document.path.split(separator: "/").dropLast().map { $0 + "/" }.joined()
            for link in Markdown(document.text).links where !link.contains(":") && !link.hasPrefix("#") {
                let path = link.prefix { $0 != "#" }
                #expect(SourceTree.exists(folder + path), "\(document.path) links to \(link)")
            }
        }
    }

    @Test func theDocumentedModuleGraphIsThatOfThePackage() throws {
        let package = PackageGraph(try SourceTree.file("Package.swift").text).modules
        let blocks = Markdown(try SourceTree.file("docs/architecture.md").text).blocks["modules", default: []]
        let lines = blocks.joined().filter { !$0.isEmpty }
        let documented = lines.map { line in
            line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        }
        #expect(!package.isEmpty)
        for line in package.lines where !documented.contains(line) {
            Issue.record("docs/architecture.md, in its list of modules, lacks the line \"\(line)\"")
        }
        for line in documented where !package.lines.contains(line) {
            Issue.record("docs/architecture.md, in its list of modules, has \"\(line)\", which Package.swift has not")
        }
    }

    @Test func everyTypeOfTheGlossaryIsDeclared() throws {
        let types = Set(try SourceTree.sources().flatMap { Declarations($0.text).types })
        let rows = Markdown(try SourceTree.file("docs/glossary.md").text).rows
        #expect(rows.count > 20)
        for row in rows {
            #expect(row.count == 3, "\(row)")
            for type in Markdown.codes(in: row.last ?? "") {
                let name = type.split(separator: ".").last.map(String.init) ?? type
                let isDeclared = types.contains(name)
                #expect(isDeclared, "\(row[0]): `\(type)` is not declared in Sources")
            }
        }
    }

    @Test func aPackageManifestIsParsed() {
        let graph = PackageGraph(
            """
            /// Shared.
            let shared: [Target.Dependency] = ["A", "B"]
            let package = Package(targets: [
                // A comment with .target(name: "No")
                .target(name: "A", dependencies: [nio("NIOCore")]),
                .target(
                    name: "B", dependencies: ["A", deque], path: "web"),
                .systemLibrary(name: "C", providers: [.apt(["libx"])]),
                .executableTarget(name: "d", dependencies: shared + ["C", .product(name: "Y", package: "y")]),
                .testTarget(name: "DTests", dependencies: ["d"]),
            ])
            """)
        #expect(graph.modules.lines == ["A", "B -> A", "C", "d -> A, B, C"])
    }
}

extension [PackageGraph.Module] {
    /// Each module as the document writes it: `Analysis -> Events, Messages`.
    fileprivate var lines: [String] {
        map { $0.dependencies.isEmpty ? $0.name : "\($0.name) -> \($0.dependencies.sorted().joined(separator: ", "))" }
    }
}
