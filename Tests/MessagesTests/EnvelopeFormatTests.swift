import Testing

@testable import Messages
@testable import Text

/// The envelope formats of descriptions and candidates, by which incompatible clients are recognized.
@Suite struct EnvelopeFormatTests {
    private func shape(_ text: String) -> String? { ParsedMessage(.text(FamilyTests.written(text))).envelopeFormat }

    @Test(arguments: [
        (#"{"sdp":{"type":"offer","sdp":<offer>}}"#, "sdp{}"),
        (#"{"type":"offer","sdp":<offer>}"#, "sdp"),
        (#"{"description":{"type":"offer","sdp":<offer>},"candidate":null}"#, "description{}"),
        (#"{"id":"bob","type":"offer","description":<offer>}"#, "description"),
        (#"{"type":"OFFER","payload":{"sdp":{"type":"offer","sdp":<offer>},"type":"data"}}"#, "payload.sdp{}"),
        (#"{"type":"publish","data":{"type":"signal","signal":{"type":"offer","sdp":<offer>}}}"#, "data.signal{}"),
        (#"{"type":"offer","sdp":"no description"}"#, "sdp"),
    ])
    func aDescriptionHasThePathOfItsMembers(text: String, path: String) {
        #expect(shape(text) == path)
    }

    @Test(arguments: [
        (#"{"candidate":{"candidate":<line>,"sdpMid":"0"}}"#, "candidate{}"),
        (#"{"type":"candidate","candidate":<line>,"mid":"0"}"#, "candidate"),
        (#"{"ice":{"candidate":<line>}}"#, "ice{}"),
        (#"{"type":"candidate","payload":{"candidate":{"candidate":<line>}}}"#, "payload.candidate{}"),
        (#"{"candidates":[{"candidate":<line>},{"candidate":<line>}]}"#, "candidates[]{}"),
        (#"{"type":"candidates","candidates":[<line>]}"#, "candidates[]"),
        (#"{"candidate":{"candidate":"candidate:1 1"}}"#, "candidate{}"),
    ])
    func aCandidateHasThePathOfItsMembers(text: String, path: String) {
        #expect(shape(text) == path)
    }

    @Test func theOfferAndTheAnswerOfOneClientHaveOneFormat() {
        #expect(shape(#"{"offer":{"type":"offer","sdp":<offer>}}"#) == "offer|answer{}")
        #expect(shape(#"{"answer":{"type":"answer","sdp":<answer>}}"#) == "offer|answer{}")
        #expect(shape(#"{"type":"offer","Offer":<offer>}"#) == "offer|answer")
        #expect(shape(#"{"type":"answer","Answer":<answer>}"#) == "offer|answer")
        #expect(shape(#"{"data":{"pranswer":<answer>}}"#) == "data.offer|answer")
    }

    @Test func aStringThatIsJSONAgainIsNotAnObject() {
        let description = #"{"type":"offer","sdp":<offer>}"#
        let object = FamilyTests.written(description)
        #expect(shape(#"{"event":"offer","data":"# + object + "}") == "data{}")
        #expect(shape(#"{"event":"offer","data":"# + JSONString.encode(object) + "}") == "data\"\"{}")
        #expect(shape(JSONString.encode(object)) == "\"\"{}")
        // {"type":"offer","sdp":"v=0\r\nm=audio 9 X 0\r\n"}
        let encoded = "eyJ0eXBlIjoib2ZmZXIiLCJzZHAiOiJ2PTBcclxubT1hdWRpbyA5IFggMFxyXG4ifQ=="
        #expect(shape("{\"messagePayload\":\"\(encoded)\"}") == "messagePayload=={}")
    }

    @Test func bareTextIsRaw() {
        #expect(shape("v=0\r\na=setup:actpass\r\n") == "raw")
        #expect(shape("candidate:1 1 udp 1 192.0.2.4 1 typ host") == "raw")
        #expect(shape(#""v=0\r\na=setup:actpass\r\n""#) == "\"\"")
    }

    @Test(arguments: [
        #"{"type":"bye"}"#, #"{"candidate":null}"#, #"{"sdp":{"type":"rollback","sdp":""}}"#, "hello",
        #"{"type":"ping"}"#,
    ])
    func otherMessagesHaveNoFormat(text: String) {
        #expect(shape(text) == nil)
    }

    /// A message with the maximum depth of named members.
    @Test func theDeepestMessageHasItsWholePath() {
        let text = #"{"data":{"payload":{"body":{"trickle":{"data":{"candidate":<line>}}}}}}"#
        #expect(shape(text) == nil)
        let deepest = #"{"data":{"payload":{"body":{"trickle":{"candidate":<line>}}}}}"#
        #expect(shape(deepest) == "data.payload.body.trickle{}")
    }

    @Test func everyRoleHasADistinctPath() {
        #expect(FieldNames.Role.allCases.count < 31)
        for (role, names) in FieldNames.members {
            #expect(names.count <= 16)
            guard role != .type else { continue }
            for (rank, name) in names.enumerated() where !name.isEmpty {
                var shape = EnvelopeFormat()
                shape.enter(role, rank: rank)
                let isDescription = [.offer, .answer, .pranswer].contains(role)
                #expect(shape.text == (isDescription ? "offer|answer" : name))
            }
        }
    }
}
