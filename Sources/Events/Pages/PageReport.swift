public import Reports

/// A report of the probe of a page, with the page and the time.
public struct PageReport: Hashable, Sendable {
    /// The page.
    public let page: PageID
    /// The time of the event by the relay's clock: that of the page, as far as the two can be compared, and never later
    /// than the arrival of the report.
    public let occurred: Instant
    /// The IP address and port of the probe.
    public let address: String
    /// The report.
    public let report: PeerReport

    public init(page: PageID, occurred: Instant, address: String, _ report: PeerReport) {
        (self.page, self.occurred, self.address, self.report) = (page, occurred, address, report)
    }

    /// The connection that the report is about; `nil` if it is about the page.
    public var connection: ConnectionID? { report.connection.map { ConnectionID(page, $0) } }
}

/// An event of the probe of a page, besides its reports.
public enum PageNotice: Hashable, Sendable {
    /// The probe's socket was closed.
    case left(PageID)
    /// A message of the probe was no report: its address, and the reason. The socket is closed.
    case invalidReport(address: String, ReportError)
    /// There are as many pages as the limit allows, so that the reports of this address are not accepted.
    case tooManyPages(address: String, limit: Int)
    /// Reports were discarded since the last such notice, because pages sent more than the limits allow.
    case discarded(reports: Int)

    /// The notice in a line.
    public var text: String {
        switch self {
        case .left(let page): "the probe of \(page) has disconnected"
        case .invalidReport(let address, let error): "\(address) sent an invalid report: \(error.text)"
        case .tooManyPages(let address, let limit):
            "\(address) is not accepted as a probe: there are \(limit) pages, and no more are allowed"
        case .discarded(let count): "\(count) reports of probes were discarded: expected fewer a second"
        }
    }
}
