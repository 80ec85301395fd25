/// A choice of colours.
public enum Theme: String, CaseIterable, Sendable {
    /// For a terminal whose own background is dark.
    case dark
    /// For one whose background is light.
    case light
    /// White and bright colours on a black that is asked for too, whatever the terminal's own background is.
    case contrast
}
