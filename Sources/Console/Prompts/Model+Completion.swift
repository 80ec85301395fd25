import Analysis
import Drawing
import Events
import Filtering
import Messages
import Screens
import Sessions

/// What may stand in a filter, from those who are here and what they said.
extension Model {
    func filterCompletions(_ prompt: Prompt) -> ([Prompt.Completion], Range<Int>) {
        let completion = FilterCompletion(
            prompt.text, cursor: prompt.editor.cursor, saved: savedFilters, values: liveValues)
        let completions = completion.candidates.prefix(Self.completionLimit).map { candidate in
            Prompt.Completion(text: candidate.text, note: candidate.count.map(String.init) ?? candidate.help)
        }
        return (completions, completion.range)
    }

    /// How many of many peers are offered: who has more writes another letter.
    private static let completionLimit = 64

    /// The values that entries have of `field`, the most frequent first.
    private func liveValues(_ field: FilterField) -> [FilterCompletion.Value] {
        let values: [FilterCompletion.Value]
        switch field {
        case .from: values = peerValues(\.said)
        case .to: values = peerValues(\.heard)
        case .peer: values = peerValues { $0.said + $0.heard }
        case .room:
            let rooms = Dictionary(
                grouping: context.session.roster.present.compactMap { context.session.roster[$0] }, by: \.peer.room)
            values = rooms.map { .init($0.key, count: $0.value.reduce(0) { $0 + $1.said }) }
        case .call:
            return (0..<min(context.session.calls.callCount, Self.completionLimit)).compactMap {
                context.session.calls.call(at: $0)
            }
            .map {
                .init(String($0.number), count: $0.negotiations.count)
            }
        case .kind: return context.session.statistics.kinds.map { .init($0.key.rawValue, count: $0.value.messages) }
        default: return []
        }
        return values.sorted { ($1.count, $0.text) < ($0.count, $1.text) }
    }

    private func peerValues(_ count: (Roster.Member) -> Int) -> [FilterCompletion.Value] {
        context.session.roster.present.compactMap { peer in
            context.session.roster[peer].map { .init($0.peer.name ?? peer.description, count: count($0)) }
        }
    }
}
