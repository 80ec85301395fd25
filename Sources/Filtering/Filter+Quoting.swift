extension Filter {
    /// `value` as it is written behind a field's colon, or `@`, so that it means just that: in quotes where it must be.
    public static func quoted(_ value: String) -> String {
        let isPlain = value.unicodeScalars.allSatisfy { scalar in
            !scalar.properties.isWhitespace && !"()|*\"\\".unicodeScalars.contains(scalar)
        }
        guard !isPlain || value.isEmpty else { return value }
        var quoted = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted.append("\\") }
            quoted.append(scalar)
        }
        return "\"" + String(quoted) + "\""
    }
}
