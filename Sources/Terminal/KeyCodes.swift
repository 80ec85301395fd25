private import CNCurses
import Console
import Glibc

/// ncurses' codes as keys.
enum KeyCodes {
    /// The key of `code`; nil for what is no key, such as ncurses' own word of a new size.
    static func key(_ code: UInt32, isFunction: Bool) -> Key? {
        isFunction ? function(Int32(bitPattern: code)) : character(code)
    }

    private static func function(_ code: Int32) -> Key? {
        switch code {
        case KEY_UP: .up
        case KEY_DOWN: .down
        case KEY_LEFT: .left
        case KEY_RIGHT: .right
        case KEY_PPAGE: .pageUp
        case KEY_NPAGE: .pageDown
        case KEY_HOME: .home
        case KEY_END: .end
        case KEY_ENTER: .enter
        case KEY_BTAB: .backTab
        case KEY_BACKSPACE: .backspace
        case KEY_DC: .delete
        default: (1...12).first { cn_function_key(Int32($0)) == code }.map(Key.function)
        }
    }

    private static func character(_ code: UInt32) -> Key? {
        switch code {
        case 0x09: .tab
        case 0x0A, 0x0D: .enter
        case 0x1B: .escape
        case 0x08, 0x7F: .backspace
        case 0x01...0x1A: Unicode.Scalar(code + 0x60).map(Key.control)
        case 0..<0x20: nil
        default: Unicode.Scalar(code).map(Key.character)
        }
    }
}
