public import Screens

extension Model {
    /// The screen that has the place of the panes; `nil` if none has.
    public var screen: (any Screen)? { screens.last }

    /// Lays `screen` over what is there.
    public mutating func show(_ screen: any Screen) -> [Effect] {
        screens.append(screen)
        if screens.count > Self.screenLimit { screens.removeFirst() }
        return []
    }

    /// How many screens lie on one another; who opens more goes back to the latest of them.
    static let screenLimit = 32

    /// The uppermost screen, where it is a `type`.
    public func top<S: Screen>(_ type: S.Type) -> S? { screens.last as? S }

    /// Changes the uppermost screen, where it is a `type`.
    public mutating func change<S: Screen>(_ type: S.Type, _ body: (inout S, ViewContext) -> Void) -> [Effect] {
        guard var screen = screens.last as? S else { return [] }
        body(&screen, context)
        screens[screens.count - 1] = screen
        return []
    }

    /// Changes the uppermost screen, whatever it is.
    public mutating func changeScreen(_ body: (inout any Screen, ViewContext) -> Void) {
        // Taken out meanwhile: a screen that is held twice would be copied when it changes.
        guard var screen = screens.popLast() else { return }
        body(&screen, context)
        screens.append(screen)
    }
}
