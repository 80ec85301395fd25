extension DescriptionLine {
    /// The property that the line states. In a comparison, lines with the same subject are versions of each other.
    ///
    /// ```
    /// a=setup:actpass             setup
    /// a=rtpmap:111 opus/48000/2   rtpmap 111
    /// a=rtcp-fb:96 nack           nil: the attribute may be repeated
    /// ```
    var subject: Substring? {
        guard let type else { return nil }
        switch type {
        case UInt8(ascii: "a"): return attributeSubject
        case UInt8(ascii: "b"): return Substring(text.utf8.prefix { $0 != UInt8(ascii: ":") })
        default: return Substring(text.utf8.prefix(2))
        }
    }

    private var attributeSubject: Substring? {
        let (name, rest) = value.halves(":")
        let words = (rest ?? "").words(limit: 3)
        switch name {
        case "sendrecv", "sendonly", "recvonly", "inactive": return "direction"
        case "candidate", "rtcp-fb", "ssrc-group": return nil
        // The numbers of header extensions and streams are chosen anew for each connection.
        case "extmap", "ssrc": return words.count > 1 ? name + " " + words[1].halves(name == "ssrc" ? ":" : " ").0 : nil
        case "rtpmap", "fmtp", "rid", "imageattr", "crypto", "sctpmap", "group", "fingerprint":
            return words.first.map { name + " " + $0 }
        default: return name
        }
    }
}
