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
/// It holds where one is in it and how one looks at it, never what is shown: that is read from the model, so that a
/// screen is live.
protocol Screen: Sendable {
    /// Which commands it has.
    static var place: Command.Place { get }

    /// Draws it, its title bar included.
    func draw(_ model: Model, in rect: Rect, on canvas: inout Canvas)

    /// Moves the cursor by `lines`, or scrolls where there is none; ``Model/far`` lines are to the end.
    mutating func move(by lines: Int, in model: Model)

    /// Puts the cursor on the line at `row` of its part of the screen, counted from 0; default: it has no lines.
    ///
    /// - Returns: Whether the cursor was there already.
    mutating func press(row: Int, in model: Model) -> Bool

    /// Scrolls sideways; default: there is nothing there.
    mutating func scroll(by columns: Int, in model: Model)

    /// Goes to the end, and stays there where more may come; default: moves far.
    mutating func moveToLast(in model: Model)

    /// Looks for `query` in what it shows; default: there is nothing to look for.
    mutating func find(_ query: String, in model: Model)

    /// Puts cursor and first line back inside what there is, after anything has changed; default: nothing to do.
    mutating func settle(in model: Model)

    /// Whether it has more to do before it shows all, a slice whenever it is settled; default false.
    var isUnfinished: Bool { get }

    /// The lines of a page, one of them kept in sight.
    func page(_ model: Model) -> Int

    /// Where one is, for the status line.
    func status(_ model: Model) -> TextLine

    /// The number of the entry that is under the cursor, or shown; default nil, for a screen of other things.
    func entry(_ model: Model) -> Int?
}

extension Screen {
    mutating func press(row: Int, in model: Model) -> Bool { false }
    mutating func scroll(by columns: Int, in model: Model) {}
    mutating func moveToLast(in model: Model) { move(by: Model.far, in: model) }
    mutating func find(_ query: String, in model: Model) {}
    mutating func settle(in model: Model) {}
    var isUnfinished: Bool { false }
    func entry(_ model: Model) -> Int? { nil }
    var place: Command.Place { Self.place }
}

extension Model {
    /// The screen that has the place of the panes; nil where none has.
    var screen: (any Screen)? { screens.last }

    /// Lays `screen` over what is there.
    mutating func show(_ screen: any Screen) -> [Effect] {
        screens.append(screen)
        if screens.count > Self.screenLimit { screens.removeFirst() }
        return []
    }

    /// How many screens lie on one another; who opens more goes back to the latest of them.
    static let screenLimit = 32

    /// The uppermost screen, where it is a `type`.
    func top<S: Screen>(_ type: S.Type) -> S? { screens.last as? S }

    /// Changes the uppermost screen, where it is a `type`.
    mutating func change<S: Screen>(_ type: S.Type, _ body: (inout S, Model) -> Void) -> [Effect] {
        guard var screen = screens.last as? S else { return [] }
        body(&screen, self)
        screens[screens.count - 1] = screen
        return []
    }

    /// Changes the uppermost screen, whatever it is.
    mutating func changeScreen(_ body: (inout any Screen, Model) -> Void) {
        // Taken out meanwhile: a screen that is held twice would be copied when it changes.
        guard var screen = screens.popLast() else { return }
        body(&screen, self)
        screens.append(screen)
    }
}
