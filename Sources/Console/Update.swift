import Analysis
import Connections
public import Drawing
import Events
import Findings
import Negotiations
import Panes
import Recordings
import Screens
import Sessions

/// Changes `model` by `event` and returns the effects to perform.
///
/// All decisions of the console are made here: the function is pure, and its effects come back as events.
public func update(_ model: inout Model, _ event: Event) -> [Effect] {
    defer { model.clampPositions() }
    switch event {
    case .key(let key):
        model.statusMessage = nil
        if let question = model.question { return model.answer(question, with: key) }
        if let prompt = model.prompt { return model.type(key, into: prompt) }
        return press(key, in: &model)
    case .mouse(let mouse):
        model.statusMessage = nil
        return model.handle(mouse)
    case .paste(let text):
        model.statusMessage = nil
        return model.paste(text)
    case .effectFinished(let result):
        defer { model.copied = nil }
        return model.report([model.copied, result].compactMap(\.self).joined(separator: ": "))
    case .edited(let edited):
        return model.finishEditing(edited)
    case .continueWork:
        model.log.continueSearch(in: model.context)
        return []
    case .resized(let size):
        model.context.size = size
        return model.updateTitle()
    case .tick(let now):
        let isAlarm = model.context.session.advance(to: now)
        model.log.refreshFilter(in: model.context)
        return (isAlarm ? model.alertEffects : []) + model.updateTitle()
    case .wallClock(let clock, let moment):
        model.context.wall.follow(clock, at: moment)
        return []
    case .arrived(let events, let lost):
        model.context.session.lose(lost)
        var isAlarm = false
        for event in events { isAlarm = model.fold(event) || isAlarm }
        return (lost > 0 ? [.requestSnapshot] : []) + (isAlarm ? model.alertEffects : [])
    case .read(let events, let recording):
        model.fold(events)
        model.recording = recording
        return []
    }
}

/// The screen that shows `model`: drawn anew each time.
public func view(_ model: Model) -> Canvas {
    drawScreen(model, hints: CommandTable.hints(in: model))
}

/// Runs the command that `key` is bound to.
func press(_ key: Key, in model: inout Model) -> [Effect] {
    guard let (command, disabledReason) = CommandTable.command(for: key, in: model) else {
        let help = CommandTable.helpKey(in: model).map { ": \($0.label) shows the keys" } ?? ""
        return model.report("\(key.label) does nothing here\(help)")
    }
    return disabledReason.map { model.report($0) } ?? command.run(&model)
}

extension Model {
    /// Folds an event of the relay into the session and into the state that depends on it.
    ///
    /// Returns whether an error was found.
    fileprivate mutating func fold(_ event: RelayEvent) -> Bool {
        let change = context.session.fold(event)
        apply(change, of: event)
        return change.isAlarm
    }

    /// Folds the next events of a recording, each at its time.
    fileprivate mutating func fold(_ events: [RecordedEvent]) {
        for event in events {
            let change = context.session.fold(event)
            if case .event(let relayed) = event.content { apply(change, of: relayed) }
        }
    }

    /// Applies an event that the session has folded, with its effects, to the state outside of the session.
    private mutating func apply(_ change: Session.Change, of event: RelayEvent) {
        switch event {
        case .entry(let entry):
            if case .left(let peer, _) = entry.content { peers.unmark([peer]) }
            if case .operated(.replay, _) = entry.delivery?.sender { playback?.sent += 1 }
            if case .noted(.replayed) = entry.content { playback = nil }
            resolveSentDraft(entry)
        case .snapshot(let snapshot):
            playback = snapshot.playback
            log.resolveNames()
        case .gauges, .report: break
        }
        if let record = change.record { log.append(record, in: context) }
        if let first = change.firstKept {
            log.removeEntries(before: first)
            context.marks.removeEntries(before: first)
        }
    }

    // MARK: Outside of the screen

    /// Sets the title of the window if it has changed.
    fileprivate mutating func updateTitle() -> [Effect] {
        // With an empty title, the terminal shows its own.
        let text = context.settings.title ? titleText : ""
        guard text != title else { return [] }
        title = text
        return [.title(text)]
    }

    /// `signal-console demo: 2 peers, 1 finding`.
    private var titleText: String {
        let roster = context.session.roster
        let rooms = Set(roster.present.compactMap { roster[$0]?.peer.room })
        let room = rooms.count == 1 ? rooms.first.map { " " + $0 } ?? "" : ""
        let findings = context.session.calls.findings.alarm.map { ", " + Format.count($0.count, "finding") } ?? ""
        return "signal-console\(room): \(Format.count(roster.present.count, "peer"))\(findings)"
    }

    /// The effects of a new error.
    fileprivate var alertEffects: [Effect] {
        switch context.settings.alert {
        case .off: []
        case .bell: [.bell]
        case .flash: [.flash]
        }
    }
}
