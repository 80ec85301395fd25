import Drawing
import Screens

/// Every command, in the order of the help.
public enum CommandTable {
    /// Where two commands of one place have a key in common, the first that can do something does it.
    public static let all: [Command] = move + look + message + ladder + diff + act + app

    /// What `key` does where `model` is: the first command that can do something, or the first and why it cannot.
    static func command(for key: Key, in model: Model) -> (command: Command, obstacle: String?)? {
        let place = model.commandPlace
        var blocked: (command: Command, obstacle: String?)?
        for command in all where model.keyMap.keys(of: command).contains(key) && command.places.contains(place) {
            guard let obstacle = command.obstacle(model) else { return (command, nil) }
            blocked = blocked ?? (command, obstacle)
        }
        return blocked
    }

    /// The parts of the main screen.
    static let panes: Set<Place> = [.peers, .log, .detail, .events]
    /// What shows entries.
    static let entries = panes.union([.message, .ladder, .findings, .calls])
    /// What may be wider than the screen.
    static let wide = panes.union([.message, .ladder, .diff, .draft])
}
