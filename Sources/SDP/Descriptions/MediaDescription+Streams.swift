/// An RTP header extension and its local identifier (RFC 8285 §5).
public struct HeaderExtension: Hashable, Sendable {
    /// The identifier: 1 to 14 with one-byte headers, up to 255 with two-byte headers. Larger ones stand for
    /// alternatives in an offer.
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
        var said: [Substring: [Substring: Substring]] = [:]
        for value in own.values("ssrc") {
            let (id, rest) = value.halves(" ")
            if said[id] == nil { order.append(id) }
            let (name, text) = (rest ?? "").halves(":")
            said[id, default: [:]][name] = text ?? ""
        }
        return order.map { id in
            MediaSource(
                id: String(id),
                cname: said[id]?["cname"].map(String.init),
                msid: said[id]?["msid"].map(String.init)
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
