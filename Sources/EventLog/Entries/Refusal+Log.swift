import Events

/// ```
/// "refusal":{"kind":"room-full","room":"demo","limit":100}
/// "refusal":{"kind":"repeated","count":7,"last":{"kind":"token-wrong"}}
/// ```
extension Refusal {
    func write(to writer: inout LogWriter) {
        switch self {
        case .nameTooLong(let scalars, let bytes):
            writer.text("kind", "name-too-long")
            writer.integer("scalars", scalars)
            writer.integer("bytes", bytes)
        case .roomNameTooLong(let scalars, let bytes):
            writer.text("kind", "room-name-too-long")
            writer.integer("scalars", scalars)
            writer.integer("bytes", bytes)
        case .roomFull(let room, let limit):
            writer.text("kind", "room-full")
            writer.text("room", room)
            writer.integer("limit", limit)
        case .relayFull(let limit):
            writer.text("kind", "relay-full")
            writer.integer("limit", limit)
        case .banned(let subject, let seconds):
            writer.text("kind", "banned")
            subject.write(to: &writer)
            writer.integer("seconds", seconds)
        case .draining: writer.text("kind", "draining")
        case .origin(let origin):
            writer.text("kind", "origin")
            writer.text("text", origin)
        case .host(let host):
            writer.text("kind", "host")
            writer.text("text", host)
        case .forwarding(let fault):
            writer.text("kind", "forwarding")
            fault.write(to: &writer)
        case .tokenMissing: writer.text("kind", "token-missing")
        case .tokenWrong: writer.text("kind", "token-wrong")
        case .tokensTooMany(let subject, let seconds):
            writer.text("kind", "tokens-too-many")
            subject.write(to: &writer)
            writer.integer("seconds", seconds)
        case .networkFull(let subject, let limit):
            writer.text("kind", "network-full")
            subject.write(to: &writer)
            writer.integer("limit", limit)
        case .networkTooFast(let subject, let limit):
            writer.text("kind", "network-too-fast")
            subject.write(to: &writer)
            writer.integer("limit", limit)
        case .probesDisabled: writer.text("kind", "probes-disabled")
        case .requestTooLarge(let limit):
            writer.text("kind", "request-too-large")
            writer.integer("limit", limit)
        case .requestTooSlow(let milliseconds):
            writer.text("kind", "request-too-slow")
            writer.integer("milliseconds", milliseconds)
        case .repeated(let count, let last):
            writer.text("kind", "repeated")
            writer.integer("count", count)
            writer.object("last") { last.write(to: &$0) }
        }
    }

    /// The refusal that `reader` has; one in another is read, and none in that.
    init?(_ reader: LogReader, isNested: Bool = false) {
        func integer(_ name: StaticString) -> Int { reader.integer(name) ?? 0 }
        func subject(_ make: (Ban.Subject) -> Refusal) -> Refusal? { Ban.Subject(reader).map(make) }
        let refusal: Refusal? =
            switch reader.text("kind") {
            case "name-too-long": .nameTooLong(scalars: integer("scalars"), bytes: integer("bytes"))
            case "room-name-too-long": .roomNameTooLong(scalars: integer("scalars"), bytes: integer("bytes"))
            case "room-full": .roomFull(room: reader.text("room") ?? "", limit: integer("limit"))
            case "relay-full": .relayFull(limit: integer("limit"))
            case "banned": subject { .banned($0, seconds: reader.integer("seconds")) }
            case "draining": .draining
            case "origin": .origin(reader.text("text") ?? "")
            case "host": .host(reader.text("text") ?? "")
            case "forwarding": ForwardingFault(reader).map(Refusal.forwarding)
            case "token-missing": .tokenMissing
            case "token-wrong": .tokenWrong
            case "tokens-too-many": subject { .tokensTooMany($0, seconds: integer("seconds")) }
            case "network-full": subject { .networkFull($0, limit: integer("limit")) }
            case "network-too-fast": subject { .networkTooFast($0, limit: integer("limit")) }
            case "probes-disabled": .probesDisabled
            case "request-too-large": .requestTooLarge(limit: integer("limit"))
            case "request-too-slow": .requestTooSlow(milliseconds: integer("milliseconds"))
            case "repeated" where !isNested:
                reader.object("last").flatMap { Refusal($0, isNested: true) }.map {
                    .repeated(count: integer("count"), last: $0)
                }
            default: nil
            }
        guard let refusal else { return nil }
        self = refusal
    }
}

extension ForwardingFault {
    fileprivate func write(to writer: inout LogWriter) {
        switch self {
        case .malformed(let name):
            writer.text("fault", "malformed")
            writer.text("header", name)
        case .tooLong(let name):
            writer.text("fault", "too-long")
            writer.text("header", name)
        case .contradiction: writer.text("fault", "contradiction")
        }
    }

    fileprivate init?(_ reader: LogReader) {
        let name = reader.text("header") ?? ""
        switch reader.text("fault") {
        case "malformed": self = .malformed(name)
        case "too-long": self = .tooLong(name)
        case "contradiction": self = .contradiction
        default: return nil
        }
    }
}

/// ```
/// "number":1,"bannedName":"mallory","until":60.000000000      "bannedV4":3221225985 · "bannedV6":"20010db800000000"
/// ```
extension Ban {
    func write(to writer: inout LogWriter) {
        writer.integer("number", number)
        subject.write(to: &writer)
        writer.time("until", until)
    }

    init?(_ reader: LogReader) {
        guard let number = reader.integer("number"), let subject = Subject(reader) else { return nil }
        self.init(number: number, subject: subject, until: reader.time("until"))
    }
}

extension Ban.Subject {
    func write(to writer: inout LogWriter) {
        switch self {
        case .name(let name): writer.text("bannedName", name)
        case .v4(let address): writer.integer("bannedV4", address)
        case .v6(let high): writer.text("bannedV6", String(high, radix: 16))
        case .link(let low): writer.text("bannedLink", String(low, radix: 16))
        }
    }

    init?(_ reader: LogReader) {
        if let name = reader.text("bannedName") {
            self = .name(name)
        } else if let address = reader.integer("bannedV4").flatMap({ UInt32(exactly: $0) }) {
            self = .v4(address)
        } else if let high = reader.text("bannedV6").flatMap({ UInt64($0, radix: 16) }) {
            self = .v6(high)
        } else if let low = reader.text("bannedLink").flatMap({ UInt64($0, radix: 16) }) {
            self = .link(low)
        } else {
            return nil
        }
    }
}
