import Text

/// Redaction of IP addresses, fingerprints, mDNS names and JSON Web Tokens by their form.
extension TextRedactor {
    /// The number of bytes of the shortest fingerprint: 16, of MD5 (RFC 8122 §5).
    private static let shortestFingerprint = 16
    /// The longest spelling of an IPv6 address in bytes: 45.
    private static let longestAddress = 45
    /// The longest host name in bytes: 253 (RFC 1035 §2.3.4).
    private static let longestHost = 253
    /// Products whose versions have four numbers, in user agents (RFC 9110 §10.1.5).
    private static let products: Set<String> = [
        "Chrome", "Chromium", "CriOS", "Edg", "EdgA", "EdgiOS", "Electron", "Firefox", "HeadlessChrome", "OPR",
        "Safari", "SamsungBrowser", "Version", "Vivaldi", "YaBrowser",
    ]

    /// Replaces an address, an mDNS name or a token that has a dot at `index`, and returns the end of what was examined.
    mutating func dot(_ text: TextPart, _ index: Int, _ edits: inout [Edit]) -> Int {
        let (before, after) = (text[index - 1], text[index + 1])
        if Alphabet.isDigit(before), Alphabet.isDigit(after) { return address(text, index, &edits) }
        if after | 0x20 == UInt8(ascii: "l"), text.hasSuffix("local", before: index + 6), isLabelEnd(text, index + 6) {
            let start = text.start(before: index, limit: Self.longestHost) {
                Alphabet.isLabel($0) || $0 == UInt8(ascii: ".")
            }
            guard start < index else { return index }
            edits.append(Edit(start..<index, pseudonyms.pseudonym(.hostName, of: Array(text.bytes[start..<index]))))
            return index + 6
        }
        return token(text, index, &edits)
    }

    private func isLabelEnd(_ text: TextPart, _ index: Int) -> Bool {
        let byte = text[index]
        if byte == UInt8(ascii: ".") { return !Alphabet.isLetterOrDigit(text[index + 1]) }
        return !Alphabet.isLabel(byte)
    }

    /// Replaces a JSON Web Token, whose first part is the base64 of an object (RFC 7519 §3).
    private mutating func token(_ text: TextPart, _ index: Int, _ edits: inout [Edit]) -> Int {
        let start = text.start(before: index, limit: .max, where: Alphabet.isLabel)
        guard index - start >= 10, text.bytes[start...].starts(with: "eyJ".utf8) else { return index }
        let end = text.end(from: index) { Alphabet.isLabel($0) || $0 == UInt8(ascii: ".") }
        edits.append(Edit(start..<end, pseudonyms.pseudonym(.secret, of: Array(text.bytes[start..<end]))))
        return end
    }

    // MARK: Addresses

    private static func isAddressByte(_ byte: UInt8) -> Bool {
        Alphabet.isHexadecimal(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
    }

    /// Replaces the addresses or the fingerprint around `index`, and returns the end of what was examined.
    ///
    /// ```
    /// 192.0.2.4:51234        turn:192.0.2.9:3478        [2001:db8::7]:40112        ::ffff:192.0.2.4        AB:CD:…
    /// ```
    mutating func address(_ text: TextPart, _ index: Int, _ edits: inout [Edit]) -> Int {
        if text[index] == UInt8(ascii: ":") {
            let (before, after) = (text[index - 1], text[index + 1])
            guard Alphabet.isHexadecimal(after) || after == UInt8(ascii: ":"),
                Alphabet.isHexadecimal(before) || before == UInt8(ascii: ":") || after == UInt8(ascii: ":")
            else { return index }
        }
        let start = text.start(before: index, limit: .max, where: Self.isAddressByte)
        let end = text.end(from: index, where: Self.isAddressByte)
        let (whole, run) = (start..<end, trimmed(start..<end, of: text))
        guard whole.count >= Self.shortest else { return end }
        if isFingerprint(run, of: text.bytes) {
            edits.append(Edit(run, pseudonyms.pseudonym(.fingerprint, of: Array(text.bytes[run]))))
        } else if let address = v6(run, of: text.bytes) {
            edits.append(Edit(address, pseudonyms.pseudonym(.address, of: Array(text.bytes[address]))))
        } else if text.bytes[whole].contains(UInt8(ascii: ".")) {
            replaceV4(whole, of: text, &edits)
        }
        return end
    }

    /// Returns `run` without the punctuation around it, and without parts that continue in a word.
    private func trimmed(_ run: Range<Int>, of text: TextPart) -> Range<Int> {
        let bytes = text.bytes
        var (start, end) = (run.lowerBound, run.upperBound)
        let colon = UInt8(ascii: ":")
        if Alphabet.isLetterOrDigit(text[start - 1]) {
            while start < end, bytes[start] != colon { start += 1 }
        }
        if Alphabet.isLetterOrDigit(text[end]) {
            while end > start, bytes[end - 1] != colon { end -= 1 }
        }
        // A run without a colon is an IPv4 address beside letters.
        if start == end { (start, end) = (run.lowerBound, run.upperBound) }
        while start < end, bytes[start] == UInt8(ascii: ".") { start += 1 }
        while start < end, bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
        if end - start > 1, bytes[start] == colon, bytes[start + 1] != colon { start += 1 }
        if end - start > 1, bytes[end - 1] == colon, bytes[end - 2] != colon { end -= 1 }
        return start..<end
    }

    /// Whether the bytes at `run` are pairs of hexadecimal digits with colons between them.
    private func isFingerprint(_ run: Range<Int>, of bytes: [UInt8]) -> Bool {
        guard run.count >= 3 * Self.shortestFingerprint - 1, run.count % 3 == 2 else { return false }
        for (offset, index) in run.enumerated() {
            let isRight = offset % 3 == 2 ? bytes[index] == UInt8(ascii: ":") : Alphabet.isHexadecimal(bytes[index])
            if !isRight { return false }
        }
        return true
    }

    /// Returns the range of the IPv6 address in `run`, which may have a port after it; `nil` if there is none.
    private func v6(_ run: Range<Int>, of bytes: [UInt8]) -> Range<Int>? {
        func isAddress(_ range: Range<Int>) -> Bool {
            guard range.count <= Self.longestAddress,
                case .v6? = IPAddress(String(decoding: bytes[range], as: UTF8.self))
            else { return false }
            return true
        }
        guard run.count <= Self.longestAddress + 6 else { return nil }
        let colons = bytes[run].count { $0 == UInt8(ascii: ":") }
        guard colons >= 2 else { return nil }
        if isAddress(run) { return run }
        guard let last = bytes[run].lastIndex(of: UInt8(ascii: ":")) else { return nil }
        return isAddress(run.lowerBound..<last) ? run.lowerBound..<last : nil
    }

    /// Replaces the IPv4 addresses in `run`.
    private mutating func replaceV4(_ run: Range<Int>, of text: TextPart, _ edits: inout [Edit]) {
        let part = TextPart(bytes: text.bytes, range: run)
        var index = run.lowerBound
        while index < run.upperBound {
            var end = part.end(from: index) { Alphabet.isDigit($0) || $0 == UInt8(ascii: ".") }
            let next = max(end, index + 1)
            while end > index, text.bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
            // Digits before an address belong to something else, such as the type of a packet: 4192.0.2.4.
            let number = index..<part.end(from: index, where: Alphabet.isDigit)
            if let first = number.suffix(3).first(where: { isV4($0..<end, of: text.bytes) }),
                !isVersion(index, of: text)
            {
                let address = Array(text.bytes[first..<end])
                edits.append(Edit(first..<end, pseudonyms.pseudonym(.address, of: address)))
            }
            index = next
        }
    }

    /// Whether the bytes at `range` are four numbers up to 255, with or without leading zeros.
    private func isV4(_ range: Range<Int>, of bytes: [UInt8]) -> Bool {
        guard (7...15).contains(range.count) else { return false }
        var (dots, digits, number) = (0, 0, 0)
        for index in range {
            if bytes[index] == UInt8(ascii: ".") {
                guard digits > 0 else { return false }
                (dots, digits, number) = (dots + 1, 0, 0)
            } else {
                digits += 1
                number = number * 10 + Int(bytes[index] - UInt8(ascii: "0"))
                guard digits <= 3, number <= 255 else { return false }
            }
        }
        return dots == 3 && digits > 0
    }

    /// Whether the number at `index` is the version of a product: `Chrome/142.0.0.0`, `v1.2.3.4`.
    private func isVersion(_ index: Int, of text: TextPart) -> Bool {
        if text[index - 1] | 0x20 == UInt8(ascii: "v") { return !Alphabet.isLetterOrDigit(text[index - 2]) }
        guard text[index - 1] == UInt8(ascii: "/") else { return false }
        let start = text.start(before: index - 1, limit: 20) { Alphabet.isLetterOrDigit($0) }
        return Self.products.contains(String(decoding: text.bytes[start..<(index - 1)], as: UTF8.self))
    }
}
