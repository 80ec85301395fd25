import Text

/// Parses the nodes of `Forwarded` and `X-Forwarded-For`, from left to right.
///
/// Parsing is strict: an unterminated quote of a client must not swallow the element that a proxy appends.
enum ForwardedNodes {
    private static let blanks: [UInt8] = [0x20, 0x09]

    /// Returns the elements of `X-Forwarded-For` without the empty ones (RFC 9110 §5.6.1).
    static func list(_ bytes: [UInt8]) -> [ArraySlice<UInt8>?] {
        bytes.split(separator: UInt8(ascii: ",")).map(trimmed).filter { !$0.isEmpty }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let start = bytes.drop(while: blanks.contains)
        return start.dropLast(start.reversed().prefix(while: blanks.contains).count)
    }

    /// Returns the value of `for` in each element of `Forwarded` (RFC 7239 §4), which is `nil` if an element has none; `nil`
    /// if the header is malformed.
    static func standard(_ bytes: [UInt8]) -> [ArraySlice<UInt8>?]? {
        var reader = Reader(bytes: bytes)
        var nodes: [ArraySlice<UInt8>?] = []
        while true {
            var (node, isEmpty): (ArraySlice<UInt8>?, Bool) = (nil, true)
            repeat {
                reader.skipBlanks()
                guard let name = reader.token() else { continue }
                isEmpty = false
                guard reader.take("="), let value = reader.value() else { return nil }
                if String(decoding: name, as: UTF8.self).lowercased() == "for" {
                    guard node == nil else { return nil }
                    node = value
                }
                reader.skipBlanks()
            } while reader.take(";")
            if !isEmpty { nodes.append(node) }
            guard reader.take(",") else { return reader.isAtEnd ? nodes : nil }
        }
    }

    private struct Reader {
        let bytes: [UInt8]
        var index = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        var isAtEnd: Bool { index == bytes.count }

        mutating func skipBlanks() {
            while index < bytes.count, blanks.contains(bytes[index]) { index += 1 }
        }

        mutating func take(_ sign: Unicode.Scalar) -> Bool {
            guard index < bytes.count, bytes[index] == UInt8(ascii: sign) else { return false }
            index += 1
            return true
        }

        /// Reads a token (RFC 9110 §5.6.2); returns `nil` if there is none.
        mutating func token() -> ArraySlice<UInt8>? {
            let start = index
            while index < bytes.count, (0x21...0x7E).contains(bytes[index]),
                !"\"(),/:;<=>?@[\\]{}".utf8.contains(bytes[index])
            {
                index += 1
            }
            return index > start ? bytes[start..<index] : nil
        }

        /// Reads a token or a quoted string, without escapes (RFC 9110 §5.6.4); returns `nil` if there is neither.
        mutating func value() -> ArraySlice<UInt8>? {
            guard take("\"") else { return token() }
            var text: [UInt8] = []
            while index < bytes.count {
                if take("\"") { return text[...] }
                if take("\\"), index == bytes.count { return nil }
                text.append(bytes[index])
                index += 1
            }
            return nil
        }
    }

    // MARK: One node

    /// Returns whether a proxy withholds the address: `unknown`, `_hidden` (RFC 7239 §6).
    static func isHidden(_ node: ArraySlice<UInt8>) -> Bool {
        let name = node.prefix { $0 != UInt8(ascii: ":") }
        return name.first == UInt8(ascii: "_") || String(decoding: name, as: UTF8.self).lowercased() == "unknown"
    }

    /// Parses `192.0.2.1`, `192.0.2.1:80`, `[2001:db8::1]:80`, or `2001:db8::1`; returns `nil` for other text.
    static func hop(_ node: ArraySlice<UInt8>) -> ProxyTrust.Hop? {
        let text = String(decoding: node, as: UTF8.self)
        if let address = IPAddress(text) { return ProxyTrust.Hop(address, port: nil) }
        let isBracketed = text.first == "["
        let host = isBracketed ? text.dropFirst().prefix { $0 != "]" } : text.prefix { $0 != ":" }
        guard let address = IPAddress(String(host)) else { return nil }
        if case .v4 = address, isBracketed { return nil }
        let rest = text[host.endIndex...].dropFirst(isBracketed ? 1 : 0)
        if isBracketed, rest.isEmpty, text.last == "]" { return ProxyTrust.Hop(address, port: nil) }
        guard rest.first == ":" else { return nil }
        let port = rest.dropFirst()
        // A port may be withheld too.
        if port.first == "_" { return ProxyTrust.Hop(address, port: nil) }
        guard !port.isEmpty, port.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(port) else {
            return nil
        }
        return ProxyTrust.Hop(address, port: Int(number))
    }
}
