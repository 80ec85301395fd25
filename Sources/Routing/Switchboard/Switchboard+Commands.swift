public import Events
public import Messages

extension Switchboard {
    /// A command of the operator.
    public enum Command: Hashable, Sendable {
        /// Disconnects peers.
        case kick([PeerID], KickReason)
        /// Refuses connections of the subject, for this many seconds; `nil` for as long as the relay runs.
        case ban(Ban.Subject, seconds: Int?)
        /// Lifts the ban with this number.
        case lift(ban: Int)
        /// Sends messages. If any has a delay, they form a replay, which replaces the current one.
        case send([Sending])
        /// Stops the current replay.
        case stopSending
        /// Adds an intercept rule.
        case addRule(CompiledRule)
        /// Removes the intercept rule with this number.
        case removeRule(Int)
        /// Releases the held messages of these entries, each after the earlier ones on its lane, or at once if `overtaking`.
        case release([Int], overtaking: Bool)
        /// Releases all held messages.
        case releaseAll
        /// Replaces the held message of this entry, and releases it.
        case replace(Int, Message)
        /// Discards the held messages of these entries.
        case discard([Int])
        /// Sets the frames in which plain peers receive text.
        case deliver([PeerID], PlainDelivery)
        /// Switches the glare guard on or off, in this room, or in all rooms if it is `nil`.
        case guardGlare(room: String?, isOn: Bool)
    }
}

/// The operator's commands. Each command that has an effect is recorded as an entry.
extension Switchboard {
    mutating func perform(_ command: Command, at time: Instant) -> [Action] {
        switch command {
        case .kick(let peers, let reason): return peers.flatMap { kick($0, reason) }
        case .ban(let subject, let seconds): return ban(subject, seconds: seconds, at: time)
        case .lift(let number):
            guard let index = bans.firstIndex(where: { $0.number == number }) else { return [] }
            return [record(.noted(.lifted(bans.remove(at: index))))]
        case .send(let sendings): return send(sendings, at: time)
        case .stopSending: return stopPlayback()
        case .addRule(let rule): return pipeline.addRule(rule).map { [record(.noted(.ruleAdded($0, rule.rule)))] } ?? []
        case .removeRule(let number):
            return pipeline.removeRule(number).map { [record(.noted(.ruleRemoved(number, $0)))] } ?? []
        case .guardGlare(let room, let isOn):
            pipeline.guardGlare(room, isOn: isOn)
            return [record(.noted(.guarded(room: room, isOn: isOn)))]
        case .deliver(let peers, let delivery): return deliver(to: peers, delivery)
        case .release(let entries, let overtaking): return release(entries, overtaking: overtaking, at: time)
        case .releaseAll:
            pipeline.held.allow(.operator) { _ in true }
            return []
        case .replace(let entry, let message):
            guard pipeline.held.replace(entry, by: message) else { return [record(.noted(.tooLate(entry: entry)))] }
            pipeline.held.allow(.operator, entries: [entry])
            return []
        case .discard(let entries):
            return pipeline.held.remove(entries: entries).map { discard($0, .operator) }
        }
    }

    // MARK: Peers

    private mutating func kick(_ peer: PeerID, _ reason: KickReason) -> [Action] {
        guard peers[peer] != nil else { return [] }
        return [.close(peer, reason.code, reason: reason.reason)] + remove(peer, .kicked(reason))
    }

    private mutating func ban(_ subject: Ban.Subject, seconds: Int?, at time: Instant) -> [Action] {
        bans.removeAll { $0.isOver(at: time) || $0.subject == subject }
        guard bans.count < Ban.limit else { return [] }
        bansMade += 1
        let until = seconds.map { time.advanced(by: Int64($0) * 1_000_000_000) }
        let ban = Ban(number: bansMade, subject: subject, until: until)
        bans.append(ban)
        return [record(.noted(.banned(ban)))]
    }

    /// Returns the refusal of `request` if a ban covers it.
    mutating func ban(on request: ConnectionRequest, at time: Instant) -> Refusal? {
        guard !bans.isEmpty else { return nil }
        bans.removeAll { $0.isOver(at: time) }
        return bans.first { $0.subject.covers(request) }.map { ban in
            .banned(ban.subject, seconds: ban.until.map { max(1, Int($0.seconds(since: time))) })
        }
    }

    // MARK: Sending

    private mutating func send(_ sendings: [Sending], at time: Instant) -> [Action] {
        guard sendings.contains(where: { $0.delay > 0 }) else { return sendings.flatMap { send($0) } }
        let stopped = stopPlayback()
        playback = Playback(sendings, from: time)
        return stopped + play(at: time)
    }

    private mutating func send(_ sending: Sending) -> [Action] {
        let (recipients, addressee): ([PeerID], Delivery.Addressee) =
            switch sending.destination {
            case .peers(let targets): (targets.filter { peers[$0] != nil }, .peers(targets))
            case .room(let room): (rooms[room, default: []].filter { $0 != sending.author }, .room)
            }
        let delivery = Delivery(
            message: sending.message, sender: .operated(sending.origin, author: sending.author), room: sending.room,
            addressee: addressee, recipients: recipients)
        return deliveries(of: sending.message, nil, from: sending.author, to: recipients) + [record(.message(delivery))]
    }

    /// Sends the messages of the replay that are due.
    mutating func play(at time: Instant) -> [Action] {
        var actions: [Action] = []
        while let sending = playback?.next(at: time) { actions += send(sending) }
        if let playback, playback.due == nil { actions += stopPlayback() }
        return actions
    }

    private mutating func stopPlayback() -> [Action] {
        guard let stopped = playback else { return [] }
        playback = nil
        return [record(.noted(.replayed(sent: stopped.sent, of: stopped.count)))]
    }

    // MARK: Held messages

    private mutating func release(_ entries: [Int], overtaking: Bool, at time: Instant) -> [Action] {
        guard overtaking else {
            pipeline.held.allow(.operator, entries: entries)
            return []
        }
        return pipeline.held.remove(entries: entries).flatMap { release($0, .operator, at: time) }
    }

    /// Delivers released messages, up to the limit of one turn; ``due`` covers the rest.
    mutating func proceed(at time: Instant, isTurn: Bool) -> [Action] {
        pipeline.held.proceed(at: time, isTurn: isTurn).flatMap { release($0.message, $0.cause, at: time) }
    }

    private mutating func release(_ held: HeldMessage, _ cause: Release.Cause, at time: Instant) -> [Action] {
        let delivery = Delivery(
            message: held.message, sender: .peer(held.sender), room: held.room, addressee: held.addressee,
            recipients: held.recipients,
            release: Release(
                entry: held.entry, nanoseconds: time.nanoseconds - held.since.nanoseconds, cause,
                isEdited: held.isEdited))
        return deliveries(of: held.message, nil, from: held.sender, to: held.recipients) + [record(.message(delivery))]
    }

    mutating func discard(_ held: HeldMessage, _ cause: RelayNotice.Discard.Cause) -> Action {
        record(
            .noted(
                .discarded(
                    RelayNotice.Discard(entry: held.entry, sender: held.sender, recipients: held.recipients, cause))))
    }

    /// Releases all held messages, and reports what was only counted, as the relay shuts down.
    mutating func end(at time: Instant) -> [Action] {
        isEnding = true
        pipeline.held.allow(.relayEnds) { _ in true }
        return stopPlayback() + reportCounted(at: time.advanced(by: Self.repetitionTime))
    }
}
