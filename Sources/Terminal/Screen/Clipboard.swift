import Sessions
import Text

/// Copies text to where the operator can paste it from: the terminal's clipboard, also a remote one, and tmux's buffer.
///
/// Confined to the console thread.
struct Clipboard {
    /// The maximum number of base64 bytes in a sequence; 100,000, which common terminals accept.
    static let sequenceLimit = 100_000
    /// Whether the terminal supports operating system commands (OSC); others would print them.
    let supportsOSC: Bool
    /// The paste buffer of tmux; `nil` if the program does not run in tmux.
    var tmux: TmuxBuffer?

    /// Copies `text`.
    ///
    /// - Returns: The sequence to send to the terminal, and a message about the result.
    mutating func copy(_ text: String) -> (sequence: [UInt8], message: String) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty else { return ([], "nothing to copy") }
        var (destinations, failures): ([String], [String]) = ([], [])
        var sequence: [UInt8] = []
        if !supportsOSC {
            failures.append("this terminal type does not support OSC 52")
        } else if Base64.length(of: bytes.count) > Self.sequenceLimit {
            failures.append("OSC 52 takes at most \(Format.grouped(Self.sequenceLimit / 4 * 3)) B")
        } else {
            sequence = Array("\u{1B}]52;c;".utf8) + Base64.encode(bytes.span) + [0x07]
            destinations.append("by OSC 52")
        }
        if let failure = tmux?.load(bytes) {
            failures.append("tmux: \(failure)")
        } else if tmux != nil {
            destinations.append("to the tmux buffer")
        }
        let size = "\(Format.grouped(bytes.count)) B"
        let outcome =
            destinations.isEmpty ? "not copied, \(size)" : "copied \(size) " + destinations.joined(separator: " and ")
        return (sequence, ([outcome] + failures).joined(separator: "; "))
    }
}
