public import Events

/// The pages that clients have fetched through a proxy and that have not opened a socket through it since.
///
/// A page of an application that uses signaling connects to its server soon after it is loaded. If no socket comes, its
/// script probably connects to an absolute address, past the proxy.
///
/// ```
/// page of an address ─► recordPage ─► 10 s ─► overdue        a socket of the address in between removes the page
/// ```
public struct PageWatch: Sendable {
    /// A page without a socket.
    public struct Page: Hashable, Sendable {
        /// The IP address of the client.
        public let address: String
        /// The method and the path of the request.
        public let request: String
    }

    /// The number of addresses that are watched at a time, and of those that are remembered as reported: 256; further
    /// ones are ignored.
    public static let limit = 256

    /// The time in which a page is expected to open a socket, in nanoseconds.
    private let timeout: Int64
    private var pages: [String: (request: String, due: Instant)] = [:]
    /// The addresses whose page was reported and that have opened no socket since.
    private var reported: Set<String> = []

    /// Creates a watch without pages, which are expected to open a socket within `timeout`.
    public init(timeout: Duration) {
        self.timeout = Int64(timeout / .nanoseconds(1))
    }

    /// The time at which the next page is overdue; `nil` if none is watched.
    public var due: Instant? { pages.values.map(\.due).min() }

    /// Records that a client has fetched a page; it replaces an earlier page of the address.
    ///
    /// An address is reported once, until it opens a socket, as not each page of an application needs one.
    public mutating func recordPage(_ request: String, from address: String, at time: Instant) {
        guard !reported.contains(address), pages[address] != nil || pages.count < Self.limit else { return }
        pages[address] = (request, time.advanced(by: timeout))
    }

    /// Records that a client has opened a socket, or tried to.
    public mutating func recordSocket(from address: String) {
        pages[address] = nil
        reported.remove(address)
    }

    /// Returns the pages that have opened no socket by `time`, ordered by address, and removes them.
    public mutating func overdue(at time: Instant) -> [Page] {
        let overdue = pages.filter { $0.value.due <= time }
        guard !overdue.isEmpty else { return [] }
        for address in overdue.keys {
            pages[address] = nil
            if reported.count < Self.limit { reported.insert(address) }
        }
        return overdue.map { Page(address: $0.key, request: $0.value.request) }.sorted { $0.address < $1.address }
    }
}
