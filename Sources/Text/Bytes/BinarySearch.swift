extension RandomAccessCollection where Index == Int {
    /// Returns the index of the first element that satisfies `isBehind`, found by binary search; `endIndex` if none
    /// does.
    ///
    /// All elements that satisfy it must follow those that do not.
    public func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
