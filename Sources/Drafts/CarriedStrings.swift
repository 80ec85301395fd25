public import Messages
import SDP
import Text

/// Replaces descriptions and candidates in a message, wherever they are.
///
/// ```
/// {"sdp":{"type":"offer","sdp":"v=0…"}}                    a JSON string
/// {"event":"offer","data":"{\"sdp\":\"v=0…\"}"}            a JSON string inside a string with JSON
/// {"messagePayload":"eyJ0eXBlIjoib2ZmZXIi…"}               a JSON string inside base64
/// v=0…                                                     the whole message
/// ```
/// The depth of nesting is that of ``EnvelopeParser``: ``EnvelopeParser/stringLimit`` strings and
/// ``EnvelopeParser/base64Limit`` of base64 within each other. Each byte is visited once per level. Member names are
/// not candidates for replacement.
enum CarriedStrings {
    /// Returns `bytes` with each string replaced by the one that `change` returns for it; `nil` if it returns `nil` for
    /// all.
    ///
    /// Strings that contain JSON or base64 are encoded again, possibly with other escapes. All other bytes are
    /// preserved.
    static func replaced(in bytes: [UInt8], by change: (String) -> String?) -> [UInt8]? {
        replaced(in: bytes, Depth(), change)
    }

    /// The remaining depth.
    private struct Depth {
        var strings = EnvelopeParser.stringLimit
        var base64s = EnvelopeParser.base64Limit
    }

    private static func replaced(in bytes: [UInt8], _ depth: Depth, _ change: (String) -> String?) -> [UInt8]? {
        let start = JSONScanner.skipSpace(bytes.span, from: 0)
        guard start < bytes.count else { return nil }
        switch bytes[start] {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""):
            return JSONValue(bytes) == nil ? nil : replaced(inJSON: bytes, depth, change)
        default: return change(String(decoding: bytes, as: UTF8.self)).map { Array($0.utf8) }
        }
    }

    /// Replaces strings in the JSON text `bytes`.
    private static func replaced(inJSON bytes: [UInt8], _ depth: Depth, _ change: (String) -> String?) -> [UInt8]? {
        var result: [UInt8] = []
        var copied = 0
        var tokens = JSONTokens(bytes)
        var next = tokens.next()
        while let token = next {
            next = tokens.next()
            // Member names are preserved.
            guard token.kind == .string, next?.kind != .colon,
                let string = replacement(for: JSONValue(bytes, at: token.range), depth, change)
            else { continue }
            result += bytes[copied..<token.range.lowerBound]
            result += string
            copied = token.range.upperBound
        }
        return copied > 0 ? result + bytes[copied...] : nil
    }

    /// Returns the replacement for the string `value`, in quotes; `nil` if nothing in it changes.
    private static func replacement(
        for value: JSONValue, _ depth: Depth, _ change: (String) -> String?
    ) -> [UInt8]? {
        var inner = depth
        if value.begins(with: "v=0") || value.begins(with: "candidate:") || value.begins(with: "a=candidate:") {
            return value.string.flatMap(change).map { Array(JSONString.encode($0).utf8) }
        }
        if value.begins(with: "{") || value.begins(with: "[") || value.begins(with: "\"") {
            guard depth.strings > 0, let text = value.string else { return nil }
            inner.strings -= 1
            return replaced(in: Array(text.utf8), inner, change).map { bytes in
                Array(JSONString.encode(String(decoding: bytes, as: UTF8.self)).utf8)
            }
        }
        // The base64 of {" and of v=0.
        guard depth.base64s > 0, value.begins(with: "eyJ") || value.begins(with: "dj0w"),
            let text = value.decodedBase64()
        else { return nil }
        inner.base64s -= 1
        return replaced(in: text, inner, change).map { bytes in
            let quote = [UInt8(ascii: "\"")]
            return quote + Base64.encode(bytes.span) + quote
        }
    }
}

extension Message {
    /// Returns the message with `new` in the place of each string that is exactly `old`, which is a
    /// ``ParsedMessage/descriptionText``; `nil` if there is no such string.
    ///
    /// The string may be the whole message, a JSON string at any depth, or inside of strings that contain JSON or
    /// base64. The opcode and all other bytes are preserved, except for the escapes in strings that contain JSON, which
    /// are encoded again. All occurrences are replaced, as it is not known which one a client uses.
    public func replacing(description old: String, by new: String) -> Message? {
        let bytes = CarriedStrings.replaced(in: payload) { string in
            // Compared by bytes, since canonically equivalent strings differ.
            string.utf8.elementsEqual(old.utf8) ? new : nil
        }
        return bytes.map { self.replacing($0) }
    }
}
