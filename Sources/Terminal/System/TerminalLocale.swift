public import Drawing
import Glibc

/// The character set of the environment's locale.
public enum TerminalLocale {
    /// Sets the locale of the process to that of the environment, for characters only, and returns its character set.
    ///
    /// If the environment names no locale, C, POSIX or one that is not installed, C.UTF-8 is used, because such a
    /// setting says nothing about the terminal. A locale with another character set is respected; then only ASCII is
    /// shown.
    public static func adopt() -> Charset {
        let adopted = setlocale(LC_CTYPE, "").map { String(cString: $0) }
        if adopted == nil || adopted == "C" || adopted == "POSIX" { setlocale(LC_CTYPE, "C.UTF-8") }
        return charset
    }

    /// The characters that can be shown in the current locale.
    static var charset: Charset {
        String(cString: nl_langinfo(Int32(CODESET))) == "UTF-8" ? .utf8 : .ascii
    }
}
