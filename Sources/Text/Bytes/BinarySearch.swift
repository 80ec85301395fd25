extension RandomAccessCollection where Index == Int {
    /// The index of the first element that `isBehind` says so of, as of all that follow it; the end where there is none.
    public func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
