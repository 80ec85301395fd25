/// Something a key does, with all that is said of it: dispatch, hint line, help and README come from one table.
public struct Command: Sendable {
    /// The part of the help it stands in.
    public enum Group: String, Sendable, CaseIterable {
        case move = "Move"
        case look = "Look"
        case act = "Act on peers and messages"
        case app = "App"
    }

    /// What has the operator's attention.
    public enum Place: Hashable, Sendable, CaseIterable {
        case peers, log, detail, findings, help
    }

    /// One word.
    public let name: String
    /// The first one is shown in the hint line.
    public let keys: [Key]
    /// The part of the help it stands in.
    public let group: Group
    /// What it does, in a line.
    public let help: String
    /// Its word in the hint line; nil where it does not stand there.
    let hint: String?
    let places: Set<Place>
    /// Why it can do nothing now; nil where it can.
    let obstacle: @Sendable (Model) -> String?
    let run: @Sendable (inout Model) -> [Effect]

    init(
        _ name: String,
        _ keys: [Key],
        _ group: Group,
        _ help: String,
        hint: String? = nil,
        in places: Set<Place> = Set(Place.allCases),
        unless obstacle: @escaping @Sendable (Model) -> String? = { _ in nil },
        run: @escaping @Sendable (inout Model) -> [Effect]
    ) {
        self.name = name
        self.keys = keys
        self.group = group
        self.help = help
        self.hint = hint
        self.places = places
        self.obstacle = obstacle
        self.run = run
    }

    /// Its keys as they are shown: `j ↓`.
    public var keyLabels: String { keys.map(\.label).joined(separator: " ") }
}

extension Model {
    /// What has the operator's attention.
    var commandPlace: Command.Place {
        if let screen { return screen.place }
        switch focus {
        case .peers: return .peers
        case .log: return .log
        case .detail: return .detail
        }
    }
}
