import Analysis
import Events
import Messages

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
        model.size = size
        return model.retitle()
    case .tick(let now):
        model.now = max(model.now, now)
        model.calls.advance(to: model.now)
        model.renewSifting()
        model.statistics.pass()
        model.interventions.pass(until: model.now)
        return (model.noteFindings() ? model.alertEffects : []) + model.retitle()
    case .wallClock(let clock, let moment):
        model.wall.follow(clock, at: moment)
        return []
    case .arrived(let reports, let lost):
        model.lost += lost
        model.noteLoss(lost)
        var isAlarm = false
        for report in reports {
            switch report {
            case .entry(let entry): isAlarm = model.take(entry) || isAlarm
            case .census(let census):
                model.roster.correct(census.peers, at: model.now)
                model.calls.correct(census.peers)
                model.interventions.correct(census)
                model.sifting?.forgetNames()
            case .gauges(let gauges): model.gauges = gauges
            }
        }
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
    /// Takes in an entry; true where it brings an error to light.
    fileprivate mutating func take(_ entry: Entry) -> Bool {
        now = max(now, entry.time)
        let reading = entry.transit.map { Reading($0.message, &known) }
        let record = Journal.Record(entry, reading)
        roster.fold(entry)
        interventions.fold(entry)
        if case .noted(.certificate(.reloaded(let fingerprint, _))) = entry.content, place.fingerprint != nil {
            place.fingerprint = fingerprint
        }
        if case .left(let peer, _) = entry.content { markedPeers.remove(peer) }
        noteSentDraft(entry)
        calls.fold(entry, reading)
        history.note(calls)
        noteHappening(entry)
        let isAlarm = noteFindings()
        let evicted = journal.append(record)
        for old in evicted {
            roster.forget(old.entry)
            calls.forget(old.entry)
        }
        sift(record)
        if !evicted.isEmpty, let first = journal.firstNumber {
            history.forget(before: first)
            sifting?.forget(before: first)
            marks.forget(before: first)
        }
        if let transit = entry.transit { statistics.take(transit, record.kind ?? .other) }
        return isAlarm
    }
}
