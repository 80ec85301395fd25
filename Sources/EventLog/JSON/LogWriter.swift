import Events
import Text

/// Writes the members of JSON objects (RFC 8259 §4), one object a line.
struct LogWriter {
    /// The lines so far.
    private(set) var bytes: [UInt8] = []
    /// Whether the current object has a member.
    private var hasMember = false

    /// Writes an object with the members that `body` writes.
    mutating func object(_ body: (inout LogWriter) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        hasMember = false
        body(&self)
        bytes.append(UInt8(ascii: "}"))
        hasMember = true
    }

    /// Ends the line.
    mutating func endLine() {
        bytes.append(UInt8(ascii: "\n"))
        hasMember = false
    }

    /// Removes all that was written, and keeps the memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        hasMember = false
    }

    private mutating func name(_ name: StaticString) {
        bytes.append(addingCapacity: name.utf8CodeUnitCount + 4) { bytes in
            if hasMember { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "\""))
            for index in 0..<name.utf8CodeUnitCount { bytes.append(name.utf8Start[index]) }
            bytes.append(UInt8(ascii: "\""))
            bytes.append(UInt8(ascii: ":"))
        }
        hasMember = true
    }

    /// Writes a member with a value that is JSON already.
    mutating func json(_ name: StaticString, _ value: String) {
        self.name(name)
        bytes.append(contentsOf: value.utf8)
    }

    mutating func value(_ name: StaticString, _ value: LogValue) {
        switch value {
        case .text(let text): self.text(name, text)
        case .integer(let integer): self.integer(name, integer)
        case .json(let json): self.json(name, json)
        }
    }

    mutating func integer(_ name: StaticString, _ value: some BinaryInteger) {
        self.name(name)
        append(value)
    }

    mutating func integer(_ name: StaticString, _ value: Int?) {
        guard let value else { return }
        self.name(name)
        append(value)
    }

    private mutating func append(_ value: some BinaryInteger) { bytes.append(contentsOf: String(value).utf8) }

    mutating func number(_ name: StaticString, _ value: Double?) {
        if let value, value.isFinite { json(name, value.description) }
    }

    /// Writes a member that is left out if it is false.
    mutating func flag(_ name: StaticString, _ value: Bool) {
        if value { json(name, "true") }
    }

    mutating func text(_ name: StaticString, _ value: String?) {
        guard var text = value else { return }
        self.name(name)
        text.withUTF8 { JSONString.append($0, to: &bytes) }
    }

    /// Writes bytes that are UTF-8 as a string.
    mutating func text(_ name: StaticString, utf8 value: [UInt8]) {
        self.name(name)
        value.withUnsafeBufferPointer { JSONString.append($0, to: &bytes) }
    }

    mutating func base64(_ name: StaticString, _ value: [UInt8]) {
        self.name(name)
        bytes.append(UInt8(ascii: "\""))
        bytes += Base64.encode(value.span)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes bytes as a string if they are UTF-8, else as base64 in the member `name64`.
    mutating func payload(_ name: StaticString, or name64: StaticString, _ value: [UInt8]) {
        if UTF8Text.isValid(value) { text(name, utf8: value) } else { base64(name64, value) }
    }

    /// Writes a time in seconds, with all nanoseconds.
    mutating func time(_ name: StaticString, _ value: Instant?) {
        if let value { json(name, LogTime.text(value.nanoseconds)) }
    }

    mutating func peer(_ name: StaticString, _ peer: PeerID?) {
        guard let peer else { return }
        self.name(name)
        append(peer)
    }

    private mutating func append(_ peer: PeerID) {
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: peer.description.utf8)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func peers(_ name: StaticString, _ peers: [PeerID]) { array(name, peers) { $0.append($1) } }

    mutating func integers(_ name: StaticString, _ values: [Int]) { array(name, values) { $0.append($1) } }

    mutating func texts(_ name: StaticString, _ values: [String]) {
        array(name, values) { writer, value in
            var text = value
            text.withUTF8 { JSONString.append($0, to: &writer.bytes) }
        }
    }

    mutating func object(_ name: StaticString, _ body: (inout LogWriter) -> Void) {
        self.name(name)
        object(body)
    }

    mutating func objects<Element>(
        _ name: StaticString, _ elements: [Element], _ body: (inout LogWriter, Element) -> Void
    ) {
        array(name, elements) { writer, element in writer.object { body(&$0, element) } }
    }

    private mutating func array<Element>(
        _ name: StaticString, _ elements: [Element], _ append: (inout LogWriter, Element) -> Void
    ) {
        self.name(name)
        bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(&self, element)
        }
        bytes.append(UInt8(ascii: "]"))
    }
}

/// A value in a line that is not read back.
public enum LogValue: Sendable {
    case text(String)
    case integer(Int)
    /// JSON that is written as it is.
    case json(String)
}

/// Times in the log: seconds with nine decimals, so that nanoseconds survive.
enum LogTime {
    /// Returns nanoseconds as seconds: `1.351204113`.
    static func text(_ nanoseconds: Int64) -> String {
        let fraction = String((nanoseconds % 1_000_000_000).magnitude)
        let whole = nanoseconds / 1_000_000_000
        let sign = nanoseconds < 0 && whole == 0 ? "-" : ""
        return sign + String(whole) + "." + String(repeating: "0", count: 9 - fraction.count) + fraction
    }

    /// Parses seconds with at most nine decimals; `nil` if the text is none or the value is out of range.
    static func nanoseconds(_ text: Substring.UTF8View) -> Int64? {
        var digits = text[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits = digits.dropFirst() }
        var (value, decimals): (Int64, Int?) = (0, nil)
        for byte in digits {
            if byte == UInt8(ascii: "."), decimals == nil {
                decimals = 0
                continue
            }
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            if let known = decimals {
                guard known < 9 else { continue }
                decimals = known + 1
            }
            guard let next = append(Int64(byte - UInt8(ascii: "0")), to: value) else { return nil }
            value = next
        }
        for _ in (decimals ?? 0)..<9 {
            guard let next = append(0, to: value) else { return nil }
            value = next
        }
        return isNegative ? -value : value
    }

    private static func append(_ digit: Int64, to value: Int64) -> Int64? {
        let product = value.multipliedReportingOverflow(by: 10)
        let sum = product.partialValue.addingReportingOverflow(digit)
        return product.overflow || sum.overflow ? nil : sum.partialValue
    }
}

/// The test whether bytes are UTF-8.
enum UTF8Text {
    static func isValid(_ bytes: [UInt8]) -> Bool { (try? UTF8Span(validating: bytes.span)) != nil }
}
