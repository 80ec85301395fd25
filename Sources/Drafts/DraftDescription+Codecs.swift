extension DraftDescription {
    /// Keeps the codecs `names` in the sections that have one of them.
    mutating func keep(codecs names: [String]) throws(DraftError) {
        try change(codecs: names) { formats, named in
            Set(formats.formats).subtracting(named).subtracting(formats.retransmissions(of: named))
        }
    }

    /// Removes the codecs `names`.
    mutating func drop(codecs names: [String]) throws(DraftError) {
        try change(codecs: names) { formats, named in
            let dropped = named.union(formats.redundancies(of: named))
            return dropped.union(formats.retransmissions(of: dropped))
        }
    }

    /// Removes the formats that `removed` returns from the sections that have one of the codecs `names`.
    ///
    /// Rejected sections are ignored (RFC 3264 §6).
    private mutating func change(
        codecs names: [String], _ removed: (_ formats: SectionFormats, _ named: Set<String>) -> Set<String>
    ) throws(DraftError) {
        let sections = mediaSections.map { ($0, SectionFormats(levels[$0])) }
        for name in names where sections.allSatisfy({ $0.1.formats(named: [name]).isEmpty }) {
            throw .noCodec(name, present: Self.unique(sections.flatMap { $0.1.names }))
        }
        var isChanged = false
        for (index, formats) in sections {
            let named = formats.formats(named: names)
            guard !named.isEmpty else { continue }
            let removed = removed(formats, named)
            guard formats.carriesMedia(without: removed) else {
                throw .nothingLeft(section: levels[index].name, present: formats.names)
            }
            isChanged = isChanged || !removed.isEmpty
            levels[index].remove(formats: removed)
        }
        guard isChanged else { throw .nothingElse(names) }
    }

    /// Returns the names without duplicates, regardless of case.
    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0.lowercased()).inserted }
    }
}
