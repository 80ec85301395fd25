import SDP
import Text

/// The text of a description, which is decoded at each access from the text that contains it.
struct DescriptionText: Hashable, Sendable {
    /// The text that contains the description.
    private let bytes: [UInt8]
    /// The range of the description in ``bytes``, between the quotes of a string.
    private let range: Range<Int>
    private let isJSON: Bool

    /// Makes the content of a JSON string; `nil` if `value` is none.
    init?(_ value: JSONValue) {
        guard value.isString else { return nil }
        (bytes, range, isJSON) = (value.bytes, value.content, true)
    }

    /// Makes the text that `bytes` spell in UTF-8.
    init(_ bytes: [UInt8]) {
        (self.bytes, range, isJSON) = (bytes, bytes.indices, false)
    }

    /// The text.
    var text: String {
        let spelled = bytes.span.extracting(range)
        return isJSON ? JSONString.decode(spelled) : String(copying: spelled, 0..<spelled.count)
    }

    /// The memory in bytes: an upper estimate, as the text that contains the description may be shared.
    var size: Int { bytes.count + range.count }

    /// Returns the summary of the description, using the cache `known`; `nil` if it is none.
    func summary(_ known: inout SDPSummaryCache) -> SDPSummary? {
        known.summary(of: bytes.span.extracting(range), isJSON: isJSON) { text }
    }

    static func == (left: DescriptionText, right: DescriptionText) -> Bool { left.text == right.text }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
