internal import HashTreeCollections
package import Ranking

/// The entries that prove findings, with the numbers of the findings.
package struct EvidenceIndex: Sendable {
    private var findings = TreeDictionary<Int, [Int]>()
    /// The entries that prove a finding.
    package private(set) var entries = RankedIntSet()
    /// The version of ``entries``, which changes whenever they do, except for entries that are forgotten.
    package private(set) var version = 0

    /// Whether `entry` proves a finding.
    package func contains(_ entry: Int) -> Bool { findings[entry] != nil }

    /// The numbers of the findings that `entry` proves.
    package func findings(of entry: Int) -> [Int] { findings[entry, default: []] }

    /// Adds `entry` to the evidence of a finding.
    package mutating func add(_ entry: Int, of finding: Int) {
        findings[entry, default: []].append(finding)
        if entries.insert(entry) { version += 1 }
    }

    /// Removes `entry` from the evidence of a finding.
    package mutating func remove(_ entry: Int, of finding: Int) {
        findings[entry]?.removeAll { $0 == finding }
        guard findings[entry]?.isEmpty == true else { return }
        findings[entry] = nil
        entries.remove(entry)
        version += 1
    }

    /// Forgets `entry`, because it is no longer in the journal.
    package mutating func forget(_ entry: Int) {
        if entries.remove(entry) { findings[entry] = nil }
    }
}
