public import Drawing
import Screens

/// Something a key does, with all that is said of it: dispatch, hint line, help and README come from one table.
public struct Command: Sendable {
    /// The part of the help it stands in.
    public enum Group: String, Sendable, CaseIterable {
        case move = "Move"
        case look = "Look"
        case act = "Act on peers and messages"
        case app = "App"
    }

    /// What may stand after a command's name on the command line.
    public struct Parameter: Sendable {
        /// What it is called in the help: `NUMBER`, in brackets where it can be left out.
        public let name: String
        /// What it may be, for completion.
        let values: @Sendable (Model) -> [String]
        let run: @Sendable (inout Model, String) -> [Effect]

        init(
            _ name: String,
            values: @escaping @Sendable (Model) -> [String] = { _ in [] },
            run: @escaping @Sendable (inout Model, String) -> [Effect]
        ) {
            self.name = name
            self.values = values
            self.run = run
        }
    }

    /// One word.
    public let name: String
    /// Those it has unless the operator has bound others; none for a command of the command line alone.
    public let keys: [Key]
    /// The part of the help it stands in.
    public let group: Group
    /// What it does, in a line.
    public let help: String
    /// Its word in the hint line; `nil` if it does not stand there.
    let hint: String?
    /// What may stand after its name on the command line; `nil` if nothing may.
    public let parameter: Parameter?
    let places: Set<Place>
    /// Why it can do nothing now; `nil` if it can.
    let obstacle: @Sendable (Model) -> String?
    let run: @Sendable (inout Model) -> [Effect]

    init(
        _ name: String,
        _ keys: [Key],
        _ group: Group,
        _ help: String,
        hint: String? = nil,
        in places: Set<Place> = Set(Place.allCases),
        taking parameter: Parameter? = nil,
        unless obstacle: @escaping @Sendable (Model) -> String? = { _ in nil },
        run: @escaping @Sendable (inout Model) -> [Effect]
    ) {
        self.name = name
        self.keys = keys
        self.group = group
        self.help = help
        self.hint = hint
        self.parameter = parameter
        self.places = places
        self.obstacle = obstacle
        self.run = run
    }

    /// The names of the places where it can be used.
    public var placeNames: [String] { Place.allCases.filter(places.contains).map(\.rawValue) }

    /// Where it can be used: `main, ladder`; `everywhere`.
    public var placeWords: String {
        if places.count >= Place.allCases.count - 2 { return "everywhere" }
        let isMain = places.isSuperset(of: CommandTable.panes)
        let others = Place.allCases.filter { places.contains($0) && !(isMain && CommandTable.panes.contains($0)) }
        return ((isMain ? ["main"] : []) + others.map(\.rawValue)).joined(separator: ", ")
    }
}

extension Model {
    /// What has the operator's attention.
    var commandPlace: Place {
        if let screen { return screen.place }
        switch focus {
        case .peers: return .peers
        case .log: return .log
        case .detail: return .detail
        case .events: return .events
        }
    }
}
