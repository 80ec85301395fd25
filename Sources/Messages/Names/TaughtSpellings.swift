import Synchronization

/// Member names and type words that the operator adds to the known ones, in the configuration file.
///
/// ```yaml
/// spellings:
///   type: [verb]              a member with the kind of the message
///   to: [destinee]            a member with the addressee
///   join: [enterLobby]        a type word
/// ```
/// Like the known names, they match in any case and with any separators: `enter-lobby` is `enterLobby`.
public struct TaughtSpellings: Hashable, Sendable {
    /// The meaning of a spelling.
    public enum Subject: String, Hashable, Sendable, CaseIterable {
        // Member names.
        case type, description, candidate, from, to
        // Type words.
        case offer, answer, join, leave, bye
    }

    /// The largest number of spellings of a subject.
    public static let limit = 32
    /// The longest spelling in bytes, which is that of known words.
    public static let byteLimit = KindWords.byteLimit

    /// The spellings by subject, as they were written.
    public private(set) var spellings: [Subject: [String]] = [:]
    private var members: [String: Subject] = [:]
    private var words: [String: Kind] = [:]

    public init() {}

    /// Whether there are no spellings.
    public var isEmpty: Bool { spellings.isEmpty }

    /// Adds a spelling.
    ///
    /// Returns false if it has no letters or digits, is too long, exceeds ``limit`` or is already known.
    public mutating func add(_ text: String, as subject: Subject) -> Bool {
        let key = KindWords.parts(text).joined()
        guard !key.isEmpty, text.utf8.count <= Self.byteLimit, spellings[subject, default: []].count < Self.limit else {
            return false
        }
        guard members[key] == nil, words[key] == nil else { return false }
        spellings[subject, default: []].append(text)
        switch subject {
        case .type, .description, .candidate, .from, .to: members[key] = subject
        case .offer: words[key] = .offer
        case .answer: words[key] = .answer
        case .join: words[key] = .join
        case .leave: words[key] = .leave
        case .bye: words[key] = .bye
        }
        return true
    }

    /// Returns the meaning of a member name; `nil` if it is none of these.
    func subject(ofMember name: String) -> Subject? {
        members.isEmpty ? nil : members[KindWords.parts(name).joined()]
    }

    /// Returns the kind that a word, as its joined parts, stands for; `nil` if it is none of these.
    func kind(ofWord key: String) -> Kind? { words.isEmpty ? nil : words[key] }

    // MARK: In this process

    private static let isTaught = Atomic(false)
    private static let taught = Mutex(TaughtSpellings())

    /// The spellings that hold in this process: messages are read in many places, and all have to agree.
    ///
    /// Whoever reads the configuration sets them: once before the relay starts, and again when it is reread.
    public static var current: TaughtSpellings {
        get { isTaught.load(ordering: .acquiring) ? taught.withLock { $0 } : TaughtSpellings() }
        set {
            taught.withLock { $0 = newValue }
            isTaught.store(!newValue.isEmpty, ordering: .releasing)
        }
    }
}
