import Synchronization

/// Names of members and words that the operator adds to those that are known, from the configuration file.
///
/// ```yaml
/// spellings:
///   type: [verb]              a member of that name says what the message is
///   to: [destinee]            whom a message is for
///   join: [enterLobby]        a word in a type
/// ```
/// Spellings count in any case and with any separators, as the known ones do: `enter-lobby` is `enterLobby`.
public struct TaughtSpellings: Hashable, Sendable {
    /// What a spelling means.
    public enum Subject: String, Hashable, Sendable, CaseIterable {
        // Names of members.
        case type, description, candidate, from, to
        // Words in a type.
        case offer, answer, join, leave, bye
    }

    /// The number of spellings of one subject, at most.
    public static let limit = 32
    /// The longest spelling, in bytes: as long as the words that are looked for.
    public static let byteLimit = KindWords.byteLimit

    /// The spellings of each subject, as they were written.
    public private(set) var spellings: [Subject: [String]] = [:]
    private var members: [String: Subject] = [:]
    private var words: [String: Kind] = [:]

    public init() {}

    /// Whether nothing was taught.
    public var isEmpty: Bool { spellings.isEmpty }

    /// Adds a spelling; false if it has no letters or digits, is too long, is one too many, or was added already.
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

    /// What the name of a member was taught to mean.
    func subject(ofMember name: String) -> Subject? {
        members.isEmpty ? nil : members[KindWords.parts(name).joined()]
    }

    /// The kind that a word, given in parts and joined, was taught to mean.
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
