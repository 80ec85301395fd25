/// The declarations in a file, and the names that its code uses.
struct Declarations {
    /// All types, nested ones included.
    private(set) var types: [String] = []
    /// The types that are not nested, or nested only in an extension, which may be in another file than the type.
    private(set) var topLevelTypes: Set<String> = []
    /// The functions outside of any type.
    private(set) var functions: Set<String> = []
    /// The identifiers in the code that may name a type, including extended types.
    private(set) var names: Set<String> = []
    /// The identifiers in the code that may name a nested type, each with its qualifier.
    private(set) var qualified: Set<[String]> = []
    /// The identifiers in the code that may call a function outside of any type.
    private(set) var calls: Set<String> = []

    private static let keywords: Set<String> = ["struct", "enum", "class", "protocol", "actor", "typealias"]

    /// The declarations in `text`.
    init(_ text: String) {
        let tokens = SwiftTokens(text).all
        // The depth of braces, and the depth inside of the top-level extension that is open.
        var depth = 0
        var isInExtension = false
        for (index, token) in tokens.enumerated() {
            let previous = index > 0 ? tokens[index - 1] : ""
            let next = index + 1 < tokens.count ? tokens[index + 1] : ""
            switch token {
            case "{": depth += 1
            case "}":
                depth -= 1
                if depth == 0 { isInExtension = false }
            case "extension" where depth == 0: isInExtension = true
            case "func" where depth == 0 && next.first?.isLetter == true: functions.insert(next)
            case let keyword where Self.keywords.contains(keyword) && Self.isDeclared(next, after: previous):
                if keyword == "typealias" && depth > 0 { continue }
                types.append(next)
                if depth == 0 || depth == 1 && isInExtension { topLevelTypes.insert(next) }
            default:
                let qualifier = previous == "." && index > 1 ? tokens[index - 2] : ""
                if qualifier.first?.isUppercase == true {
                    qualified.insert([qualifier, token])
                } else {
                    names.insert(token)
                }
                if next == "(", previous != ".", previous != "func" { calls.insert(token) }
            }
        }
    }

    /// Whether a keyword declares `name`: it does not in `class func`, nor if the keyword is the name of a member.
    private static func isDeclared(_ name: String, after previous: String) -> Bool {
        previous != "." && name.first?.isUppercase == true
    }
}
