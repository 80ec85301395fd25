/// The place of an entry in the files of a recording.
public struct EntryPlace: Hashable, Sendable {
    /// The index of the file, in the order in which files were opened.
    public let file: Int
    /// The offset of the entry's line, in bytes.
    public let offset: Int

    public init(file: Int, offset: Int) { (self.file, self.offset) = (file, offset) }
}

/// The files from which the entries of a journal were read, and from which their payloads can be read again.
public protocol EntryStore: Sendable {
    /// Returns the content of the entry at `place`; `nil` if it can no longer be read.
    func content(at place: EntryPlace) -> Entry.Content?
}
