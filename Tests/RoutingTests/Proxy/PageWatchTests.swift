import Testing

@testable import Events
@testable import Routing

/// Pages that open no socket through the proxy.
@Suite struct PageWatchTests {
    private static let page = "GET /room"

    @Test func aPageWithoutASocketIsOverdueAfterTenSeconds() {
        var watch = PageWatch(timeout: .seconds(10))
        watch.recordPage(Self.page, from: "192.0.2.1", at: .seconds(1))
        #expect(watch.due == .seconds(11))
        #expect(watch.overdue(at: .seconds(10.9)).isEmpty)
        #expect(watch.overdue(at: .seconds(11)) == [PageWatch.Page(address: "192.0.2.1", request: Self.page)])
        #expect(watch.due == nil && watch.overdue(at: .seconds(30)).isEmpty)
    }

    @Test func aSocketOfItsAddressIsExpectedAndNoOther() {
        var watch = PageWatch(timeout: .seconds(10))
        watch.recordPage(Self.page, from: "192.0.2.1", at: .start)
        watch.recordPage(Self.page, from: "192.0.2.2", at: .start)
        watch.recordSocket(from: "192.0.2.1")
        watch.recordSocket(from: "192.0.2.3")
        #expect(watch.overdue(at: .seconds(10)).map(\.address) == ["192.0.2.2"])
    }

    @Test func theLatestPageOfAnAddressCounts() {
        var watch = PageWatch(timeout: .seconds(10))
        watch.recordPage("GET /", from: "192.0.2.1", at: .start)
        watch.recordPage(Self.page, from: "192.0.2.1", at: .seconds(9))
        #expect(watch.overdue(at: .seconds(10)).isEmpty)
        #expect(watch.overdue(at: .seconds(19)).map(\.request) == [Self.page])
    }

    @Test func anAddressIsReportedOnceUntilItOpensASocket() {
        var watch = PageWatch(timeout: .seconds(10))
        watch.recordPage("GET /", from: "192.0.2.1", at: .start)
        #expect(watch.overdue(at: .seconds(10)).count == 1)
        watch.recordPage(Self.page, from: "192.0.2.1", at: .seconds(11))
        #expect(watch.due == nil)
        watch.recordSocket(from: "192.0.2.1")
        watch.recordPage(Self.page, from: "192.0.2.1", at: .seconds(12))
        #expect(watch.overdue(at: .seconds(22)).count == 1)
    }

    @Test func theNumberOfAddressesIsBounded() {
        var watch = PageWatch(timeout: .seconds(10))
        for number in 0..<2 * PageWatch.limit { watch.recordPage(Self.page, from: "\(number)", at: .start) }
        #expect(watch.overdue(at: .seconds(10)).count == PageWatch.limit)
    }
}
