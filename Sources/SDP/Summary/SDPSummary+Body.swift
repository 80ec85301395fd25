/// The properties of a summary besides its origin.
extension SDPSummary {
    /// The properties of a description except for its origin, which most later descriptions of a session share.
    final class Body: Sendable {
        let sections: [Section]
        let bundles: [[String]]
        let setup: SetupRole?
        let fault: SDPError?
        let digest: UInt64
        let openSections: [Section]
        let transportSections: [Int]
        let ufrags: [String]
        let fingerprints: [String]
        let repeatedMid: String?
        let candidates: CandidateTally
        let endsCandidates: Bool
        let summary: String

        /// Takes the results of `parser`, which has parsed `text`.
        init(_ parser: SDPSummaryParser, _ text: String) {
            sections = parser.sections
            bundles = parser.bundles
            setup = parser.setup ?? sections.lazy.compactMap(\.setup).first
            // Copying the array costs as much as parsing a line, and few descriptions have rejected sections.
            openSections = sections.contains(where: \.isRejected) ? sections.filter { !$0.isRejected } : sections
            transportSections = Self.transportSections(sections, bundles)
            ufrags = Self.ufrags(sections)
            fingerprints = Self.fingerprints(sections)
            repeatedMid = Self.repeatedMid(openSections)
            candidates = sections.reduce(CandidateTally()) { $0 + $1.candidates }
            endsCandidates = Self.endsCandidates(openSections, isBundled: bundles.first?.isEmpty == false)
            summary = Self.summary(sections)
            digest = parser.digest.value
            let faults = parser.isFaultless ? [] : SDPValidator.faults(in: text)
            fault = faults.first { !$0.isWarning } ?? faults.first
        }

        private static func summary(_ sections: [Section]) -> String {
            guard !sections.isEmpty else { return "no media" }
            var shown = sections[0].summary
            for index in sections.indices.dropFirst().prefix(7) {
                shown += " · "
                shown += sections[index].summary
            }
            return sections.count > 8 ? shown + " · +\(sections.count - 8)" : shown
        }

        func isEqual(to other: Body) -> Bool {
            sections == other.sections && bundles == other.bundles && setup == other.setup && fault == other.fault
        }

        private static func transportSections(_ sections: [Section], _ bundles: [[String]]) -> [Int] {
            // As browsers write it: all sections in one bundle, in order.
            if bundles.count == 1, !sections.isEmpty, sections.count == bundles[0].count,
                sections.indices.allSatisfy({ sections[$0].mid == bundles[0][$0] && !sections[$0].isRejected })
            {
                return [0]
            }
            var indices: [String: Int] = [:]
            for (index, section) in sections.enumerated() {
                if let mid = section.mid, !section.isRejected, indices[mid] == nil { indices[mid] = index }
            }
            let tagged = Set(bundles.compactMap { $0.lazy.compactMap { indices[$0] }.first })
            let bundled = Set(bundles.joined())
            return sections.indices.filter { index in
                let section = sections[index]
                guard !section.isRejected, let mid = section.mid, bundled.contains(mid) else {
                    return !section.isRejected
                }
                return tagged.contains(index)
            }
        }

        private static func repeatedMid(_ sections: [Section]) -> String? {
            // For the few sections that most descriptions have, comparing is faster than hashing.
            if sections.count <= 8 {
                return sections.indices.lazy.compactMap { index -> String? in
                    guard let mid = sections[index].mid else { return nil }
                    return sections[..<index].contains { $0.mid == mid } ? mid : nil
                }.first
            }
            var seen: Set<String> = []
            return sections.lazy.compactMap(\.mid).first { !seen.insert($0).inserted }
        }

        /// In a bundle, any of its sections can state that.
        private static func endsCandidates(_ sections: [Section], isBundled: Bool) -> Bool {
            guard !isBundled else { return sections.contains(where: \.endsCandidates) }
            return !sections.isEmpty && sections.allSatisfy(\.endsCandidates)
        }

        private static func ufrags(_ sections: [Section]) -> [String] {
            var names: [String] = []
            for section in sections where !section.isRejected && names.count < ufragLimit {
                if let ufrag = section.ufrag, !names.contains(ufrag) { names.append(ufrag) }
            }
            return names
        }

        /// The largest number of fingerprints that are kept.
        ///
        /// A client has one certificate and few hashes of it.
        private static let fingerprintLimit = 16

        private static func fingerprints(_ sections: [Section]) -> [String] {
            var all: [String] = []
            for index in sections.indices {
                for fingerprint in sections[index].fingerprints
                where all.count < fingerprintLimit && !all.contains(fingerprint) {
                    all.append(fingerprint)
                }
            }
            return all
        }
    }
}
