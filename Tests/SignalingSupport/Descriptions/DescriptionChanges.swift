extension String {
    /// Returns the description without the lines that begin with `prefix`.
    package func without(_ prefix: String) -> String {
        lines { $0.hasPrefix(prefix) ? nil : $0 }
    }

    /// Returns the description with `line` in place of each line that begins with `prefix`.
    package func with(_ line: String, for prefix: String) -> String {
        lines { $0.hasPrefix(prefix) ? line : $0 }
    }

    /// Returns the description with `change` applied to the m-section at `index`.
    package func inSection(_ index: Int, _ change: (String) -> String) -> String {
        var parts = components(before: "m=")
        if index + 1 < parts.count { parts[index + 1] = change(parts[index + 1]) }
        return parts.joined()
    }

    /// Returns the session-level lines and those of each m-section, if `prefix` is `m=`.
    package func components(before prefix: String) -> [String] {
        var parts = [""]
        for line in split(separator: "\r\n") {
            if line.hasPrefix(prefix) { parts.append("") }
            parts[parts.count - 1] += line + "\r\n"
        }
        return parts
    }

    private func lines(_ change: (String) -> String?) -> String {
        split(separator: "\r\n").compactMap { change(String($0)) }.map { $0 + "\r\n" }.joined()
    }
}
