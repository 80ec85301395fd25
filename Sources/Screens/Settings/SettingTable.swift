/// The table of all settings, in the order of the settings screen.
public enum SettingTable {
    public static let all: [Setting] = [
        .choice("time", \.time, "what the log's time column counts from"),
        .list("columns", \.columns, "the log's columns, where there is room for them"),
        .choice("filter", \.filter, "what becomes of entries that do not pass the filter"),
        .choice("order", \.order, "what the peers are in order of"),
        .flag("reverse", \.reverse, "whether that order is turned round"),
        .choice("layout", \.layout, "where the detail stands"),
        .number("split", \.split, in: 30...80, "the lists' share of the width, in hundredths"),
        .flag("wrap", \.wrap, "whether long lines go on below, or are cut"),
        .choice("theme", \.theme, "the colours"),
        .flag("mouse", \.mouse, "whether the console has the mouse, or the terminal"),
        .choice("alert", \.alert, "what a new error does"),
        .flag("title", \.title, "whether the terminal's title says how many are here"),
    ]

    /// Returns the setting called `name`.
    public static func named(_ name: String) throws(SettingError) -> Setting {
        guard let setting = all.first(where: { $0.name == name }) else { throw .name(name) }
        return setting
    }
}
