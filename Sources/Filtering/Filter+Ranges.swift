import Text

extension Filter {
    /// Places that ``ranges(in:)`` finds at the most.
    public static let rangeLimit = 64
    /// Bytes of a text in which ``ranges(in:)`` looks, from its beginning: what is shown is shorter.
    public static let rangeReach = 16_384

    /// Where the words, texts and regular expressions it looks for stand in `text`, in order and none in another.
    ///
    /// What it leaves out, it does not look for.
    public func ranges(in text: String) -> [Range<String.Index>] {
        guard !searches.isEmpty || !expressions.isEmpty else { return [] }
        var text = text
        text.makeContiguousUTF8()
        let bytes = text.utf8.span.extracting(..<min(text.utf8.count, Self.rangeReach))
        var found: [Range<Int>] = []
        for search in searches where search.count > 0 {
            var count = 0
            var start = 0
            while count < Self.rangeLimit, let place = search.first(in: bytes, from: start) {
                found.append(place..<place + search.count)
                start = place + search.count
                count += 1
            }
        }
        for expression in expressions { found += expression.ranges(in: bytes, limit: Self.rangeLimit) }
        return Self.merged(found).prefix(Self.rangeLimit).map { range in
            let start = text.utf8.index(text.startIndex, offsetBy: range.lowerBound)
            return start..<text.utf8.index(start, offsetBy: range.count)
        }
    }

    private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var merged: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}
