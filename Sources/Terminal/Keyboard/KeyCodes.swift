import Console
import Drawing

/// The keys that bytes and sequences of terminals stand for.
///
/// terminfo is not used: the sequences of current terminals differ only in the variants below, none of which is
/// ambiguous, and terminfo does not know all terminals.
enum KeyCodes {
    /// Returns the key that sends `scalar`; `nil` if there is none.
    static func key(_ scalar: Unicode.Scalar) -> Key? {
        switch scalar.value {
        case 0x09: .tab
        case 0x0A, 0x0D: .enter
        case 0x1B: .escape
        case 0x08, 0x7F: .backspace
        case 0x01...0x1A: Unicode.Scalar(scalar.value + 0x60).map(Key.control)
        default: scalar.properties.generalCategory == .control ? nil : .character(scalar)
        }
    }

    /// Returns the key that sends ESC and `sequence`; `nil` for keys that are not used, such as shifted arrows.
    static func key(sequence: String) -> Key? { sequences[sequence] }

    private static let sequences: [String: Key] = [
        // Cursor keys; then those of application mode, in which another program may have left the terminal.
        "[A": .up, "[B": .down, "[C": .right, "[D": .left, "[H": .home, "[F": .end, "[Z": .backTab,
        "OA": .up, "OB": .down, "OC": .right, "OD": .left, "OH": .home, "OF": .end, "OM": .enter,
        // Keys of the VT220, as sent by xterm, tmux, screen and the Linux console; 7 and 8 are from rxvt.
        "[1~": .home, "[7~": .home, "[4~": .end, "[8~": .end, "[3~": .delete, "[5~": .pageUp, "[6~": .pageDown,
        "OP": .function(1), "OQ": .function(2), "OR": .function(3), "OS": .function(4),
        "[11~": .function(1), "[12~": .function(2), "[13~": .function(3), "[14~": .function(4),
        "[[A": .function(1), "[[B": .function(2), "[[C": .function(3), "[[D": .function(4), "[[E": .function(5),
        "[15~": .function(5), "[17~": .function(6), "[18~": .function(7), "[19~": .function(8),
        "[20~": .function(9), "[21~": .function(10), "[23~": .function(11), "[24~": .function(12),
    ]
}
