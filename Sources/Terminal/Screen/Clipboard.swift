import Sessions
import Text

/// Where the operator can paste from: the clipboard of the terminal, also of one far away, and tmux' buffer.
///
/// On the console thread.
struct Clipboard {
    /// The most bytes of base64 in one sequence: what common terminals take at least.
    static let sequenceLimit = 100_000
    /// Whether the terminal takes operating system commands: one that does not would print them.
    let hasCommands: Bool
    /// Gives tmux a text; `nil` if there is none.
    var tmux: TmuxBuffer?

    /// Copies `text`.
    ///
    /// - Returns: The bytes that the terminal is to be sent, and what became of it in words.
    mutating func copy(_ text: String) -> (sequence: [UInt8], words: String) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty else { return ([], "nothing to copy") }
        var (done, refused): ([String], [String]) = ([], [])
        var sequence: [UInt8] = []
        if !hasCommands {
            refused.append("this type of terminal takes no OSC 52")
        } else if Base64.length(of: bytes.count) > Self.sequenceLimit {
            refused.append("OSC 52 takes \(Format.grouped(Self.sequenceLimit / 4 * 3)) B at the most")
        } else {
            sequence = Array("\u{1B}]52;c;".utf8) + Base64.encode(bytes.span) + [0x07]
            done.append("by OSC 52")
        }
        if let failure = tmux?.load(bytes) {
            refused.append("tmux: \(failure)")
        } else if tmux != nil {
            done.append("to tmux' buffer")
        }
        let size = "\(Format.grouped(bytes.count)) B"
        let outcome = done.isEmpty ? "not copied, \(size)" : "copied \(size) " + done.joined(separator: " and ")
        return (sequence, ([outcome] + refused).joined(separator: "; "))
    }
}
