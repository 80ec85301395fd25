import Signaling

/// The first line: where the relay is, who is there, how much is said, and whether all of it is seen.
enum Header {
    static func draw(_ model: Model, on canvas: inout Canvas) {
        let live = model.lost == 0 ? "● LIVE" : "● LIVE, \(model.lost) lost"
        let column = canvas.size.columns - Measure.width(live) - 1
        canvas.put(" signal-console", row: 0, column: 0, .title)
        let facts = [
            model.place.socket,
            Measure.count(model.roster.present.count, "peer") + " " + Measure.count(model.roster.rooms, "room"),
            Measure.count(model.messages, "msg") + " \(model.rate)/s",
        ]
        var start = 17
        let alarm = model.alarm.map {
            TextLine(text: Measure.count($0.count, "finding"), style: FindingWords.style($0.worst))
        }
        for fact in facts.map({ TextLine(text: $0) }) + [alarm].compactMap(\.self) {
            guard start + Measure.width(fact.text) < column else { break }
            start += canvas.put(fact.text, row: 0, column: start, fact.style) + 2
        }
        canvas.put(live, row: 0, column: column, Style(model.lost == 0 ? .good : .warning))
    }
}
