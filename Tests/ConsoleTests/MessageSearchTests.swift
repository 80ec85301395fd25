import Testing

@testable import Console
@testable import Drawing
@testable import Messages
@testable import Screens

@Suite struct MessageSearchTests {
    private func press(_ key: Unicode.Scalar, _ model: inout Model) { _ = update(&model, .key(.character(key))) }

    private func find(_ query: String, _ model: inout Model) {
        _ = model.change(MessageScreen.self) { $0.find(query, in: $1) }
    }

    private func status(_ model: Model) -> String? { model.screen?.status(model.context).text }

    @Test func aSearchGoesFromMatchToMatchAndRound() {
        var model = ConsoleScript.opened(.browserOffer, 80, 24).model
        press("2", &model)
        find("RTPMAP", &model)
        #expect(status(model) == "\"RTPMAP\" 1/4")
        #expect(view(model).text.contains("23 a=rtpmap:111"), "the first match is brought in sight")
        press("n", &model)
        press("n", &model)
        press("n", &model)
        #expect(status(model) == "\"RTPMAP\" 4/4")
        press("n", &model)
        #expect(status(model) == "\"RTPMAP\" 1/4")
        press("N", &model)
        #expect(status(model) == "\"RTPMAP\" 4/4")
    }

    @Test func aMatchIsMarkedAndTheCurrentOneSelected() {
        var model = ConsoleScript.opened(.text("one two ONE"), 80, 24).model
        press("2", &model)
        find("one", &model)
        let row = view(model).row(2)
        let marked = row.filter { $0.style.role == Search.style.role }.map { String($0.scalar) }.joined()
        #expect(marked == "oneONE")
        #expect(row.filter(\.style.isSelected).map { String($0.scalar) }.joined() == "one")
    }

    @Test func aSearchBeginsWhereOneReadsAndSaysWhereThereIsNothing() {
        var model = ConsoleScript.opened(.browserOffer, 80, 24).model
        press("2", &model)
        press("G", &model)
        find("rtpmap", &model)
        #expect(status(model) == "\"rtpmap\" 3/4")
        find("nothing of the kind", &model)
        #expect(status(model) == "\"nothing of the kind\" nowhere")
        press("n", &model)
        find("", &model)
        press("n", &model)
        #expect(model.statusMessage == "nothing is searched for yet")
    }

    @Test func whatIsHiddenIsNotFound() {
        var model = ConsoleScript.opened(.browserOffer, 80, 24).model
        press("2", &model)
        find(samplePassword, &model)
        #expect(status(model)?.hasSuffix("nowhere") == true)
    }

    @Test func wideAndCombiningScalarsKeepTheirColumns() throws {
        let search = try #require(Search("É"))
        let line = TextLine(text: "作é e\u{301} É")
        #expect(search.matches(in: [line]).map(\.columns) == [2..<3, 6..<7])
        #expect(search.marked(line, 0, search.matches(in: [line])).text == line.text)
        #expect(Search("") == nil)
    }

    @Test func aMatchBesideTheScreenIsScrolledTo() {
        var model = ConsoleScript.opened(.browserOffer, 80, 24).model
        press("3", &model)
        press("w", &model)
        find("max-message", &model)
        #expect(view(model).text.contains("max-message-size:262144"))
    }
}
