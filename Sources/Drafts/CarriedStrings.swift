import Messages
import Text

/// The strings of a message that may be a description or a candidate, wherever they stand.
///
/// ```
/// {"sdp":{"type":"offer","sdp":"v=0…"}}                    a JSON string
/// {"event":"offer","data":"{\"sdp\":\"v=0…\"}"}            one inside a string that is JSON again
/// {"messagePayload":"eyJ0eXBlIjoib2ZmZXIi…"}               one inside the base64 of a text
/// v=0…                                                     all there is
/// ```
/// Strings are gone into as deep as ``EnvelopeParser`` goes, ``EnvelopeParser/stringLimit`` and ``EnvelopeParser/base64Limit``
/// within each other, and no byte is gone over more than once at each of these depths. Names of members are none of
/// these strings.
enum CarriedStrings {
    /// `bytes` with another string in the place of each that `change` has one for; `nil` if it has none for any.
    ///
    /// What a string that is JSON again stands for is kept, and so is base64's; how it was escaped is not. All else is
    /// kept byte by byte.
    static func replaced(in bytes: [UInt8], by change: (String) -> String?) -> [UInt8]? {
        replaced(in: bytes, Depth(), change)
    }

    /// How much deeper it may go.
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

    /// Replaces strings in `bytes`, which are a JSON text.
    private static func replaced(inJSON bytes: [UInt8], _ depth: Depth, _ change: (String) -> String?) -> [UInt8]? {
        var result: [UInt8] = []
        var copied = 0
        var tokens = JSONTokens(bytes)
        var next = tokens.next()
        while let token = next {
            next = tokens.next()
            // The names of members are not changed.
            guard token.kind == .string, next?.kind != .colon,
                let string = replacement(for: JSONValue(bytes, at: token.range), depth, change)
            else { continue }
            result += bytes[copied..<token.range.lowerBound]
            result += string
            copied = token.range.upperBound
        }
        return copied > 0 ? result + bytes[copied...] : nil
    }

    /// What stands for the string `value` afterwards, in its quotes; `nil` if nothing in it changes.
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
