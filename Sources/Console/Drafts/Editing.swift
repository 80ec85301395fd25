/// A text that the operator is to have in their own editor.
public struct Editing: Hashable, Sendable {
    /// The text as it is now.
    public var text: String
    /// What the file's name ends with, so that the editor knows what it has: `sdp`, `json` or `txt`.
    public var fileExtension: String

    public init(text: String, fileExtension: String) {
        self.text = text
        self.fileExtension = fileExtension
    }
}

/// What became of a text that was given to the editor.
public enum Edited: Hashable, Sendable {
    /// The text is another one now.
    ///
    /// At most 1 MiB; an end of line at its end that was not there before is not there either, as editors add it.
    case saved(String)
    /// The text is the same, byte for byte.
    case unchanged
    /// There is no text, for the reason in words.
    case failed(String)
}
