import Testing

@testable import Messages

/// Messages that only resemble signaling.
@Suite struct NearMissTests {
    @Test(arguments: [
        "offer", "bye", "v=0", "v=0 is how it begins", "candidate:Bob", "candidate: who wins?", "a=setup:actpass",
        #""offer""#, #""v=0 is how it begins""#, #"["offer"]"#, #"{"v":0}"#,
        "candidate:1 1 udp 1 a 1 typ host\nand more",
    ])
    func wordsAloneAreNoSignaling(text: String) { expectOther(text) }

    @Test(arguments: [
        #"{"type":"message","text":"I have an offer for you"}"#, #"{"type":"chat","message":"offer"}"#,
        #"{"type":"message","message":"v=0 is how it begins"}"#, #"{"message":"candidate:Bob is my favourite"}"#,
        #"{"type":"message","text":"bye","name":"Al"}"#, #"{"message":"bye"}"#, #"{"text":"{\"type\":\"bye\"}"}"#,
        #"{"type":"chat","data":{"type":"bye"}}"#, #"{"type":"chat","data":"{\"type\":\"leave\"}"}"#,
        #"{"type":"message","data":"bWVzc2FnZXMgdGhhdCBhcmUgYmFzZTY0IGFyZSBqdXN0IHRleHQ="}"#,
        #"{"type":"deploy","data":{"type":"rollback"}}"#,
    ])
    func aChatIsAChat(text: String) { expectOther(text) }

    @Test(arguments: [
        #"{"type":"offer"}"#, #"{"type":"answer","sdp":null}"#, #"{"type":"offer","sdp":{}}"#, #"{"type":"candidate"}"#,
        #"{"offer":"half the price"}"#, #"{"type":"offer","description":"a sofa, as new"}"#, #"{"answer":42}"#,
        #"{"question":"why?","answer":"because"}"#, #"{"sdp":"nonsense"}"#, #"{"offered":{"type":"sofa"}}"#,
    ])
    func aTypeWithoutADescriptionIsNoDescription(text: String) { expectOther(text) }

    @Test(arguments: [
        #"{"type":"vote","candidate":""}"#, #"{"type":"election","candidate":null}"#, #"{"candidate":"Bob"}"#,
        #"{"candidate":{"name":"Bob"}}"#, #"{"candidates":["Al","Bo"]}"#, #"{"candidates":[]}"#, #"{"completed":true}"#,
        #"{"candidate":null,"sdp":"what is this"}"#, #"{"final":true}"#, #"{"ice":"cream"}"#,
    ])
    func aCandidateForAnOfficeIsNoCandidate(text: String) { expectOther(text) }

    @Test(arguments: [
        #"{"type":"goodbye"}"#, #"{"type":"joined-in-song"}"#, #"{"type":"bye","type":"hello world"}"#,
        #"{"type":["bye"]}"#, #"{"type":"video-"}"#, #"{"type":""}"#,
        #"{"type":"a word that is longer than any that is known, by far"}"#,
    ])
    func onlyWholeTypeWordsAreRecognized(text: String) { expectOther(text) }

    @Test func escapedNamesAreRecognized() {
        #expect(ParsedMessage(.text(#"{"ty\u0070e":"b\u0079e"}"#)).kind == .bye)
        #expect(ParsedMessage(.text(#"{"\u0063andidate":null}"#)).kind == .endOfCandidates)
    }

    @Test func theLastOfDuplicateMembersCounts() {
        let parsed = ParsedMessage(.text(#"{"to":"a","to":"b","data":{"type":"bye"},"data":{"type":"ping"}}"#))
        #expect(parsed.to == "b")
        #expect(parsed.kind == .keepalive)
    }

    @Test func anIDThatIsTooLongIsIgnored() {
        #expect(ParsedMessage(.text(#"{"type":"bye","to":"\#(String(repeating: "x", count: 254))"}"#)).to?.count == 254)
        #expect(ParsedMessage(.text(#"{"type":"bye","to":"\#(String(repeating: "x", count: 255))"}"#)).to == nil)
        #expect(ParsedMessage(.text(#"{"type":"bye","to":{"x":1}}"#)).to == nil)
    }

    @Test(arguments: [
        #"{"type":"file","to":"p1","name":"cat.jpg"}"#, #"{"to":"p1","data":{"type":"message","name":"cat.jpg"}}"#,
        #"{"type":"welcome","id":"p3","name":"Al"}"#,
    ])
    func aNameAloneIsNoSender(text: String) {
        #expect(ParsedMessage(.text(text)).from == nil)
    }

    @Test func anIDAloneIsNoAddressee() {
        #expect(ParsedMessage(.text(#"{"type":"offer","id":"m1","description":"a sofa, as new"}"#)).to == nil)
        #expect(ParsedMessage(.text(#"{"type":"message","id":"m1","text":"hello"}"#)).to == nil)
    }

    @Test func unknownMessagesStillHaveASender() {
        let parsed = ParsedMessage(.text(#"{"type":"renegotiate","from":"a","to":"b","room":"r"}"#))
        #expect([parsed.from, parsed.to, parsed.room] == ["a", "b", "r"])
    }

    private func expectOther(_ text: String) {
        let parsed = ParsedMessage(.text(text))
        #expect(parsed.kind == .other)
        #expect(parsed.summary == text)
        #expect(parsed.description == nil)
        #expect(parsed.candidate == nil)
    }
}
