extension JSON {
    /// The plain value of what WebDriver BiDi sends for a value that lives in a page.
    ///
    /// BiDi wraps each value with its type and writes an object as a list of pairs. What JSON has no word for is null
    /// (`undefined`, functions), or its text (`NaN`, dates, big integers); a node becomes its element's name.
    init(remote: JSON) {
        let value = remote["value"]
        switch remote["type"].string {
        case "string", "number", "boolean", "bigint", "date":
            self = value
        case "array", "set", "nodelist", "htmlcollection":
            self = .array((value.array ?? []).map { JSON(remote: $0) })
        case "object", "map":
            var members: [String: JSON] = [:]
            for pair in value.array ?? [] {
                members[pair[0].string ?? JSON(remote: pair[0]).description] = JSON(remote: pair[1])
            }
            self = .object(members)
        case "node":
            self = value["localName"]
        default:
            self = .null
        }
    }
}
