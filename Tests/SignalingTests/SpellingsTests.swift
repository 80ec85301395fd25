import Testing

@testable import Signaling

@Suite struct SpellingsTests {
    @Test func everyRoleHasItsPlace() throws {
        let object = try #require(JSONValue("{}"))
        guard let members = Members(object) else {
            Issue.record("no members")
            return
        }
        for role in Spellings.Role.allCases { #expect(members[role] == nil) }
    }
}
