import SDP

extension DraftDescription {
    /// Sets the direction of the section `mid` or of all media sections (RFC 8866 §6.7).
    mutating func setDirection(_ direction: Direction, mid: String?) throws(DraftError) {
        let sections = try sections(mid)
        if let index = sections.first(where: { !levels[$0].isRTP }) { throw .notMedia(section: levels[index].name) }
        let inherited = levels[0].direction ?? .sendrecv
        let changed = sections.filter { (levels[$0].direction ?? inherited) != direction }
        guard !changed.isEmpty else {
            throw .already("direction", direction.rawValue, choices: Direction.allCases.map(\.rawValue))
        }
        let line = "a=\(direction.rawValue)"
        for index in changed {
            let isReplaced = levels[index].replace(by: line) { line in
                line.attribute.flatMap { Direction(rawValue: String($0.name)) } != nil
            }
            if !isReplaced { levels[index].insert(line, at: end(of: index), ending: ending) }
        }
    }

    /// The index after the last line of a level that is not empty.
    private func end(of index: Int) -> Int {
        (levels[index].lines.lastIndex { !$0.text.isEmpty } ?? -1) + 1
    }

    /// Removes the candidates of `types`.
    ///
    /// Malformed candidates are preserved.
    mutating func removeCandidates(of types: [CandidateType]) throws(DraftError) {
        let typeNames = types.map(\.rawValue)
        var present: [String] = []
        var isChanged = false
        for index in levels.indices {
            levels[index].lines.removeAll { line in
                guard line.attribute?.name == "candidate", let candidate = Candidate(String(line.text)) else {
                    return false
                }
                let isMatch = typeNames.contains(candidate.type)
                isChanged = isChanged || isMatch
                if !isMatch, present.count < DraftError.listLimit, !present.contains(candidate.type) {
                    present.append(candidate.type)
                }
                return isMatch
            }
        }
        guard isChanged else { throw .noCandidate(typeNames, present: present) }
    }

    /// Sets the DTLS role in all lines that have one.
    mutating func setRole(_ role: SetupRole) throws(DraftError) {
        var isFound = false
        var isChanged = false
        for index in levels.indices {
            for place in levels[index].lines.indices {
                guard let attribute = levels[index].lines[place].attribute, attribute.name == "setup" else { continue }
                isFound = true
                guard attribute.value != role.rawValue[...] else { continue }
                isChanged = true
                levels[index].lines[place].text = "a=setup:\(role.rawValue)"
            }
        }
        guard isFound else { throw .noSetup }
        guard isChanged else { throw .already("setup", role.rawValue, choices: SetupRole.allCases.map(\.rawValue)) }
    }

    /// Sets `b=AS` in the section `mid` or in all media sections, at the place that ``LineGrammar`` defines.
    mutating func limitBandwidth(to kilobits: Int, mid: String?) throws(DraftError) {
        guard (0...DescriptionEdit.kilobitLimit).contains(kilobits) else { throw .bandwidth("\(kilobits)") }
        let line = "b=AS:\(kilobits)"
        var isChanged = false
        for index in try sections(mid) {
            let limits = levels[index].lines.filter(Self.isLimit)
            guard limits.count != 1 || limits.first?.text != line[...] else { continue }
            isChanged = true
            guard !levels[index].replace(by: line, where: Self.isLimit) else { continue }
            let place = levels[index].lines.firstIndex { line in
                line.type.map { LineGrammar.section.isOrdered($0, before: UInt8(ascii: "b")) } != true
            }
            levels[index].insert(line, at: place ?? levels[index].lines.count, ending: ending)
        }
        guard isChanged else { throw .already("bandwidth", "\(kilobits)", choices: []) }
    }

    private static func isLimit(_ line: DescriptionLine) -> Bool { line.text.utf8.starts(with: "b=AS:".utf8) }
}
