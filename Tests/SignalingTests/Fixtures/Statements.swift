@testable import Analysis
@testable import Events
@testable import SDP

/// What `author` said, in entry `entry`.
func statement(_ text: String, entry: Int = 5, by author: Int = 1) -> SignaledDescription {
    SignaledDescription(entry: entry, time: .start, author: PeerID(author), terms: SDPSummary(text))
}

/// Each with its severity: `error: the answer #9 …`.
func words(_ observations: [Observation]) -> [String] {
    observations.map { "\($0.severity.word): \($0.sentence.words())" }
}

extension String {
    /// The description without the lines that begin with `prefix`.
    func without(_ prefix: String) -> String {
        lines { $0.hasPrefix(prefix) ? nil : $0 }
    }

    /// The description with another line for each that begins with `prefix`.
    func with(_ line: String, for prefix: String) -> String {
        lines { $0.hasPrefix(prefix) ? line : $0 }
    }

    /// The description with `change` made in section `index` alone.
    func inSection(_ index: Int, _ change: (String) -> String) -> String {
        var parts = components(before: "m=")
        if index + 1 < parts.count { parts[index + 1] = change(parts[index + 1]) }
        return parts.joined()
    }

    /// The lines of the session, then those of each section.
    func components(before prefix: String) -> [String] {
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
