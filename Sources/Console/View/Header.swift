import Drawing
import Events
import Exports
import Screens
import Sessions
import Text

/// The first line: where the relay is, who is there, how much is said, and whether all of it is seen.
enum Header {
    static func draw(_ model: Model, on canvas: inout Canvas) {
        let live = model.context.session.lost == 0 ? "● LIVE" : "● LIVE, \(model.context.session.lost) lost"
        let column = canvas.size.columns - Printable.width(live) - 1
        canvas.put(" signal-console", row: 0, column: 0, .title)
        let statistics = model.context.session.statistics
        let alarm = model.alarm.map {
            TextLine(text: Format.count($0.count, "finding"), style: FindingWords.style($0.worst))
        }
        // In this order, as many as there is room for.
        let facts: [TextLine?] = [
            TextLine(text: model.context.session.endpoint.socket),
            model.isReadOnly ? TextLine(text: "read-only", style: Style(.operated)) : nil,
            interventions(model).map { TextLine(text: $0, style: Style(.operated)) },
            TextLine(
                text: Format.count(model.context.session.roster.present.count, "peer") + " "
                    + Format.count(model.context.session.roster.rooms, "room")),
            TextLine(text: Format.count(statistics.all.messages, "msg") + " \(statistics.rate.messages)/s"),
            alarm,
            TextLine(text: memory(model), style: .chrome),
            TextLine(text: Format.bytes(statistics.rate.bytes) + "B/s", style: .chrome),
            TextLine(text: "up " + Format.age(.start, at: model.context.session.now), style: .chrome),
        ]
        var start = 17
        for fact in facts.compactMap(\.self) {
            guard start + fact.width < column else { break }
            start += canvas.put(fact, row: 0, column: start) + 2
        }
        canvas.put(live, row: 0, column: column, Style(model.context.session.lost == 0 ? .good : .warning))
    }

    /// What is set up on the wire, and what waits: `2 rules, 3 held 27s`; `nil` if nothing is.
    private static func interventions(_ model: Model) -> String? {
        let interventions = model.context.session.interventions
        guard !interventions.isIdle || model.playback != nil else { return nil }
        let count = interventions.held.count
        let left = interventions.due.map { " " + InterceptionText.countdown(to: $0, model.context.session.now) } ?? ""
        let playback = model.playback.map { "replay \($0.sent)/\($0.count)" }
        let facts = [
            interventions.rules.isEmpty ? nil : Format.count(interventions.rules.count, "rule"),
            count == 0 ? nil : "\(count) held\(left)", interventions.guarded.isOff ? nil : "guard", playback,
        ]
        return facts.compactMap(\.self).joined(separator: ", ")
    }

    /// What the journal takes of what it may: `1.2/64 MiB`.
    private static func memory(_ model: Model) -> String {
        let (bytes, limit) = (model.context.session.journal.bytes, model.context.session.journal.limits.bytes)
        return "\(Format.mebibytes(bytes).dropLast(4))/\(limit / 1_048_576) MiB"
    }
}
