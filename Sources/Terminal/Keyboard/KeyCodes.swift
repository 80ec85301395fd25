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

/// Mouse reports of terminals (XTerm Control Sequences, "Mouse Tracking").
///
/// The button number has bits for Shift, Meta and Control (4, 8, 16), which are ignored, for motion (32) and for the
/// wheel (64).
enum MouseReport {
    /// Turns reports on: of buttons, and of motion while one is pressed (1002), as decimal numbers (1006).
    static let on = "\u{1B}[?1002h\u{1B}[?1006h"
    /// Turns reports off.
    static let off = "\u{1B}[?1002l\u{1B}[?1006l"

    /// The maximum row and column; 65,535, because the system counts them in 16 bits.
    private static let positionLimit = 65_535

    /// Parses `button;column;row` of an SGR report, counted from 1; returns `nil` if it is invalid or of another
    /// button.
    static func mouse(_ parameters: ArraySlice<UInt8>, isRelease: Bool) -> MouseEvent? {
        let numbers = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            .map { Int(String(decoding: $0, as: UTF8.self)) ?? -1 }
        guard numbers.count == 3, numbers[0] >= 0 else { return nil }
        return mouse(numbers[0], column: numbers[1], row: numbers[2], isRelease: isRelease)
    }

    /// Parses the three bytes of an X10 report, which are offset by 32; button 3 is the release of any button.
    static func mouse(x10 bytes: [UInt8]) -> MouseEvent? {
        guard bytes.count == 3, bytes.allSatisfy({ $0 >= 32 }) else { return nil }
        let button = Int(bytes[0]) - 32
        let isRelease = button & 0b110_0011 == 3
        return mouse(
            isRelease ? 0 : button, column: Int(bytes[1]) - 32, row: Int(bytes[2]) - 32, isRelease: isRelease)
    }

    private static func mouse(_ button: Int, column: Int, row: Int, isRelease: Bool) -> MouseEvent? {
        let action: MouseEvent.Action
        switch (button & ~0b1_1100, isRelease) {
        case (0, false): action = .press
        case (0, true), (32, true): action = .release
        case (32, false): action = .drag
        case (64, false): action = .wheelUp
        case (65, false): action = .wheelDown
        default: return nil
        }
        guard (1...positionLimit).contains(column), (1...positionLimit).contains(row) else { return nil }
        return MouseEvent(action, row: row - 1, column: column - 1)
    }
}
