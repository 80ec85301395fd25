public import Drawing

/// Something that has the place of the panes until it is closed: screens lie on one another, and `q` takes the
/// uppermost away.
///
/// ```
/// header
/// ─Title ─────────────────────── note ──     the screen's own part: draw(_:in:on:)
///  ...
/// status                                     what it has to say of where one is
/// hints                                      the commands of its place
/// ```
/// It holds where one is in it and how one looks at it, never what is shown: that is read from the context, so that a
/// screen is live.
public protocol Screen: Sendable {
    /// Which commands it has.
    static var place: Place { get }

    /// Draws it, its title bar included.
    func draw(_ context: ViewContext, in rect: Rect, on canvas: inout Canvas)

    /// Moves the cursor by `lines`, or scrolls where there is none; ``ViewContext/far`` lines are to the end.
    mutating func move(by lines: Int, in context: ViewContext)

    /// Puts the cursor on the line at `row` of its part of the screen, counted from 0; default: it has no lines.
    ///
    /// - Returns: Whether the cursor was there already.
    mutating func press(row: Int, in context: ViewContext) -> Bool

    /// Scrolls sideways; default: there is nothing there.
    mutating func scroll(by columns: Int, in context: ViewContext)

    /// Goes to the end, and stays there where more may come; default: moves far.
    mutating func moveToLast(in context: ViewContext)

    /// Looks for `query` in what it shows; default: there is nothing to look for.
    mutating func find(_ query: String, in context: ViewContext)

    /// Puts cursor and first line back inside what there is, after anything has changed; default: nothing to do.
    mutating func settle(in context: ViewContext)

    /// Whether it has more to do before it shows all, a slice whenever it is settled; default false.
    var isUnfinished: Bool { get }

    /// The lines of a page, one of them kept in sight.
    func page(_ context: ViewContext) -> Int

    /// Where one is, for the status line.
    func status(_ context: ViewContext) -> TextLine

    /// The number of the entry that is under the cursor, or shown; default nil, for a screen of other things.
    func entry(_ context: ViewContext) -> Int?
}

extension Screen {
    public mutating func press(row: Int, in context: ViewContext) -> Bool { false }
    public mutating func scroll(by columns: Int, in context: ViewContext) {}
    public mutating func moveToLast(in context: ViewContext) { move(by: Scrolling.far, in: context) }
    public mutating func find(_ query: String, in context: ViewContext) {}
    public mutating func settle(in context: ViewContext) {}
    public var isUnfinished: Bool { false }
    public func entry(_ context: ViewContext) -> Int? { nil }
    public var place: Place { Self.place }
}
