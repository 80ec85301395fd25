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
        model.rate = model.messagesThisSecond
        model.messagesThisSecond = 0
        return []
    case .arrived(let entries, let lost):
        model.lost += lost
        for entry in entries { model.take(entry) }
        return []
    }
}

private func press(_ key: Key, in model: inout Model) -> [Effect] {
    guard let command = CommandTable.commands(for: key, in: model).first else { return [] }
    if let obstacle = command.obstacle(model) {
        model.notice = obstacle.isEmpty ? nil : obstacle
        return []
    }
    return command.run(&model)
}

extension Model {
    fileprivate mutating func take(_ entry: Entry) {
        now = max(now, entry.time)
        roster.fold(entry)
        for record in journal.append(Journal.Record(entry)) { roster.forget(record.entry) }
        if entry.transit != nil {
            messages += 1
            messagesThisSecond += 1
        }
    }
}
