import SDP

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

/// The formats of a section and the relations between them.
struct SectionFormats {
    /// The formats in order of preference.
    let formats: [String]
    /// The encodings by format, such as `VP8/90000`.
    private let mappings: [String: String]
    private let parameters: FormatTable

    /// Finds the formats of `section`.
    ///
    /// Those of RFC 3551 §6 need no mapping.
    init(_ section: DraftLevel) {
        let table = FormatTable(section.values("rtpmap"))
        formats = section.formats
        parameters = FormatTable(section.values("fmtp"))
        mappings = formats.reduce(into: [:]) { mappings, format in
            mappings[format] = table[format].map { String($0.words().first ?? "") } ?? Self.numbered[format]
        }
    }

    /// The formats of RFC 3551 §6 that WebRTC clients use.
    private static let numbered = [
        "0": "PCMU/8000", "3": "GSM/8000", "4": "G723/8000", "8": "PCMA/8000", "9": "G722/8000", "13": "CN/8000",
        "15": "G728/8000", "18": "G729/8000", "26": "JPEG/90000", "31": "H261/90000", "34": "H263/90000",
    ]

    /// Returns the name of the codec of a format; `nil` if it is not mapped.
    private func codec(_ format: String) -> String? { mappings[format].map { String($0[...].halves("/").0) } }

    /// The distinct names of the codecs, in order of preference.
    var names: [String] {
        var seen: Set<String> = []
        return formats.compactMap(codec).filter { seen.insert($0.lowercased()).inserted }
    }

    /// Returns the formats of the codecs `names`, such as `VP8` or `VP8/90000`.
    ///
    /// Case is ignored (RFC 4855 §3).
    func formats(named names: [String]) -> Set<String> {
        let names = names.map { $0.lowercased() }
        return Set(
            formats.filter { format in
                guard let mapping = mappings[format]?.lowercased() else { return false }
                return names.contains { name in
                    mapping.utf8.starts(with: name.utf8)
                        && (mapping.utf8.count == name.utf8.count
                            || mapping.utf8.dropFirst(name.utf8.count).first == UInt8(ascii: "/"))
                }
            })
    }

    /// Returns the formats for retransmissions of `formats` (RFC 4588 §8.6).
    func retransmissions(of formats: Set<String>) -> Set<String> {
        Set(
            self.formats.filter { format in
                guard codec(format)?.lowercased() == "rtx", let apt = apt(format) else { return false }
                return formats.contains(apt)
            })
    }

    /// Returns the formats for redundant encodings of `formats` (RFC 2198 §5).
    func redundancies(of formats: Set<String>) -> Set<String> {
        Set(
            self.formats.filter { format in
                guard codec(format)?.lowercased() == "red", let carried = parameters[format] else { return false }
                return carried.utf8.split(separator: UInt8(ascii: "/")).contains {
                    formats.contains(String(Substring($0)))
                }
            })
    }

    private func apt(_ format: String) -> String? {
        for parameter in parameters[format]?.utf8.split(separator: UInt8(ascii: ";")) ?? [] {
            let (name, value) = (Substring(parameter).words().first ?? "").halves("=")
            if name.lowercased() == "apt" { return value.map(String.init) }
        }
        return nil
    }

    /// Whether the section still carries media without the formats `removed`, and not only companions of media.
    func carriesMedia(without removed: Set<String>) -> Bool {
        formats.contains { format in
            guard !removed.contains(format) else { return false }
            return codec(format).map { !SDPSummary.Section.companions.contains($0.uppercased()) } ?? true
        }
    }
}
