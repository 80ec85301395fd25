import Testing

@testable import Messages
@testable import Text

@Suite struct FieldNamesTests {
    /// The names of each role as they are spelled in JSON.
    private static let names = FieldNames.members.flatMap { role, names in
        names.enumerated().filter { !$1.isEmpty }.map { (role: role, rank: $0, name: $1) }
    }

    @Test func everyRoleHasItsNames() {
        #expect(FieldNames.Role.allCases.count <= Members.capacity)
        #expect(FieldNames.members.map(\.0) == FieldNames.Role.allCases)
        #expect(Set(Self.names.map(\.name)).count == Self.names.count, "no name has two roles")
    }

    @Test func everyNameIsFoundWithItsRole() throws {
        // A role without a place would trap and end all tests.
        try #require(FieldNames.Role.allCases.count <= Members.capacity)
        for (role, rank, name) in Self.names {
            let object = try #require(JSONValue("{\"\(name)\":7}"))
            var scan = JSONScanner.State()
            guard let members = Members(object, &scan) else {
                Issue.record("no members in \(name)")
                continue
            }
            for other in FieldNames.Role.allCases where other != .wrap {
                #expect(members[other]?.integer == (other == role ? 7 : nil), "\(name) as \(other)")
            }
            if role == .wrap {
                #expect(members.wrapCount == 1 && members.wrap(0).rank == rank, "\(name)")
            } else {
                #expect(members.rank(role) == rank, "\(name)")
            }
        }
    }

    @Test func everyNameHasADistinctPath() {
        let paths = Self.names.map { role, rank, _ in
            var shape = EnvelopeFormat()
            shape.enter(role, rank: rank)
            return shape
        }
        #expect(Set(paths).count == paths.count)
    }
}
