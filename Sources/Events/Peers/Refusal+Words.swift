extension Refusal {
    /// In words, for the log, and for who reads HTTP; what a peer chose is part of it, as it was sent.
    public var words: String {
        switch self {
        case .roomFull(let room, let limit): "room \(room) is full (\(Self.peers(limit)))"
        case .banned(let subject, _): "\(closeReason) (\(subject.words))"
        case .origin(let origin): "origin \(origin) is not allowed; --allow-origin \(Self.remedy(origin))"
        case .host(let host): "host \(host) is not allowed; --allow-host \(Self.remedy(Self.name(host)))"
        case .tokensTooMany(let subject, _): "\(closeReason) (\(subject.words))"
        case .networkFull(let subject, let limit):
            "\(subject.words) has \(limit) connections, and no more are allowed (--max-address-connections)"
        case .networkTooFast(let subject, let limit):
            "\(subject.words) connects more than \(limit) times a second (--max-address-rate)"
        case .more(let count, let refusal): "\(count) more: \(refusal.words)"
        default: closeReason
        }
    }

    /// In words that fit a close frame (RFC 6455 §5.5: 123 bytes at most), so without anything a peer chose.
    public var closeReason: String {
        switch self {
        case .nameTooLong(let scalars, let bytes): "the name is longer than \(scalars) characters or \(bytes) bytes"
        case .roomNameTooLong(let scalars, let bytes):
            "the room's name is longer than \(scalars) characters or \(bytes) bytes"
        case .roomFull(_, let limit): "the room is full (\(Self.peers(limit)))"
        case .relayFull(let limit): "the relay is full (\(Self.peers(limit)))"
        case .banned(_, let seconds): "banned by the operator" + (seconds.map { " for \($0) s more" } ?? "")
        case .draining: "the relay is closing"
        case .origin: "pages of this origin are not allowed"
        case .host: "requests for this host are not allowed"
        case .forwarding(let fault): fault.words
        case .tokenMissing: "a token is needed"
        case .tokenWrong: "the token is wrong"
        case .tokensTooMany(_, let seconds): "too many wrong tokens: none is looked at for \(seconds) s"
        case .networkFull(_, let limit): "over \(limit) connections from one address"
        case .networkTooFast(_, let limit): "over \(limit) connections a second from one address"
        case .requestTooLarge(let limit): "the request is longer than \(limit) bytes (--max-request-size)"
        case .requestTooSlow(let milliseconds):
            "no whole request in \(Self.seconds(milliseconds)) s (--handshake-timeout)"
        case .more(_, let refusal): refusal.closeReason
        }
    }

    /// A host without its port.
    private static func name(_ host: String) -> String { String(host.prefix { $0 != ":" }) }

    /// An argument that can be pasted, or what to put there: an origin may hold anything, a shell's signs too.
    private static func remedy(_ origin: String) -> String {
        let isPlain = origin.utf8.allSatisfy { byte in
            switch UnicodeScalar(byte) {
            case "a"..."z", "A"..."Z", "0"..."9", ".", ":", "/", "-", "_": true
            default: false
            }
        }
        return isPlain && !origin.isEmpty ? "\(origin) lets it in" : "names those that are"
    }

    private static func peers(_ count: Int) -> String { "\(count) \(count == 1 ? "peer" : "peers")" }

    private static func seconds(_ milliseconds: Int) -> String {
        let tenths = milliseconds % 1000 / 100
        return "\(milliseconds / 1000)" + (tenths > 0 ? ".\(tenths)" : "")
    }
}
