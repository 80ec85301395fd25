/// An RTP header extension and its local identifier (RFC 8285 §5).
public struct HeaderExtension: Hashable, Sendable {
    /// The identifier: 1 to 14 with one-byte headers, up to 255 with two-byte headers.
    ///
    /// Larger ones stand for alternatives in an offer.
    public let id: Int
    /// The direction of the extension; `nil` if it is that of the section.
    public let direction: Direction?
    /// The URI that identifies the extension.
    public let uri: String
    /// The attributes after the URI.
    public let parameters: String?
}

/// An RTP stream and its attributes (RFC 5576 §4.1).
public struct MediaSource: Hashable, Sendable {
    /// The SSRC in decimal digits.
    public let id: String
    /// The canonical name, which all streams of a sender share.
    public let cname: String?
    /// The stream and the track that it belongs to, in older descriptions.
    public let msid: String?
}

/// A restricted stream (RFC 8851 §10).
public struct RestrictedStream: Hashable, Sendable {
    /// The identifier, which RTP packets carry, too.
    public let id: String
    /// `send` or `recv`.
    public let direction: String
    /// `max-width=1280;max-height=720` and others.
    public let restrictions: String?
}

extension MediaDescription {
    /// The header extensions of the section, or else those of the session.
    public var headerExtensions: [HeaderExtension] {
        values("extmap").compactMap { value in
            let words = value.words(limit: 3)
            guard words.count >= 2 else { return nil }
            let (number, direction) = words[0].halves("/")
            guard let id = Int(number) else { return nil }
            return HeaderExtension(
                id: id,
                direction: direction.flatMap { Direction(rawValue: String($0)) },
                uri: String(words[1]),
                parameters: words.count > 2 ? String(words[2]) : nil
            )
        }
    }

    /// The RTP streams, in order.
    public var sources: [MediaSource] {
        var order: [Substring] = []
        var attributes: [Substring: [Substring: Substring]] = [:]
        for value in own.values("ssrc") {
            let (id, rest) = value.halves(" ")
            if attributes[id] == nil { order.append(id) }
            let (name, text) = (rest ?? "").halves(":")
            attributes[id, default: [:]][name] = text ?? ""
        }
        return order.map { id in
            MediaSource(
                id: String(id),
                cname: attributes[id]?["cname"].map(String.init),
                msid: attributes[id]?["msid"].map(String.init)
            )
        }
    }

    /// The number of RTP streams.
    public var sourceCount: Int { Set(own.values("ssrc").map { $0.halves(" ").0 }).count }

    /// The groups of RTP streams (RFC 5576 §4.2), such as `FID 1 2` for a stream and its retransmissions.
    public var sourceGroups: [String] { own.values("ssrc-group").map(String.init) }

    /// The streams and tracks that the section belongs to (RFC 8830 §2): `stream track`.
    public var msids: [String] { own.values("msid").map(String.init) }

    /// The restricted streams (RFC 8851 §10).
    public var rids: [RestrictedStream] {
        own.values("rid").compactMap { value in
            let words = value.words(limit: 3).map(String.init)
            guard words.count >= 2 else { return nil }
            return RestrictedStream(
                id: words[0],
                direction: words[1],
                restrictions: words.count > 2 ? words[2] : nil
            )
        }
    }

    /// The value of `a=simulcast` (RFC 8853 §5.1): `send q;h;f`.
    public var simulcast: String? { own["simulcast"] }
}

/// A codec that a section maps one of its formats to (RFC 8866 §6.6).
public struct Codec: Hashable, Sendable {
    /// The payload type, one of ``MediaDescription/formats``.
    public let format: String
    /// `opus`, `VP8`, `rtx` and others, in its original spelling.
    ///
    /// Names are case-insensitive (RFC 4855 §3).
    public let name: String
    /// The clock rate in Hz; `nil` if it is not given.
    public let clockRate: Int?
    /// The number of channels; `nil` if it is not given, which means 1.
    public let channels: Int?
    /// The value of `a=fmtp` (RFC 8866 §6.15): `minptime=10;useinbandfec=1`.
    public let parameters: String?
    /// The RTCP feedback that the recipient sends (RFC 4585 §4.2), including that for all formats (`*`): `nack pli`.
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
