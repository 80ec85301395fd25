import Analysis
import Connections
import Events
import Filtering
import Findings
import Messages
import Negotiations
import Panes
import SDP
import Screens
import Sessions

/// The filter of the log.
extension Model {
    /// Filters the log by `text`; an empty one removes the filter.
    ///
    /// Returns what is wrong with `text`; the filter is unchanged then.
    mutating func setFilter(_ text: String) -> FilterError? {
        do throws(FilterError) {
            let filter = text.contains { $0 != " " } ? try Filter(text, saved: savedFilters) : nil
            log.setFilter(filter, in: context)
            return nil
        } catch {
            return error
        }
    }

    /// Filters the log by a text that the operator has completed.
    mutating func applyFilter(_ text: String) -> [Effect] {
        if text != log.filterText { log.viewBeforeFindings = nil }
        return setFilter(text).map { report($0.description) } ?? []
    }

    mutating func clearFilter() -> [Effect] {
        log.clearFilter()
        return []
    }

    /// Restores the filter and the cursor of `view`.
    mutating func restore(_ view: LogPane.View) {
        _ = setFilter(view.filter)
        context.settings.filter = view.mode
        log.restorePosition(of: view)
    }

    /// Adds `is:finding` to the filter, or restores the filter before that.
    mutating func toggleOnlyFindings() -> [Effect] {
        let text = log.filterText
        let error: FilterError?
        if let view = log.viewBeforeFindings {
            log.viewBeforeFindings = nil
            context.settings.filter = view.mode
            error = setFilter(view.filter)
        } else {
            log.viewBeforeFindings = log.view(context)
            context.settings.filter = .hide
            error = setFilter(text.isEmpty ? "is:finding" : "(\(text)) is:finding")
        }
        return error.map { report($0.description) } ?? []
    }

    // MARK: Filtering by a value

    /// Asks which value of the selected line to filter by.
    mutating func askFilterByValue() -> [Effect] {
        let terms = isPeersSelection ? peerTerms : entryTerms
        question = terms.isEmpty ? nil : .filterBy(terms, choice: 0)
        return []
    }

    private var peerTerms: [String] {
        guard let peer = selectedPeer, let member = context.session.roster[peer] else { return [] }
        let name = name(peer)
        return ["peer:" + name, "from:" + name, "to:" + name, "room:" + Filter.quoted(member.peer.room)]
    }

    private var entryTerms: [String] {
        guard let record = currentRecord else { return [] }
        let author = actionPeer.map { [("from:" + name($0)), "peer:" + name($0)] } ?? []
        guard let delivery = record.entry.delivery else { return author }
        let kind = record.kind.map { ["kind:" + $0.rawValue] } ?? []
        let type = record.candidateType.map { ["cand:" + $0.rawValue] } ?? []
        let recipients = delivery.recipients.prefix(3).map { "to:" + name($0) }
        let calls = context.session.calls.calls(of: record).prefix(2).map { "call:\($0.number)" }
        return kind + type + author + recipients + ["room:" + Filter.quoted(delivery.room)] + calls
    }

    /// A peer's name if it is unique, else its id; that of the server if it is one of its ends.
    private func name(_ peer: PeerID) -> String {
        let roster = context.session.roster
        let label = roster.label(peer)
        return Filter.quoted(roster[peer]?.peer.names.contains(label) == true ? label : peer.description)
    }

    /// Adds `term` to the filter.
    mutating func narrowFilter(by term: String) -> [Effect] {
        let text = log.filterText
        let isAlternative = log.filtered?.filter.isAlternative == true
        return applyFilter(text.isEmpty ? term : isAlternative ? "(\(text)) \(term)" : "\(text) \(term)")
    }

    // MARK: Saved filters

    /// Gives the filter a name.
    mutating func saveFilter(_ name: String) -> [Effect] {
        guard Filter.isName(name) else {
            return report("'\(name)' is no name: letters, digits, - and _")
        }
        do throws(FilterError) {
            _ = try Filter("@" + name, saved: savedFilters.merging([name: log.filterText]) { _, new in new })
        } catch {
            return report("@\(name) cannot be that: \(error.message)")
        }
        savedFilters[name] = log.filterText
        return report("@\(name) is \(log.filterText) until the program ends; in the configuration file it stays")
    }

    // MARK: Hiding entries

    mutating func toggleFreeze() -> [Effect] {
        log.toggleFreeze(in: context)
        return []
    }

    /// Hides all entries up to now, or shows them again; the journal keeps them.
    mutating func toggleClear() -> [Effect] {
        log.toggleClear(in: context)
        return report(
            log.cleared == 0
                ? "all entries are shown again" : "hidden up to #\(log.cleared - 1), and kept: c again shows them")
    }
}
