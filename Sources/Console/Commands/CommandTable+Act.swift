/// What changes something for the peers.
extension CommandTable {
    static let act: [Command] = [
        Command(
            "replay",
            [.character("r")],
            .act,
            "send the selected message again, or the marked ones, byte for byte (asks)",
            hint: "replay",
            in: panes.union([.message, .ladder]),
            unless: Obstacles.noReplay
        ) { $0.askReplay() },
        Command(
            "kick",
            [.character("x")],
            .act,
            "remove the selected peer (asks)",
            hint: "kick",
            in: panes.union([.message, .ladder]),
            unless: Obstacles.noKick
        ) { $0.askKick() },
    ]
}
