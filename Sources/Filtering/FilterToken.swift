/// A token of a filter: a sign, or a whole term.
///
/// ```
/// -(from:"Alice B"|p2 OR ~a(b|c) "x y")
/// │││                 │  │       │    └ close
/// │││                 │  term    term
/// ││└ term            or
/// │└ open
/// └ minus
/// ```
/// Any text can be split, also an incomplete one: an open quote extends to the end.
struct FilterToken: Equatable {
    enum Sign {
        case open, close, minus, or, term
    }

    let sign: Sign
    /// The range in the text, in Unicode scalars.
    let range: Range<Int>

    /// The tokens of `scalars` in order.
    static func tokens(of scalars: [Unicode.Scalar]) -> [FilterToken] {
        var tokens: [FilterToken] = []
        var index = 0
        while index < scalars.count {
            let start = index
            let sign: Sign
            switch scalars[start] {
            case let scalar where scalar.properties.isWhitespace:
                index += 1
                continue
            case "(": (sign, index) = (.open, start + 1)
            case ")": (sign, index) = (.close, start + 1)
            case "-": (sign, index) = (.minus, start + 1)
            default:
                index = endOfTerm(scalars, from: start)
                sign = scalars[start..<index].elementsEqual("OR".unicodeScalars) ? .or : .term
            }
            tokens.append(FilterToken(sign: sign, range: start..<index))
        }
        return tokens
    }

    /// The end of the field name at `start`.
    static func endOfName(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
        scalars[start...].firstIndex { !("a"..."z").contains($0) && !("A"..."Z").contains($0) } ?? scalars.count
    }

    /// The index after the quote at `start`; `nil` if the quote is not closed.
    static func endOfQuote(_ scalars: [Unicode.Scalar], from start: Int) -> Int? {
        var index = start + 1
        while index < scalars.count {
            if scalars[index] == "\"" { return index + 1 }
            index += scalars[index] == "\\" ? 2 : 1
        }
        return nil
    }

    private static func endOfTerm(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
        var index = start
        if scalars[start] == "~" {
            guard start + 1 < scalars.count, scalars[start + 1] == "\"" else {
                return endOfExpression(scalars, from: start + 1)
            }
            index += 1
        } else if scalars[start] == "@" {
            index += 1
        }
        let colon = endOfName(scalars, from: start)
        let isField = colon > start && colon < scalars.count && scalars[colon] == ":"
        while index < scalars.count {
            let scalar = scalars[index]
            // Anywhere else, a quote is a character like others: {"type":"bye"}.
            let mayBegin = index == start || "~@".unicodeScalars.contains(scalars[index - 1]) && index == start + 1
            let mayFollow = isField && index > colon && ":|".unicodeScalars.contains(scalars[index - 1])
            if scalar == "\"", mayBegin || mayFollow {
                index = endOfQuote(scalars, from: index) ?? scalars.count
            } else if scalar.properties.isWhitespace || scalar == "(" || scalar == ")" {
                break
            } else {
                index += 1
            }
        }
        return index
    }

    /// The end of a regular expression without quotes: white space, or a `)` that is not part of it.
    private static func endOfExpression(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
        var index = start
        var depth = 0
        var isClass = false
        while index < scalars.count, !scalars[index].properties.isWhitespace {
            switch scalars[index] {
            case "\\" where index + 1 < scalars.count && !scalars[index + 1].properties.isWhitespace: index += 1
            case "[": isClass = true
            case "]": isClass = false
            case "(" where !isClass: depth += 1
            case ")" where !isClass:
                if depth == 0 { return index }
                depth -= 1
            default: break
            }
            index += 1
        }
        return index
    }
}
