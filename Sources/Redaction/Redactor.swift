public import Events
public import Messages

/// Removes secrets from the events of a relay, and replaces personal data by keyed pseudonyms.
///
/// It is for exports that are given to others. The analysis of redacted events leads to the same result: a value has the same
/// pseudonym wherever it is, of the same form, so that a candidate still belongs to its description, and two peers of one
/// network still are.
///
/// | what | becomes |
/// |---|---|
/// | ICE passwords (RFC 8839 §5.4), SDES keys (RFC 4568 §6.1), tokens, passwords, cookies, credentials and users of TURN servers | other characters |
/// | certificate fingerprints (RFC 8122 §5) | other digits |
/// | ICE user names | other characters, each value its own |
/// | IP addresses | others of the same family and scope |
/// | names below `.local` (RFC 6762 §3) | UUIDs below `.local` |
/// | binary data that is no text | other bytes |
/// | names of peers and rooms, if wanted | `name-` with letters and digits |
///
/// Ports, priorities, foundations, mids, codecs, stream ids, session ids, the names of other hosts, and what people write to each
/// other stay.
public struct Redactor: Sendable {
    /// The number of bytes of a key: 16, which cannot be guessed.
    public static let keyLength = 16

    var texts: TextRedactor

    /// Creates a redactor.
    ///
    /// - Parameters:
    ///   - key: Random bytes, ``keyLength`` of them. With the same key, values have the same pseudonyms in several exports.
    ///     Whoever has the key can find out which addresses and user names the pseudonyms stand for.
    ///   - names: Whether the names of peers and rooms are replaced, too.
    public init(key: [UInt8], names: Bool = false) { texts = TextRedactor(key: key, names: names) }

    /// Returns `event` without secrets.
    ///
    /// Events are to be given in order: a name is known from the entry of its peer on.
    public mutating func redact(_ event: RelayEvent) -> RelayEvent {
        switch event {
        case .entry(let entry): .entry(redact(entry))
        case .snapshot(let snapshot): .snapshot(redact(snapshot))
        case .gauges: event
        case .report(let report): .report(redact(report))
        }
    }

    /// Returns `text` without secrets: a line that was derived from the events, such as the sentence of a finding.
    ///
    /// User names and names of peers are replaced if they were in a recent event.
    public mutating func redact(text: String) -> String {
        let redacted = texts.redacted(text)
        return texts.replacingKnownWords(in: redacted, original: text)
    }

    /// Returns a certificate fingerprint of the same form.
    public mutating func redact(fingerprint: String) -> String { texts.redacted(fingerprint: fingerprint) }

    /// Returns `entry` without secrets.
    public mutating func redact(_ entry: Entry) -> Entry {
        let content: Entry.Content =
            switch entry.content {
            case .message(let delivery): .message(redact(delivery))
            case .joined(let peer): .joined(redact(peer))
            case .left(let peer, let reason): .left(peer, redact(reason))
            case .refused(let request, let refusal): .refused(redact(request), redact(refusal))
            case .noted(let notice): .noted(redact(notice))
            case .reported(let report): .reported(redact(report))
            }
        return Entry(number: entry.number, time: entry.time, content: content)
    }

    // MARK: Messages

    /// Returns `message` without secrets, its payload in the same envelope.
    public mutating func redact(_ message: Message) -> Message {
        message.rewritten { opcode, bytes in
            guard opcode == .text || ParsedMessage(Message(opcode, bytes)).isText else {
                return texts.pseudonyms.pseudonym(.opaque, of: bytes)
            }
            return texts.redacted(bytes)
        }
    }

    private mutating func redact(_ delivery: Delivery) -> Delivery {
        Delivery(
            message: redact(delivery.message), sender: delivery.sender, room: redact(name: delivery.room),
            addressee: redact(delivery.addressee), recipients: delivery.recipients,
            interceptions: delivery.interceptions, release: delivery.release)
    }

    private mutating func redact(_ addressee: Delivery.Addressee) -> Delivery.Addressee {
        guard case .nobody(.noSuchPeer(let id)) = addressee else { return addressee }
        return .nobody(.noSuchPeer(redact(name: redact(id))))
    }

    private mutating func redact(_ held: HeldMessage) -> HeldMessage {
        var redacted = HeldMessage(
            entry: held.entry, message: redact(held.message), sender: held.sender, room: redact(name: held.room),
            addressee: redact(held.addressee), recipients: held.recipients, since: held.since, fate: held.fate,
            cause: held.cause)
        redacted.isEdited = held.isEdited
        return redacted
    }

    // MARK: Peers

    private mutating func redact(_ peer: Peer) -> Peer {
        Peer(
            id: peer.id, name: peer.name.map { redact(name: $0) }, room: redact(name: peer.room), isAware: peer.isAware,
            address: redact(peer.address), role: peer.role, transport: peer.transport)
    }

    mutating func redact(_ request: ConnectionRequest) -> ConnectionRequest {
        var request = request
        request.name = request.name.map { redact(name: $0) }
        request.room = request.room.map { redact(name: $0) }
        request.address = redact(request.address)
        return request
    }

    private mutating func redact(_ snapshot: Snapshot) -> Snapshot {
        Snapshot(
            peers: snapshot.peers.map { redact($0) },
            rules: snapshot.rules.map { ActiveRule($0.number, redact($0.rule)) },
            held: snapshot.held.map { redact($0) }, bans: snapshot.bans.map { redact($0) },
            guarded: Snapshot.Guarded(
                isEverywhere: snapshot.guarded.isEverywhere,
                rooms: Set(snapshot.guarded.rooms.map { redact(name: $0) })),
            playback: snapshot.playback)
    }

    // MARK: Texts

    /// Returns a text of any form without secrets.
    mutating func redact(_ text: String) -> String { texts.redacted(text) }

    /// Returns the name of a peer or a room, which is a text of any form, too.
    mutating func redact(name: String) -> String { texts.redacted(name: name) }
}
