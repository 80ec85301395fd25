public import Events

/// An event of a recording, with its time.
public struct RecordedEvent: Hashable, Sendable {
    /// The time of the event since the start of the recording; of several, since that of the first.
    public var time: Instant
    /// The event.
    public var content: Content
    /// The place of an entry in the files of the recording; `nil` if it cannot be read from them again.
    public var place: EntryPlace?

    public init(_ content: Content, at time: Instant, place: EntryPlace? = nil) {
        (self.content, self.time, self.place) = (content, time, place)
    }

    /// The content of a line of a recording.
    public enum Content: Hashable, Sendable {
        /// An event of the relay.
        case event(RelayEvent)
        /// This many events were lost.
        case lost(Int)
        /// The recording ends.
        case end
    }
}

extension RelayEvent {
    /// Returns the event as it would have been `nanoseconds` later.
    func shifted(by nanoseconds: Int64) -> RelayEvent {
        guard nanoseconds != 0 else { return self }
        switch self {
        case .entry(let entry):
            var content = entry.content
            switch entry.content {
            case .message(let delivery) where !delivery.interceptions.isEmpty:
                content = .message(delivery.shifted(by: nanoseconds))
            case .reported(let report): content = .reported(report.shifted(by: nanoseconds))
            case .noted(.banned(let ban)): content = .noted(.banned(ban.shifted(by: nanoseconds)))
            case .noted(.lifted(let ban)): content = .noted(.lifted(ban.shifted(by: nanoseconds)))
            default: break
            }
            return .entry(Entry(number: entry.number, time: entry.time.advanced(by: nanoseconds), content: content))
        case .report(let report): return .report(report.shifted(by: nanoseconds))
        case .snapshot(let snapshot):
            let held = snapshot.held.map { held in
                var shifted = HeldMessage(
                    entry: held.entry, message: held.message, sender: held.sender, room: held.room,
                    addressee: held.addressee, recipients: held.recipients, since: held.since.advanced(by: nanoseconds),
                    fate: held.fate.shifted(by: nanoseconds), cause: held.cause)
                shifted.isEdited = held.isEdited
                return shifted
            }
            return .snapshot(
                Snapshot(
                    peers: snapshot.peers, rules: snapshot.rules, held: held,
                    bans: snapshot.bans.map { $0.shifted(by: nanoseconds) }, guarded: snapshot.guarded,
                    playback: snapshot.playback))
        case .gauges: return self
        }
    }
}

extension PageReport {
    fileprivate func shifted(by nanoseconds: Int64) -> PageReport {
        PageReport(page: page, occurred: occurred.advanced(by: nanoseconds), address: address, report)
    }
}

extension Ban {
    fileprivate func shifted(by nanoseconds: Int64) -> Ban {
        Ban(number: number, subject: subject, until: until?.advanced(by: nanoseconds))
    }
}

extension Delivery {
    fileprivate func shifted(by nanoseconds: Int64) -> Delivery {
        Delivery(
            message: message, sender: sender, room: room, addressee: addressee, recipients: recipients,
            interceptions: interceptions.map {
                Interception($0.fate.shifted(by: nanoseconds), $0.cause, recipients: $0.recipients)
            }, release: release)
    }
}

extension Interception.Fate {
    fileprivate func shifted(by nanoseconds: Int64) -> Self {
        switch self {
        case .held(let until): .held(until: until.advanced(by: nanoseconds))
        case .heldUntilGlare(let until): .heldUntilGlare(until: until.advanced(by: nanoseconds))
        case .delayed(let until): .delayed(until: until.advanced(by: nanoseconds))
        case .queuedBehind, .dropped: self
        }
    }
}
