/// A codec that a section maps one of its formats to (RFC 8866 §6.6).
public struct Codec: Hashable, Sendable {
    /// The payload type, one of ``MediaDescription/formats``.
    public let format: String
    /// `opus`, `VP8`, `rtx` and others, in its original spelling. Names are case-insensitive (RFC 4855 §3).
    public let name: String
    /// The clock rate in Hz; `nil` if it is not given.
    public let clockRate: Int?
    /// The number of channels; `nil` if it is not given, which means 1.
    public let channels: Int?
    /// The value of `a=fmtp` (RFC 8866 §6.15): `minptime=10;useinbandfec=1`.
    public let parameters: String?
    /// The RTCP feedback that the receiver sends (RFC 4585 §4.2), including that for all formats (`*`): `nack pli`.
    public let feedback: [String]
}

extension MediaDescription {
    /// The codecs in order of preference, one for each mapped format.
    public var codecs: [Codec] {
        let mappings = FormatTable(own.values("rtpmap"))
        let parameters = FormatTable(own.values("fmtp"))
        let feedback = Dictionary(grouping: own.values("rtcp-fb").map { $0.halves(" ") }, by: \.0)
        return formats.compactMap { format in
            guard let mapping = mappings[format] else { return nil }
            let parts = mapping.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            guard let name = parts.first, !name.isEmpty else { return nil }
            let reports = (feedback[format[...]] ?? []) + (feedback["*"] ?? [])
            return Codec(
                format: format,
                name: String(Substring(name)),
                clockRate: parts.count > 1 ? Int(Substring(parts[1])) : nil,
                channels: parts.count > 2 ? Int(Substring(parts[2])) : nil,
                parameters: parameters[format].map(String.init),
                feedback: reports.compactMap(\.1).map(String.init)
            )
        }
    }

    /// The distinct names of the codecs, in order of preference.
    public var codecNames: [String] {
        let mappings = FormatTable(own.values("rtpmap"))
        var seen: Set<Substring> = []
        return formats.compactMap { mappings[$0]?.halves("/").0 }.filter { seen.insert($0).inserted }.map(String.init)
    }
}
