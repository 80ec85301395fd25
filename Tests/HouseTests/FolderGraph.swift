/// The uses of declarations between the folders of a module.
struct FolderGraph {
    /// An example of a use: the file and the name in it.
    struct Use: Equatable {
        let file: String
        let name: String
    }

    /// An example for each folder and each other folder that it uses.
    private(set) var uses: [String: [String: Use]] = [:]

    /// The graph of a module with these files.
    ///
    /// Only names that are declared once in the module count, as others are ambiguous.
    init(_ files: [SourceFile]) {
        let read = files.map { (file: $0, code: Declarations($0.text)) }
        var counts: [String: Int] = [:]
        for type in read.flatMap(\.code.types) { counts[type, default: 0] += 1 }
        for function in read.flatMap(\.code.functions) { counts[function, default: 0] += 1 }
        var types: [String: String] = [:]
        var functions: [String: String] = [:]
        for (file, code) in read {
            for type in code.topLevelTypes where counts[type] == 1 { types[type] = file.folder }
            for function in code.functions where counts[function] == 1 { functions[function] = file.folder }
        }
        for (file, code) in read {
            // What is nested in a type of another module is not declared here, even if its name is.
            let nested = code.qualified.filter { counts[$0[0]] != nil }.map { $0[1] }
            for name in code.names.union(nested).sorted() {
                guard let folder = types[name] ?? (code.calls.contains(name) ? functions[name] : nil) else { continue }
                add(file.folder, folder, Use(file: file.name, name: name))
            }
        }
    }

    private mutating func add(_ folder: String, _ other: String, _ use: Use) {
        guard folder != other, uses[folder]?[other] == nil else { return }
        uses[folder, default: [:]][other] = use
    }

    /// The folders from which a folder can be reached again, that is, that are part of a cycle.
    var tangled: Set<String> {
        Set(uses.keys.filter { path(from: $0, to: $0) != nil })
    }

    /// A shortest cycle, from a folder back to the same; `nil` if there is none.
    var shortestCycle: [String]? {
        uses.keys.sorted().compactMap { path(from: $0, to: $0) }.min { $0.count < $1.count }
    }

    /// The steps of a cycle in words, with an example of each.
    func description(of cycle: [String]) -> String {
        zip(cycle, cycle.dropFirst()).map { folder, other in
            let use = uses[folder]?[other]
            return "\(folder) uses \(other) (\(use?.file ?? "?"): \(use?.name ?? "?"))"
        }.joined(separator: ", ")
    }

    /// A shortest path of at least one step.
    private func path(from start: String, to end: String) -> [String]? {
        var paths = [[start]]
        var seen: Set<String> = []
        while !paths.isEmpty {
            var longer: [[String]] = []
            for path in paths {
                for next in uses[path.last ?? start, default: [:]].keys.sorted() {
                    if next == end { return path + [next] }
                    if seen.insert(next).inserted { longer.append(path + [next]) }
                }
            }
            paths = longer
        }
        return nil
    }
}
