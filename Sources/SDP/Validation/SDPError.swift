import Text

/// What is wrong with a description, and where (RFC 8866 §5).
public struct SDPError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, counted from 1.
    public let line: Int
    /// The column in Unicode scalars, counted from 1; that behind the last one where something is missing.
    public let column: Int
    /// The rule that is broken there.
    public let fault: Fault

    /// One rule that is broken.
    public enum Fault: Hashable, Sendable {
        /// The text does not begin with `v=0` (§5.1).
        case noVersion(String)
        /// A line without a letter and `=` in front (§5).
        case notTypeAndValue(String)
        /// A letter that RFC 8866 does not know.
        case unknownType(String)
        /// White space behind `=` (§5).
        case spaceBehindEquals
        /// A line with nothing in it.
        case emptyLine
        /// A type that must stand before one that was there already (§5).
        case outOfOrder(String, after: String)
        /// A second line of a type that stands once.
        case repeated(String)
        /// A type that must be there (§5).
        case missing(String)
        /// A section without a connection address, in a session without one (§5.7).
        case noConnection
        /// A line of fewer or more fields than its type has.
        case fieldCount(String, count: Int, expected: String)
        /// A field that should be a number.
        case notANumber(String, String)
        /// A port above 65535.
        case portOutOfRange(String)
        /// An attribute without a name (§5.13).
        case namelessAttribute
        /// A line end that was escaped once too often, and never undone.
        case escapedLineEnd
        /// The text ends inside its last line.
        case lastLineCut
        /// A line that ends with LF alone; the first of them. Readers should accept it (§5).
        case lineFeedAlone
        /// A line that ends with CR alone; the first of them.
        case carriageReturnAlone
    }

    /// Whether readers accept it all the same.
    public var isWarning: Bool { fault == .lineFeedAlone }

    public var description: String { "line \(line), column \(column): \(words)" }

    /// What is wrong, without the place.
    public var words: String {
        switch fault {
        case .noVersion(let text): "a description begins with v=0, not with '\(Excerpt(text))'"
        case .notTypeAndValue(let text): "'\(Excerpt(text))' is not a letter, = and a value"
        case .unknownType(let type): "no line of a description begins with \(type)="
        case .spaceBehindEquals: "white space behind ="
        case .emptyLine: "an empty line"
        case .outOfOrder(let type, let other): "\(type)= stands behind \(other)=, its place is before"
        case .repeated(let type): "a second \(type)= line, where one is allowed"
        case .missing(let type): "\(type)= is missing here"
        case .noConnection: "no c= line, neither in this section nor in the session"
        case .fieldCount(let type, let count, let expected): "\(type)= has \(count) fields instead of \(expected)"
        case .notANumber(let name, let text): "\(name) '\(Excerpt(text))' is not a number"
        case .portOutOfRange(let text): "port '\(Excerpt(text))' is above 65535"
        case .namelessAttribute: "an attribute without a name"
        case .escapedLineEnd: #"the characters \r\n where a line should end; the text was escaped twice"#
        case .lastLineCut: "the last line does not end; the text may have been cut"
        case .lineFeedAlone: "the line ends with LF alone instead of CR LF"
        case .carriageReturnAlone: "the line ends with CR alone instead of CR LF"
        }
    }
}
