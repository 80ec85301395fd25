import Testing

@testable import Messages
@testable import Text

@Suite struct SpellingsTests {
    @Test func everyRoleHasItsPlace() throws {
        let object = try #require(JSONValue("{}"))
        var longest = LongestString()
        guard let members = Members(object, &longest) else {
            Issue.record("no members")
            return
        }
        for role in Spellings.Role.allCases { #expect(members[role] == nil) }
    }
}
