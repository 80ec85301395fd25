import Analysis
import Events
import Filtering
import Messages
import SDP
import Screens
import Sessions

/// What the log shows, and where one is in it: to come back to.
struct LogView: Hashable, Sendable {
    var filter = ""
    var mode = Filtering.hide
    var position = ListPosition()
    var isFollowing = true
}

/// What the log shows: by a filter, from where on, up to where.
extension Model {
    /// What the log shows now.
    var logView: LogView {
        LogView(filter: filterText, mode: context.settings.filter, position: log, isFollowing: isFollowing)
    }

    /// Shows what the log showed before.
    mutating func show(_ view: LogView) {
        _ = filter(by: view.filter)
        (context.settings.filter, log, isFollowing) = (view.mode, view.position, view.isFollowing)
    }

    /// The filter as it is written; empty if there is none.
    var filterText: String { sifting?.filter.text ?? "" }

    /// Shows what `text` lets pass; all if it is empty.
    ///
    /// - Returns: What is wrong with `text`; the filter is then as it was.
    mutating func filter(by text: String) -> FilterError? {
        guard text.contains(where: { $0 != " " }) else {
            sifting = nil
            return nil
        }
        do throws(FilterError) {
            let filter = try Filter(text, saved: savedFilters)
            guard filter.text != sifting?.filter.text else { return nil }
            sifting = FilteredView(filter, below: (context.session.journal.last?.entry.number ?? 0) + 1)
            sift()
            return nil
        } catch {
            return error
        }
    }

    /// Looks at some more entries; the most of what has come so far is done at once.
    mutating func sift() {
        guard sifting?.isUnfinished == true else { return }
        let facts = EntryFacts(context)
        sifting?.work(context.session.journal, facts)
    }

    /// Tests the newest entry.
    mutating func sift(_ record: Journal.Record) {
        guard sifting != nil else { return }
        let facts = EntryFacts(context)
        sifting?.take(record, facts)
    }

    /// Looks again at what may have changed meanwhile, once a second.
    mutating func renewSifting() {
        sifting?.renew(
            below: (context.session.journal.last?.entry.number ?? 0) + 1,
            [context.session.calls.findings.version, context.marks.version])
        sift()
    }

    /// The filter as it was typed, once it is meant.
    mutating func acceptFilter(_ text: String) -> [Effect] {
        if text != filterText { unfinding = nil }
        return filter(by: text).map { say($0.description) } ?? []
    }

    mutating func clearFilter() -> [Effect] {
        (sifting, unfinding) = (nil, nil)
        return []
    }

    /// Shows only entries with findings, of those that pass; or all of these again.
    mutating func toggleOnlyFindings() -> [Effect] {
        if let view = unfinding {
            unfinding = nil
            context.settings.filter = view.mode
            return filter(by: view.filter).map { say($0.description) } ?? []
        }
        unfinding = logView
        context.settings.filter = .hide
        let error = filter(by: filterText.isEmpty ? "is:finding" : "(\(filterText)) is:finding")
        return error.map { say($0.description) } ?? []
    }

    // MARK: By what is under the cursor

    /// Asks which value of the line under the cursor the log is to be filtered by.
    mutating func askFilterByValue() -> [Effect] {
        let values = screen == nil && subject == .peers ? peerTerms : entryTerms
        question = values.isEmpty ? nil : .filterBy(values, choice: 0)
        return []
    }

    private var peerTerms: [String] {
        guard let peer = selectedPeer, let member = context.session.roster[peer] else { return [] }
        return [
            "peer:" + name(peer), "from:" + name(peer), "to:" + name(peer), "room:" + Filter.quoted(member.peer.room),
        ]
    }

    private var entryTerms: [String] {
        guard let record = currentRecord else { return [] }
        let author = actionPeer.map { [("from:" + name($0)), "peer:" + name($0)] } ?? []
        guard let transit = record.entry.transit else { return author }
        let kind = record.kind.map { ["kind:" + $0.rawValue] } ?? []
        let type = record.candidateType.map { ["cand:" + $0.rawValue] } ?? []
        let hearers = transit.hearers.prefix(3).map { "to:" + name($0) }
        let calls = context.session.calls.calls(of: record).prefix(2).map { "call:\($0.number)" }
        return kind + type + author + hearers + ["room:" + Filter.quoted(transit.room)] + calls
    }

    /// A peer as a filter names it, so that nobody else is meant.
    private func name(_ peer: PeerID) -> String {
        let label = context.session.roster.label(peer)
        return Filter.quoted(label == context.session.roster[peer]?.peer.name ? label : peer.description)
    }

    /// Adds `term` to the filter.
    mutating func filterFurther(by term: String) -> [Effect] {
        let before = filterText
        return acceptFilter(
            before.isEmpty ? term : sifting?.filter.isAlternative == true ? "(\(before)) \(term)" : "\(before) \(term)")
    }

    // MARK: Freezing and clearing

    /// Keeps what is shown as it is, or lets it go on.
    mutating func toggleFreeze() -> [Effect] {
        frozen = frozen == nil ? context.session.journal.last?.entry.number ?? 0 : nil
        return []
    }

    /// How many entries have come since the view was frozen.
    var unseen: Int {
        guard let frozen else { return 0 }
        let passing = context.settings.filter == .hide ? sifting?.passing : nil
        return ShownEntries(context.session.journal, passing: passing, from: max(cleared, frozen + 1)).count
    }

    /// Hides all that is there; what comes is shown, and nothing is forgotten.
    mutating func clear() -> [Effect] {
        if cleared > 0 {
            cleared = 0
            return say("all entries are shown again")
        }
        cleared = (frozen ?? context.session.journal.last?.entry.number ?? 0) + 1
        return say("hidden up to #\(cleared - 1), and kept: c again shows them")
    }
}
