import Testing

@testable import Signaling

@Suite struct SpellingsTests {
    @Test func everyRoleHasItsPlace() throws {
        let object = try #require(JSONValue("{}"))
        let members = Members(object)
        for role in Spellings.Role.allCases { #expect(members[role] == nil) }
    }
}
