import Events
import Reports
import Testing

@testable import Routing

/// The pages of a switchboard: their ids, the times of their reports, and the limits.
@Suite struct PagesTests {
    private func page(_ session: String, now: Int64 = 0) -> PeerReport {
        var facts = PageFacts()
        (facts.session, facts.now) = (session, now)
        return PeerReport(time: now, .page(facts))
    }

    private func mark(_ text: String, at time: Int64 = 0) -> PeerReport { PeerReport(time: time, .mark(text)) }

    private func id(_ result: Pages.Result) -> Int? {
        switch result {
        case .entry(let report), .report(let report): report.page.number
        case .refused, .discarded: nil
        }
    }

    @Test func pagesAreNumberedInOrderOfArrival() {
        var pages = Pages()
        #expect(id(pages.receive(page("a"), on: 1, from: "x", at: .start)) == 1)
        #expect(id(pages.receive(page("b"), on: 2, from: "x", at: .start)) == 2)
        #expect(pages.disconnect(1) == PageID(1))
        #expect(id(pages.receive(page("a"), on: 3, from: "x", at: .start)) == 1)
        #expect(id(pages.receive(mark("hi"), on: 3, from: "x", at: .start)) == 1)
    }

    /// A page that has changed its network connects again before its old socket is known to be gone.
    @Test func aPageReplacesItsOldSocket() {
        var pages = Pages()
        _ = pages.receive(page("a"), on: 1, from: "x", at: .start)
        #expect(pages.replaced == nil)
        #expect(id(pages.receive(page("a"), on: 2, from: "y", at: .start)) == 1)
        #expect(pages.replaced == 1)
        #expect(pages.receive(mark("hi"), on: 1, from: "x", at: .start) == .discarded)
        #expect(id(pages.receive(mark("hi"), on: 2, from: "y", at: .start)) == 1)
        #expect(pages.disconnect(1) == nil, "the page is connected")
    }

    @Test func aPageHasSixtyFourOpenConnections() {
        var pages = Pages()
        _ = pages.receive(page("a"), on: 1, from: "x", at: .start)
        func isTaken(_ connection: Int, _ content: PeerReport.Content = .negotiationNeeded) -> Bool {
            pages.receive(PeerReport(time: 0, connection: connection, content), on: 1, from: "x", at: .start)
                != .discarded
        }
        for number in 1...64 { #expect(isTaken(number)) }
        #expect(!isTaken(65))
        #expect(isTaken(3, .call(APICall(.close))))
        #expect(isTaken(65))
    }

    @Test func aReportBeforeThatOfThePageIsDiscarded() {
        var pages = Pages()
        #expect(pages.receive(mark("hi"), on: 1, from: "x", at: .start) == .discarded)
    }

    @Test func theTimeOfAReportIsThatOfTheRelayAndNeverLaterThanItsArrival() {
        var pages = Pages()
        func occurred(_ time: Int64, at arrival: Double) -> Double? {
            guard case .entry(let report) = pages.receive(mark("x", at: time), on: 1, from: "x", at: .seconds(arrival))
            else { return nil }
            return Double(report.occurred.nanoseconds) / 1e9
        }
        // The page has been open for 5 s when its probe connects at 100 s.
        _ = pages.receive(page("a", now: 5_000_000), on: 1, from: "x", at: .seconds(100))
        #expect(occurred(6_000_000, at: 101.5) == 101)
        #expect(occurred(9_000_000, at: 102) == 102, "it cannot be later than its arrival")
        #expect(occurred(0, at: 200) == 140, "it cannot be a minute old")
        #expect(occurred(.max, at: 201) == 201)
    }

    @Test func statisticsAreTakenOnceASecondForEachConnection() {
        var pages = Pages()
        func isTaken(_ connection: Int, at time: Double) -> Bool {
            let report = PeerReport(time: 0, connection: connection, .statistics(ConnectionStatistics()))
            return pages.receive(report, on: 1, from: "x", at: .seconds(time)) != .discarded
        }
        _ = pages.receive(page("a"), on: 1, from: "x", at: .start)
        #expect(isTaken(1, at: 1))
        #expect(isTaken(1, at: 1.3), "the state has changed")
        #expect(!isTaken(1, at: 1.5))
        #expect(isTaken(2, at: 1.5))
        #expect(isTaken(1, at: 2))
        #expect(pages.discarded == 0, "a page cannot help that they come early")
    }

    /// An interrupted `play()` begins again, and a page sees its own camera.
    @Test func whatIsNoStepIsNoEntry() {
        var pages = Pages()
        _ = pages.receive(page("a"), on: 1, from: "x", at: .start)
        func isEntry(_ error: String?, isLocal: Bool = false) -> Bool {
            var element = ElementEvent()
            element.event = error == nil ? "resized" : "rejected"
            element.error = error.map { ReportedError(name: $0, message: "") }
            element.isLocal = isLocal
            let report = PeerReport(time: 0, .element(element))
            if case .entry = pages.receive(report, on: 1, from: "x", at: .start) { return true }
            return false
        }
        #expect(isEntry("NotAllowedError"))
        #expect(!isEntry("AbortError"))
        #expect(isEntry(nil))
        #expect(!isEntry(nil, isLocal: true))
    }

    @Test func statisticsAreNoEntries() {
        var pages = Pages()
        _ = pages.receive(page("a"), on: 1, from: "x", at: .start)
        let report = PeerReport(time: 0, connection: 1, .statistics(ConnectionStatistics()))
        guard case .report = pages.receive(report, on: 1, from: "x", at: .start) else {
            Issue.record("statistics are an entry")
            return
        }
    }

    /// So that the log tells over which pair a call goes, and when that changes.
    @Test func anotherSelectedPairIsAnEntry() {
        var pages = Pages()
        _ = pages.receive(page("a"), on: 1, from: "x", at: .start)
        func isEntry(_ type: String?, at time: Double) -> Bool {
            var statistics = ConnectionStatistics()
            if let type {
                var pair = CandidatePair()
                (pair.local.type, pair.remote.type) = (type, "host")
                (statistics.pairs, statistics.selected) = ([pair], 0)
            }
            let report = PeerReport(time: 0, connection: 1, .statistics(statistics))
            if case .entry = pages.receive(report, on: 1, from: "x", at: .seconds(time)) { return true }
            return false
        }
        #expect(!isEntry(nil, at: 1))
        #expect(isEntry("host", at: 2))
        #expect(!isEntry("host", at: 3))
        #expect(!isEntry(nil, at: 4))
        #expect(!isEntry("host", at: 5))
        #expect(isEntry("relay", at: 6))
    }

    @Test func theNumberOfPagesIsLimited() {
        var pages = Pages()
        for number in 1...Pages.limit {
            #expect(id(pages.receive(page("\(number)"), on: number, from: "x", at: .start)) == number)
        }
        #expect(pages.receive(page("more"), on: 1000, from: "x", at: .start) == .refused)
        _ = pages.disconnect(1)
        #expect(id(pages.receive(page("more"), on: 1000, from: "x", at: .start)) == Pages.limit + 1)
    }

    @Test func reportsOfAllPagesTogetherAreLimited() {
        var pages = Pages()
        _ = pages.receive(page("a"), on: 1, from: "x", at: .start)
        var taken = 0
        for _ in 0..<30_000 where pages.receive(mark("x"), on: 1, from: "x", at: .start) != .discarded { taken += 1 }
        #expect(taken == 5 * Pages.rate)
        #expect(pages.takeDiscarded() == 30_000 - taken)
        #expect(pages.takeDiscarded() == 0)
    }

    /// 1,000 sockets that are refused, and send garbage, make one entry a second.
    @Test func refusedProbesDoNotFloodTheJournal() {
        var switchboard = Switchboard()
        var actions: [Switchboard.Action] = []
        for socket in 1...1000 {
            actions += switchboard.receive(.probe(.failed(.notAnObject), socket: socket, address: "x"), at: .start)
        }
        let entries = actions.filter { if case .record = $0 { true } else { false } }
        #expect(entries.count == 1)
        #expect(actions.count == 1001, "each socket is closed")
    }
}
