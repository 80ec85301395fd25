import Drawing
import Panes
import Screens

/// Commands that change what is shown.
extension CommandTable {
    static let look: [Command] = [
        Command(
            "open", [.enter], .look, "the selected entry in full, or the ladder of the selected peer", hint: "open",
            in: panes.union([.ladder]), unless: DisabledReasons.nothingToOpen
        ) { $0.open() },
        Command("follow", [.character("f")], .look, "follow the newest entry, or stop", hint: "follow", in: panes) {
            $0.log.isFollowing.toggle()
            return []
        },
        Command(
            "freeze", [.character("p")], .look, "freeze what is shown, or resume; all is recorded", in: panes
        ) { $0.toggleFreeze() },
        Command("clear", [.character("c")], .look, "hide the entries so far, or show them again", in: panes) {
            $0.toggleClear()
        },
        Command(
            "legs", [.character("v")], .look, "show messages that an upstream server sent on once, or on both ways",
            in: panes, unless: DisabledReasons.noServer
        ) { $0.toggleLegs() },
        Command(
            "filter", [.character("/")], .look, "show only what passes a filter, or set it off (^T)", hint: "filter",
            in: panes,
            taking: Command.Parameter("[FILTER]", values: { $0.savedFilters.keys.sorted().map { "@" + $0 } }) {
                $0.applyFilter($1)
            }
        ) { $0.begin(.filter, $0.log.filterText) },
        Command(
            "filter-by-value", [.character("=")], .look, "filter by a value of the selected line", in: panes,
            unless: DisabledReasons.nothingSelected
        ) { $0.askFilterByValue() },
        Command(
            "clear-filter", [.character("\\")], .look, "show all that the filter hides", hint: "all", in: panes,
            unless: DisabledReasons.noFilter
        ) { $0.clearFilter() },
        Command(
            "next-match", [.character("n")], .look, "to the next entry that passes the filter", in: panes,
            unless: { DisabledReasons.noMatch(1, $0) }
        ) { $0.select($0.log.match(1, in: $0.context)) },
        Command(
            "previous-match", [.character("N")], .look, "to the previous entry that passes the filter", in: panes,
            unless: { DisabledReasons.noMatch(-1, $0) }
        ) { $0.select($0.log.match(-1, in: $0.context)) },
        Command(
            "save-filter", [], .look, "give the filter a name, by which @NAME finds it",
            taking: Command.Parameter("NAME", values: { $0.savedFilters.keys.sorted() }) { $0.saveFilter($1) },
            unless: { $0.log.filtered == nil ? "there is no filter to save: / sets one" : nil },
            run: { $0.report("save it as what? :save-filter busy") }
        ),
        Command(
            "only-findings", [.character("!")], .look, "show only entries with findings, or all again",
            hint: "only findings", in: panes
        ) { $0.toggleOnlyFindings() },
        Command(
            "next-finding", [.character("]")], .look, "to the next entry with a finding", in: panes,
            unless: { DisabledReasons.noFinding(1, $0) }
        ) { $0.select($0.log.finding(1, in: $0.context)) },
        Command(
            "previous-finding", [.character("[")], .look, "to the previous entry with a finding", in: panes,
            unless: { DisabledReasons.noFinding(-1, $0) }
        ) { $0.select($0.log.finding(-1, in: $0.context)) },
        Command(
            "findings", [.character("F")], .look, "all findings, open ones and the worst first",
            hint: "findings", in: panes.union([.message, .ladder, .calls])
        ) { $0.show(FindingsScreen()) },
        Command(
            "mark", [.character(" ")], .look, "mark the selected entry or peer, or unmark it", hint: "mark",
            in: entries, unless: DisabledReasons.nothingToMark
        ) { $0.toggleMark() },
        Command(
            "unmark", [.character("u")], .look, "remove all marks", in: panes,
            unless: { $0.context.marks.isEmpty && $0.peers.marked.isEmpty ? "nothing is marked: space marks" : nil }
        ) { $0.clearMarks() },
        Command(
            "name-mark", [.character("m")], .look, "give the selected entry a letter, to come back to",
            in: entries, unless: DisabledReasons.noEntry
        ) {
            $0.question = $0.currentEntry.map(Question.nameMark)
            return []
        },
        Command("time", [.character("t")], .look, "the next time format: start, join, delta, clock") {
            $0.step("time")
        },
        Command("wrap", [.character("w")], .look, "wrap long lines, or cut them") { $0.step("wrap") },
        Command("zoom", [.character("z")], .look, "give this pane the whole screen, or show all panes", in: panes) {
            $0.toggleZoom()
        },
        Command(
            "layout", [.character("|")], .look, "where the detail stands: automatic, stacked, beside", in: panes
        ) { $0.step("layout") },
        Command("order", [.character(">")], .look, "sort the peers by the next column", in: [.peers]) {
            $0.step("order")
        },
        Command("reverse", [.character("<")], .look, "reverse the order of the peers", in: [.peers]) {
            $0.step("reverse")
        },
        Command("secrets", [.character("S")], .look, "show passwords and keys for ten seconds") { $0.toggleSecrets() },
        Command("calls", [.character("C")], .look, "all calls, and how long their steps took", hint: "calls", in: panes)
        {
            $0.show(CallsScreen())
        },
        Command(
            "connection", [.character("P")], .look, "the connection as the pages of the peers report it",
            hint: "connection", in: panes.union([.calls, .ladder])
        ) { $0.show(ConnectionScreen(of: $0.connectionPair)) },
        Command(
            "statistics", [.character("T")], .look, "how many messages, how fast, and the state of the relay", in: panes
        ) { $0.show(StatisticsScreen()) },
        Command(
            "draw-call", [.enter], .look, "from the list of calls to the ladder of one", hint: "ladder", in: [.calls],
            unless: DisabledReasons.noLadder
        ) { $0.showLadder() },
        Command(
            "explain", [.character("?")], .look, "what the selected finding means, and what to do about it",
            hint: "explain", in: [.findings],
            unless: DisabledReasons.noFindings
        ) { $0.explainFinding() },
        Command(
            "proof", [.enter], .look, "from a finding to the entry that proves it", hint: "its entry",
            in: [.findings, .explanation], unless: DisabledReasons.noProof
        ) { $0.showProof() },
    ]
}
