/// The program's version.
enum Version {
    /// Semantic versioning 2.0.0.
    static let number = "0.1.0"
}
