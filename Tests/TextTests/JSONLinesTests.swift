import Testing

@testable import Text

@Suite struct JSONLinesTests {
    private func lines(_ text: String, limit: Int = 1000) -> [String]? {
        JSONLines.lines(Array(text.utf8), limit: limit)
    }

    @Test func everyMemberAndElementHasALine() {
        #expect(
            lines(#" {"a":1 , "b" : [ "x,{}\"" ,null],"c":{},"d":[ ]} "#) == [
                "{", #"  "a": 1,"#, #"  "b": ["#, #"    "x,{}\"","#, "    null", "  ],", #"  "c": {},"#, #"  "d": []"#,
                "}",
            ])
        #expect(lines("[]") == ["[]"])
    }

    @Test(arguments: ["", "1", "\"x\"", "{", "{\"a\"}", "v=0", "[1,]"])
    func otherTextHasNoLines(text: String) {
        #expect(lines(text) == nil)
    }

    @Test func theDepthIsLimited() {
        let depth = 100_000
        let deep = lines(String(repeating: "[", count: depth) + String(repeating: "]", count: depth), limit: 500)
        #expect(deep?.count == 500)
        #expect(deep?.allSatisfy { $0.utf8.count < 80 } == true)
    }
}
