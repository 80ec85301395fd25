import Text

/// A syntax error or warning in a description, with its place (RFC 8866 §5).
public struct SDPError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, counted from 1.
    public let line: Int
    /// The column in Unicode scalars, counted from 1; the one after the last scalar if something is missing there.
    public let column: Int
    /// The violated rule.
    public let fault: Fault

    /// A rule and its violation.
    public enum Fault: Hashable, Sendable {
        /// The text does not begin with `v=0` (§5.1).
        case noVersion(String)
        /// The line does not begin with a letter and `=` (§5).
        case notTypeAndValue(String)
        /// RFC 8866 does not define the type.
        case unknownType(String)
        /// A space follows `=` (§5).
        case spaceAfterEquals
        /// The line is empty.
        case emptyLine
        /// The type must come before an earlier line (§5).
        case outOfOrder(String, after: String)
        /// The type must not be repeated.
        case repeated(String)
        /// A required type is missing (§5).
        case missing(String)
        /// Neither the section nor the session has a connection address (§5.7).
        case noConnection
        /// The number of fields is not that of the type.
        case fieldCount(String, count: Int, expected: String)
        /// A field is not a decimal number.
        case notANumber(String, String)
        /// The port is above 65535.
        case portOutOfRange(String)
        /// The attribute has no name (§5.13).
        case namelessAttribute
        /// The line ending is escaped, as if JSON had been encoded twice.
        case escapedLineEnd
        /// The text ends without a line ending.
        case unterminatedLastLine
        /// The line ends with LF alone, which parsers should accept (§5).
        ///
        /// Only the first such line is reported.
        case lineFeedAlone
        /// The line ends with CR alone.
        ///
        /// Only the first such line is reported.
        case carriageReturnAlone
    }

    /// Whether parsers accept the text nevertheless.
    public var isWarning: Bool { fault == .lineFeedAlone }

    public var description: String { "line \(line), column \(column): \(message)" }

    /// A description of the fault without its place.
    public var message: String {
        switch fault {
        case .noVersion(let text): "a description begins with v=0, not with '\(Excerpt(text))'"
        case .notTypeAndValue(let text): "'\(Excerpt(text))' is not a letter, = and a value"
        case .unknownType(let type): "no line of a description begins with \(type)="
        case .spaceAfterEquals: "white space after ="
        case .emptyLine: "an empty line"
        case .outOfOrder(let type, let other): "\(type)= must come before \(other)="
        case .repeated(let type): "a second \(type)= line, where one is allowed"
        case .missing(let type): "\(type)= is missing here"
        case .noConnection: "no c= line, neither in this section nor in the session"
        case .fieldCount(let type, let count, let expected): "\(type)= has \(count) fields instead of \(expected)"
        case .notANumber(let name, let text): "\(name) '\(Excerpt(text))' is not a number"
        case .portOutOfRange(let text): "port '\(Excerpt(text))' is above 65535"
        case .namelessAttribute: "an attribute without a name"
        case .escapedLineEnd: #"the characters \r\n where a line should end; the text was escaped twice"#
        case .unterminatedLastLine: "the last line does not end; the text may have been cut"
        case .lineFeedAlone: "the line ends with LF alone instead of CR LF"
        case .carriageReturnAlone: "the line ends with CR alone instead of CR LF"
        }
    }
}
