import Text

/// Reads the members of a JSON object, with limits on texts and lists.
struct ReportReader {
    /// The number of members that are read: 40, more than any report has.
    private static let memberLimit = 40

    private var value: [String: JSONValue] = [:]

    /// A reader of `value`, which it passes over once; `nil` if it is no object.
    init?(_ value: JSONValue?) {
        guard let value, value.isObject else { return nil }
        var members: [String: JSONValue] = [:]
        value.forEachMember { name, place in
            guard members.count < Self.memberLimit, name.count <= 32 else { return }
            members[String(decoding: value.bytes[name], as: UTF8.self)] = JSONValue(value.bytes, at: place)
        }
        self.value = members
    }

    /// The text of a member, truncated to `limit` scalars; `nil` if it is no text.
    func text(_ name: String, _ limit: Int = ReportDecoder.textLimit) -> String? {
        value[name]?.string.map { Self.cut($0, limit) }
    }

    /// A whole number between -2⁵³ and 2⁵³; `nil` if the member is no number.
    func integer(_ name: String) -> Int? {
        number(name).map { Int($0.rounded()) }
    }

    /// A number between -2⁵³ and 2⁵³; `nil` if the member is none.
    func number(_ name: String) -> Double? {
        guard let member = value[name], member.byteCount <= 32, let number = Double(member.text(32)),
            number.magnitude <= 9_007_199_254_740_992
        else { return nil }
        return number
    }

    /// A time in milliseconds as microseconds; `nil` if the member is no number.
    func microseconds(_ name: String) -> Int64? {
        guard let number = number(name), number.magnitude <= 9_007_199_254_740 else { return nil }
        return Int64((number * 1000).rounded())
    }

    func flag(_ name: String) -> Bool { value[name]?.isTrue == true }

    /// The elements of a list, at most `limit`.
    func elements(_ name: String, _ limit: Int) -> [JSONValue] { value[name]?.elements(limit) ?? [] }

    /// The readers of the objects in a list, at most `limit`.
    func objects(_ name: String, _ limit: Int) -> [ReportReader] {
        elements(name, limit).compactMap { ReportReader($0) }
    }

    /// The texts in a list, at most `limit`.
    func texts(_ name: String, _ limit: Int) -> [String] {
        elements(name, limit).compactMap { $0.string.map { Self.cut($0, ReportDecoder.textLimit) } }
    }

    func object(_ name: String) -> ReportReader? { ReportReader(value[name]) }

    func error(_ name: String = "error") -> ReportedError? {
        object(name).map {
            ReportedError(name: $0.text("name", 100) ?? "Error", message: $0.text("message", 500) ?? "")
        }
    }

    static func cut(_ text: String, _ limit: Int) -> String {
        text.utf8.count <= limit ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit)))
    }
}
