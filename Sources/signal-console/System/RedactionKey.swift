import Redaction

/// The key of the pseudonyms in redacted exports.
enum RedactionKey {
    /// Returns a random key.
    static func make() -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<Redactor.keyLength).map { _ in random.next() }
    }
}
