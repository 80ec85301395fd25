import Text

/// A session description in an event of rtcstats-js, restored from its difference to an earlier one.
///
/// A section that is the same as in the earlier description of that kind is told as `v=` or `m=` alone.
///
/// ```
/// v=            ┐
/// m=            ├─ with the earlier description ─► v=0 …, m=audio …, m=video …
/// m=video 9 …   ┘
/// ```
struct RTCStatsDescription: Hashable, Sendable {
    /// The secrets of a description: the passwords of ICE (RFC 8839 §5.4) and the keys of SDES (RFC 4568).
    private static let secrets = ["a=ice-pwd:", "a=crypto:"].map { Array($0.utf8) }

    /// `offer`, `answer`, `pranswer` or `rollback`.
    let kind: String
    /// The text without secrets; `nil` if parts of it are not known.
    private(set) var text: String?
    /// The first ICE user name and the first certificate fingerprint.
    private(set) var ufrag: String?
    private(set) var fingerprint: String?
    /// Whether the text is that of the page; if not, candidates may be missing in it.
    var isExact = true

    /// The bytes of its text.
    var size: Int { text?.utf8.count ?? 0 }

    /// Restores a description.
    ///
    /// - Parameters:
    ///   - value: The description; the result is `nil` if it is no object.
    ///   - base: The description that it is a difference to; `nil` if there is none, or it is not known.
    init?(_ value: JSONValue?, base: RTCStatsDescription?) {
        guard let value, let reader = ReportReader(value) else { return nil }
        kind = reader.text("type", 20) ?? ""
        guard let told = value["sdp"]?.string.map(Self.masked), !told.isEmpty else { return }
        let sections = Self.sections(Array(told.utf8))
        guard sections.indices.contains(where: { Self.isReplaced(sections[$0], at: $0) }) else {
            text = told
            readIdentity(sections)
            return
        }
        let isKnown = base?.kind == kind && base?.text != nil
        let earlier = isKnown ? Self.sections(Array((base?.text ?? "").utf8)) : []
        var restored: [ArraySlice<UInt8>] = []
        var isWhole = true
        for (index, section) in sections.enumerated() {
            guard Self.isReplaced(section, at: index) else {
                restored.append(section)
                continue
            }
            if index > 0, base?.isExact == false { isExact = false }
            if earlier.indices.contains(index) { restored.append(earlier[index]) } else { isWhole = false }
        }
        readIdentity(restored)
        let size = restored.reduce(0) { $0 + $1.count + 2 }
        guard isWhole, size <= ReportDecoder.byteLimit else { return }
        text = restored.map { String(decoding: $0, as: UTF8.self) + "\r\n" }.joined()
    }

    /// The description in a report, with its text if that is exact and wanted.
    func applied(withText isWanted: Bool) -> AppliedDescription {
        var description = AppliedDescription()
        description.kind = kind
        description.text = isWanted && isExact ? text : nil
        (description.ufrag, description.fingerprint) = (ufrag, fingerprint)
        return description
    }

    private mutating func readIdentity(_ sections: [ArraySlice<UInt8>]) {
        for line in sections.lazy.flatMap({ $0.split { Self.isLineEnd($0) } }) {
            if ufrag == nil, line.starts(with: "a=ice-ufrag:".utf8) {
                let name = line.dropFirst(12).prefix { $0 > UInt8(ascii: " ") }
                ufrag = ReportReader.cut(String(decoding: name, as: UTF8.self), ReportDecoder.textLimit)
            } else if fingerprint == nil, line.starts(with: "a=fingerprint:".utf8) {
                let value = String(decoding: line.dropFirst(14), as: UTF8.self)
                fingerprint = ReportReader.cut(value, ReportDecoder.textLimit)
            }
            if ufrag != nil, fingerprint != nil { return }
        }
    }

    // MARK: Sections

    /// Splits a description before each `m=` at the beginning of a line, and trims the sections.
    private static func sections(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var sections: [ArraySlice<UInt8>] = []
        var start = 0
        for index in bytes.indices.dropLast(2)
        where bytes[index] == UInt8(ascii: "\n") && bytes[index + 1] == UInt8(ascii: "m")
            && bytes[index + 2] == UInt8(ascii: "=")
        {
            sections.append(trimmed(bytes[start..<index]))
            start = index + 1
        }
        sections.append(trimmed(bytes[start...]))
        return sections
    }

    private static func trimmed(_ section: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let section = section.drop { $0 <= UInt8(ascii: " ") }
        let end = section.lastIndex { $0 > UInt8(ascii: " ") }
        return end.map { section[...$0] } ?? []
    }

    private static func isReplaced(_ section: ArraySlice<UInt8>, at index: Int) -> Bool {
        section.elementsEqual((index == 0 ? "v=" : "m=").utf8)
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") }

    // MARK: Secrets

    /// Returns `text` with `-` instead of each secret, up to the end of its line.
    static func masked(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var masked: [UInt8] = []
        masked.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "="), masked.last == UInt8(ascii: "a"),
                let secret = secrets.first(where: { bytes[(index - 1)...].starts(with: $0) })
            {
                masked += secret.dropFirst() + [UInt8(ascii: "-")]
                index += secret.count - 1
                while index < bytes.count, !isLineEnd(bytes[index]) { index += 1 }
            } else {
                masked.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: masked, as: UTF8.self)
    }
}
