/// The id of a page whose probe has connected, numbered in order of arrival; it is never reused.
///
/// A probe that reconnects keeps the id of its page.
public struct PageID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number, counted from 1.
    public let number: Int

    public init(_ number: Int) { self.number = number }

    /// `page 3`.
    public var description: String { "page \(number)" }

    public static func < (left: PageID, right: PageID) -> Bool { left.number < right.number }
}

/// The id of an `RTCPeerConnection` of a page.
public struct ConnectionID: Hashable, Sendable, CustomStringConvertible {
    /// The page of the connection.
    public let page: PageID
    /// The number of the connection in its page, counted from 1.
    public let number: Int

    public init(_ page: PageID, _ number: Int) { (self.page, self.number) = (page, number) }

    /// `page 3 pc 1`.
    public var description: String { "\(page) pc \(number)" }
}
