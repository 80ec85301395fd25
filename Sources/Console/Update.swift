import Drawing
import Events
import Screens
import Sessions

/// Changes `model` by `event` and returns what is to be done outside: the place where the console decides.
public func update(_ model: inout Model, _ event: Event) -> [Effect] {
    defer { model.settle() }
    switch event {
    case .key(let key):
        model.notice = nil
        if let question = model.question { return model.answer(question, with: key) }
        if let prompt = model.prompt { return model.type(key, into: prompt) }
        return press(key, in: &model)
    case .mouse(let mouse):
        model.notice = nil
        return model.take(mouse)
    case .paste(let text):
        model.notice = nil
        return model.paste(text)
    case .told(let words):
        defer { model.copied = nil }
        return model.say([model.copied, words].compactMap(\.self).joined(separator: ": "))
    case .edited(let edited):
        return model.takeEdited(edited)
    case .more:
        model.sift()
        return []
    case .resized(let size):
        model.context.size = size
        return model.retitle()
    case .tick(let now):
        let isAlarm = model.context.session.advance(to: now)
        model.renewSifting()
        return (isAlarm ? model.alertEffects : []) + model.retitle()
    case .wallClock(let clock, let moment):
        model.context.wall.follow(clock, at: moment)
        return []
    case .arrived(let reports, let lost):
        model.context.session.lose(lost)
        var isAlarm = false
        for report in reports { isAlarm = model.take(report) || isAlarm }
        return (lost > 0 ? [.census] : []) + (isAlarm ? model.alertEffects : [])
    }
}

/// Does what `key` does where one is.
func press(_ key: Key, in model: inout Model) -> [Effect] {
    guard let (command, obstacle) = CommandTable.command(for: key, in: model) else {
        return model.say("\(key.label) does nothing here: ? shows the keys")
    }
    return obstacle.map { model.say($0) } ?? command.run(&model)
}

extension Model {
    /// Folds a report into the session and what depends on it; returns whether an error was found.
    fileprivate mutating func take(_ report: RelayEvent) -> Bool {
        let change = context.session.fold(report)
        switch report {
        case .entry(let entry):
            if case .left(let peer, _) = entry.content { markedPeers.remove(peer) }
            if case .operated(.replay, _) = entry.transit?.sender { playback?.sent += 1 }
            if case .noted(.replayed) = entry.content { playback = nil }
            noteSentDraft(entry)
        case .census(let census):
            playback = census.playback
            sifting?.forgetNames()
        case .gauges: break
        }
        if let record = change.record { sift(record) }
        if let first = change.firstKept {
            sifting?.forget(before: first)
            context.marks.forget(before: first)
        }
        return change.isAlarm
    }
}
