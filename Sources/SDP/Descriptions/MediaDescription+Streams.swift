/// An RTP header extension and its number (RFC 8285 §5).
public struct HeaderExtension: Hashable, Sendable {
    /// 1 to 14 fit the short form, up to 255 the long one; above, a place for a choice to come.
    public let id: Int
    /// Who sends it; nil is as the section's own direction.
    public let direction: Direction?
    /// What it means.
    public let uri: String
    /// What stands behind the URI.
    public let parameters: String?
}

/// A stream of packets and what is said of it (RFC 5576 §4.1).
public struct MediaSource: Hashable, Sendable {
    /// The SSRC in decimal digits.
    public let id: String
    /// Its `cname`, the same in all streams of one sender.
    public let cname: String?
    /// Its stream and track, as older descriptions say it.
    public let msid: String?
}

/// A restricted stream (RFC 8851 §10).
public struct RestrictedStream: Hashable, Sendable {
    /// Its name, in RTP packets too.
    public let id: String
    /// `send` or `recv`.
    public let direction: String
    /// `max-width=1280;max-height=720` and others.
    public let restrictions: String?
}

extension MediaDescription {
    /// The header extensions, its own or the session's.
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

    /// The sources, each once, in order.
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

    /// How many sources there are.
    public var sourceCount: Int { Set(own.values("ssrc").map { $0.halves(" ").0 }).count }

    /// Sources that belong together (RFC 5576 §4.2): `FID 1 2` is a stream and its retransmissions.
    public var sourceGroups: [String] { own.values("ssrc-group").map(String.init) }

    /// The streams and tracks it belongs to (RFC 8830 §2): `stream track`.
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

    /// What is sent in several qualities at once (RFC 8853 §5.1): `send q;h;f`.
    public var simulcast: String? { own["simulcast"] }
}
