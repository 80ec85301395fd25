/// Something that the operator wants as a file.
public struct Export: Hashable, Sendable {
    /// A file's name, or a path, as the operator gave it; `~/` is their home.
    public var name: String
    /// All that is in it.
    public var contents: String

    public init(name: String, contents: String) {
        self.name = name
        self.contents = contents
    }
}
