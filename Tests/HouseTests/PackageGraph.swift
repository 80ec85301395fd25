/// The modules in the text of a package manifest, and the modules of the same package that each depends on.
struct PackageGraph {
    /// A target that is no test.
    struct Module {
        let name: String
        /// The targets of the same package that it depends on.
        var dependencies: Set<String>
        /// The products of other packages that it depends on.
        var products: Set<String> = []
    }

    /// The modules in the order of the manifest.
    private(set) var modules: [Module] = []

    private static let kinds = [".target(", ".executableTarget(", ".systemLibrary("]

    /// Reads the text of a Package.swift.
    init(_ manifest: String) {
        let text = manifest.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
            .joined(separator: "\n")
        let shared = Self.shared(text)
        for start in Self.kinds.flatMap({ text.ranges(of: $0) }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            let arguments = Self.balanced(text[start.upperBound...])
            guard let name = Self.strings(arguments).first else { continue }
            modules.append(Module(name: name, dependencies: Self.dependencies(arguments, shared)))
        }
        let names = Set(modules.map(\.name))
        for index in modules.indices {
            modules[index].products = modules[index].dependencies.subtracting(names)
            modules[index].dependencies.formIntersection(names)
        }
    }

    /// The dependencies that targets share, by the names of their constants.
    private static func shared(_ text: String) -> [String: [String]] {
        var shared: [String: [String]] = [:]
        for range in text.ranges(of: ": [Target.Dependency] = [") {
            shared[constant(before: range.lowerBound, in: text)] = strings(balanced(text[range.upperBound...]))
        }
        for range in text.ranges(of: ": Target.Dependency = .product(name:") {
            let product = strings(balanced(text[range.upperBound...])).prefix(1)
            shared[constant(before: range.lowerBound, in: text)] = Array(product)
        }
        return shared
    }

    /// The name of the constant whose type begins at `end`.
    private static func constant(before end: String.Index, in text: String) -> String {
        text[..<end].split(separator: " ").last.map(String.init) ?? ""
    }

    /// The strings in the argument `dependencies:`, with those of shared lists.
    private static func dependencies(_ arguments: Substring, _ shared: [String: [String]]) -> Set<String> {
        guard let label = arguments.firstRange(of: "dependencies:") else { return [] }
        let rest = arguments[label.upperBound...]
        let start = rest.firstIndex { $0 == "[" || $0 == "," } ?? rest.endIndex
        let listed = rest[start...].first == "[" ? balanced(rest[start...].dropFirst()) : ""
        let list = rest[..<start] + listed
        let words = list.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "\"") }.map(String.init)
        // The name of a product is followed by that of its package.
        let names = strings(list.replacing(/package: "[^"]*"/, with: ""))
        return Set(names + words.flatMap { shared[$0] ?? [] })
    }

    /// The text up to the bracket that closes the one before it.
    private static func balanced(_ text: Substring) -> Substring {
        var depth = 0
        for index in text.indices {
            switch text[index] {
            case "(", "[": depth += 1
            case ")", "]":
                if depth == 0 { return text[..<index] }
                depth -= 1
            default: break
            }
        }
        return text
    }

    /// The string literals in `text`.
    private static func strings(_ text: some StringProtocol) -> [String] {
        text.split(separator: "\"", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }.map {
            String($0.element)
        }
    }
}
