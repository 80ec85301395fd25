import Signaling

/// Changes `model` by `event` and returns what is to be done outside: the place where the console decides.
public func update(_ model: inout Model, _ event: Event) -> [Effect] {
    defer { model.settle() }
    switch event {
    case .key(let key):
        model.notice = nil
        if let question = model.question { return model.answer(question, with: key) }
        return press(key, in: &model)
    case .resized(let size):
        model.size = size
        return []
    case .tick(let now):
        model.now = max(model.now, now)
        model.calls.advance(to: model.now)
        model.refreshPassing()
        model.rate = model.messagesThisSecond
        model.messagesThisSecond = 0
        return []
    case .arrived(let reports, let lost):
        model.lost += lost
        for report in reports {
            switch report {
            case .entry(let entry): model.take(entry)
            case .census(let peers):
                model.roster.correct(peers, at: model.now)
                model.calls.correct(peers)
            }
        }
        return lost > 0 ? [.census] : []
    }
}

private func press(_ key: Key, in model: inout Model) -> [Effect] {
    guard let (command, obstacle) = CommandTable.command(for: key, in: model) else {
        return model.say("\(key.label) does nothing here: ? shows the keys")
    }
    return obstacle.map { model.say($0) } ?? command.run(&model)
}

extension Model {
    fileprivate mutating func take(_ entry: Entry) {
        now = max(now, entry.time)
        let reading = entry.transit.map { Reading($0.message) }
        let record = Journal.Record(entry, reading)
        roster.fold(entry)
        calls.fold(entry, reading)
        history.note(calls)
        passIfMarked(entry.number)
        for evicted in journal.append(record) {
            roster.forget(evicted.entry)
            calls.forget(evicted.entry)
        }
        if let first = journal.first?.entry.number { history.forget(before: first) }
        if entry.transit != nil {
            messages += 1
            messagesThisSecond += 1
        }
    }
}
