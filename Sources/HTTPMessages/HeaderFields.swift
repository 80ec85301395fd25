import Text

/// The fields of a header section, in the order and with the bytes in which they were received (RFC 9110 §5).
///
/// The proxy has its own type, and parser, because those of NIOHTTP1 decode targets and values as UTF-8, and replace all
/// other bytes, which RFC 9110 §5.5 allows and servers send.
package struct HeaderFields: Equatable {
    /// A field line.
    package struct Field: Equatable {
        /// The name, a token, in its original case.
        package let name: String
        /// The value without the white space around it.
        package var value: [UInt8]

        package init(_ name: String, _ value: [UInt8]) {
            (self.name, self.value) = (name, value)
        }

        /// Returns whether the field has this name, which is in lower case.
        package func isNamed(_ lowercased: String) -> Bool {
            name.utf8.count == lowercased.utf8.count && name.lowercased() == lowercased
        }
    }

    package private(set) var all: [Field] = []

    package init(_ fields: [Field] = []) { all = fields }

    // Names are given in lower case.

    /// Returns the values of all fields with this name, in order.
    package func values(of name: String) -> [[UInt8]] { all.filter { $0.isNamed(name) }.map(\.value) }

    /// Returns the value of the first field with this name as text; `nil` if there is none.
    package func first(_ name: String) -> String? {
        all.first { $0.isNamed(name) }.map { String(decoding: $0.value, as: UTF8.self) }
    }

    package func contains(_ name: String) -> Bool { all.contains { $0.isNamed(name) } }

    /// Returns the elements of a comma-separated list in all fields with this name, in lower case (RFC 9110 §5.6.1).
    package func elements(of name: String) -> [String] {
        values(of: name).flatMap { value in
            value.split(separator: UInt8(ascii: ",")).map { element in
                String(decoding: Self.trimmed(element), as: UTF8.self).lowercased()
            }
        }.filter { !$0.isEmpty }
    }

    package mutating func add(_ name: String, _ value: String) {
        all.append(Field(name, Array(value.utf8)))
    }

    package mutating func remove(_ name: String) { all.removeAll { $0.isNamed(name) } }

    package mutating func removeAll(where isMeant: (Field) -> Bool) { all.removeAll(where: isMeant) }

    /// Replaces the value of the first field with this name, in its place, and removes the others.
    ///
    /// - Returns: Whether there is such a field.
    @discardableResult
    package mutating func replace(_ name: String, by value: String) -> Bool {
        guard let index = all.firstIndex(where: { $0.isNamed(name) }) else { return false }
        all[index].value = Array(value.utf8)
        let later = all[(index + 1)...].filter { !$0.isNamed(name) }
        all = Array(all[...index]) + later
        return true
    }

    /// Replaces the values of all fields with this name by what `transform` returns.
    package mutating func mapValues(of name: String, _ transform: ([UInt8]) -> [UInt8]) {
        for index in all.indices where all[index].isNamed(name) { all[index].value = transform(all[index].value) }
    }

    /// Removes the fields that concern one connection only (RFC 9110 §7.6.1), except for `Transfer-Encoding`, because bodies
    /// are forwarded as they are framed.
    ///
    /// - Parameter isUpgrade: Whether the connection is to become a WebSocket, so that `Connection` and `Upgrade` stay.
    package mutating func removeHopByHop(isUpgrade: Bool = false) {
        let named = Set(elements(of: "connection")).subtracting(["transfer-encoding", "content-length", "host"])
        all.removeAll { field in
            switch field.name.lowercased() {
            case "connection", "upgrade": !isUpgrade
            case "keep-alive", "proxy-connection", "te", "proxy-authenticate", "proxy-authorization": true
            case let name: named.contains(name)
            }
        }
        if isUpgrade { replace("connection", by: "Upgrade") }
    }

    /// Returns `bytes` without spaces and tabs at both ends.
    package static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        var bytes = bytes.drop(while: isSpace)
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        return bytes
    }
}
