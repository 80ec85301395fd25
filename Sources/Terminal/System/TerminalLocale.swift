public import Drawing
import Glibc

/// The character set that the environment asks for.
public enum TerminalLocale {
    /// Makes the environment's character set the one in force, for characters alone, and tells what can be shown.
    ///
    /// No locale, C and POSIX say nothing of the terminal, so they become C.UTF-8; so does one this system lacks. One
    /// that names another character set means it, and there only ASCII is sure.
    public static func adopt() -> Charset {
        let adopted = setlocale(LC_CTYPE, "").map { String(cString: $0) }
        if adopted == nil || adopted == "C" || adopted == "POSIX" { setlocale(LC_CTYPE, "C.UTF-8") }
        return charset
    }

    /// What can be shown in the locale in force.
    static var charset: Charset {
        String(cString: nl_langinfo(Int32(CODESET))) == "UTF-8" ? .utf8 : .ascii
    }
}
