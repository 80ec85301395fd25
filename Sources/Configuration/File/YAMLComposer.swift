import CYAML

/// A node of a YAML document, with the position of its first character.
struct YAMLNode {
    enum Content {
        /// The text of a scalar; `isPlain` if it is not in quotes and not a block scalar.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([(key: YAMLNode, value: YAMLNode)])
    }

    let content: Content
    let position: ConfigurationError.Position

    /// The text of a scalar; `nil` if the node is not one.
    var scalar: String? {
        guard case .scalar(let text, _) = content else { return nil }
        return text
    }

    /// Whether the node is null: an empty plain scalar, `~` or `null`.
    var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return ["", "~", "null"].contains(text)
    }
}

/// Builds the nodes of a document from the events of libyaml.
///
/// Only this file calls libyaml. Nodes are collected on a stack of the open lists and mappings, so that nested input
/// costs no recursion.
struct YAMLComposer {
    /// The maximum depth of nested lists and mappings; 100, many times that of a configuration file.
    ///
    /// Not every version of libyaml has a limit, and some take quadratic time for deep flow collections.
    static let depthLimit = 100

    /// A list or mapping whose end has not been parsed yet.
    private struct Collection {
        let isMapping: Bool
        let position: ConfigurationError.Position
        /// The nodes so far; the keys and values of a mapping in turn.
        var nodes: [YAMLNode] = []

        var node: YAMLNode {
            guard isMapping else { return YAMLNode(content: .sequence(nodes), position: position) }
            let pairs = stride(from: 0, to: nodes.count - 1, by: 2).map { (key: nodes[$0], value: nodes[$0 + 1]) }
            return YAMLNode(content: .mapping(pairs), position: position)
        }
    }

    private var open: [Collection] = []
    private var root: YAMLNode?
    private var documents = 0

    /// Parses UTF-8 text that contains at most one document; returns its root node, or `nil` if there is none.
    static func root(_ text: String) throws(YAMLText.Error) -> YAMLNode? {
        var text = text
        return try text.withUTF8 { bytes in
            Result { () throws(YAMLText.Error) in try parse(bytes) }
        }.get()
    }

    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws(YAMLText.Error) -> YAMLNode? {
        // Allocated, because libyaml keeps the address of the parser.
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else {
            throw YAMLText.Error(position: nil, fault: .notYAML("out of memory"))
        }
        defer { yaml_parser_delete(parser) }
        // The encoding is detected, so that a byte order mark is skipped.
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
        var composer = YAMLComposer()
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else { throw YAMLText.Error(parser.pointee, bytes) }
            defer { yaml_event_delete(&event) }
            guard event.type != YAML_STREAM_END_EVENT else { return composer.root }
            try composer.add(event)
        }
    }

    private mutating func add(_ event: yaml_event_t) throws(YAMLText.Error) {
        let position = ConfigurationError.Position(event.start_mark)
        switch event.type {
        case YAML_DOCUMENT_START_EVENT:
            documents += 1
            guard documents == 1 else { throw YAMLText.Error(position: position, fault: .secondDocument) }
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
            append(YAMLNode(content: .scalar(text, isPlain: isPlain), position: position))
        case YAML_SEQUENCE_START_EVENT, YAML_MAPPING_START_EVENT:
            guard open.count < Self.depthLimit else { throw YAMLText.Error(position: position, fault: .tooDeep) }
            open.append(Collection(isMapping: event.type == YAML_MAPPING_START_EVENT, position: position))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            if let collection = open.popLast() { append(collection.node) }
        // Aliases do not occur, because ``YAMLText`` has replaced their sign.
        default: break
        }
    }

    private mutating func append(_ node: YAMLNode) {
        if open.isEmpty { root = node } else { open[open.count - 1].nodes.append(node) }
    }
}

extension YAMLText.Error {
    /// The error of a parser that has failed to parse `bytes`.
    fileprivate init(_ parser: yaml_parser_t, _ bytes: UnsafeBufferPointer<UInt8>) {
        let problem = parser.problem.map { String(cString: $0) } ?? "out of memory"
        switch parser.error {
        case YAML_READER_ERROR:
            let before = String(decoding: bytes.prefix(parser.problem_offset), as: UTF8.self)
            self.init(position: .init(after: before), fault: .notYAML(problem))
        case YAML_SCANNER_ERROR, YAML_PARSER_ERROR:
            let context = parser.context.map {
                ", \(String(cString: $0)) that began in line \(parser.context_mark.line + 1)"
            }
            self.init(position: .init(parser.problem_mark), fault: .notYAML(problem + (context ?? "")))
        default: self.init(position: nil, fault: .notYAML(problem))
        }
    }
}

extension ConfigurationError.Position {
    /// The position after `text`, with the line breaks of YAML 1.1 §4.2.
    fileprivate init(after text: String) {
        self = .start
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": self = Self(line: line + 1, column: 1)
            default: column += 1
            }
            previous = scalar
        }
    }

    /// The position of a mark, whose line and column start at 0.
    fileprivate init(_ mark: yaml_mark_t) { self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1) }
}
