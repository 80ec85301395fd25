import Signaling
import Testing

/// What goes wrong on the way, and what does not.
@Suite struct DeliveryRulesTests {
    private static let two = "0 p1 joins demo\n0.1 p2 joins demo\n"
    private static let aware = "0 p1 joins demo aware\n0.1 p2 joins demo aware\n"
    private static let call = "1 p1 offers\n1.1 p2 answers\n1.2 p1 candidate host\n"

    private func found(_ script: String) -> [String] { Scene(script).found }

    @Test func aDescriptionThatNobodyHeardIsAnInformationUntilOneIsHeard() {
        #expect(
            found(
                "0 p1 joins demo\n1 p1 offers\n1.1 p1 candidate host\n30 -\n31 p2 joins demo\n32 p2 offers\n"
                    + "32.1 p1 answers\n32.2 p1 candidate host\n32.2 p2 candidate host\n50 -") == [
                    "information unheard-description: p1 said its offer into an empty room (#2) [#2]",
                    "over unheard-description (information): its #6 was heard",
                ])
    }

    @Test func whoGoesBeforeItAnswersIsAnError() {
        #expect(
            found(Self.two + "1 p1 offers\n1.1 p1 candidate host\n3 p2 leaves") == [
                "error peer-vanished: p2 was gone (closed 1001) before it answered #3 of p1 [#3 #5]"
            ])
        #expect(
            found(Self.two + "1 p1 offers\n1.1 p1 candidate host\n3 p1 leaves lost") == [
                "warning peer-vanished: p1 was gone (connection lost) before p2 answered its offer #3 [#3 #5]"
            ])
        #expect(found(Self.two + Self.call + "1.3 p2 candidate host\n3 p2 leaves") == [], "they may have connected")
        #expect(found(Self.two + "1 p1 offers\n2 p2 is kicked") == [], "the operator's doing")
        #expect(found(Self.two + "1 p1 offers\n2 p1 bye\n3 p2 leaves") == [], "the call was over")
    }

    @Test func whoAnswersAndGoesWithoutACandidateIsAWarning() {
        #expect(
            found(Self.two + Self.call + "3 p2 leaves").first
                == "warning peer-vanished: p2 was gone (closed 1001) before it had named a candidate for #3 [#3 #4 #6]")
    }

    @Test func whoIsNotThereHearsNothing() {
        #expect(
            found(Self.aware + "1 p1 offers to=p9") == [
                "error absent-addressee: p1 speaks to p9, who is not in the room: nobody heard it [#3]"
            ])
        #expect(found(Self.aware + "1 p1 offers to=p2\n1.1 p2 answers to=p1") == [])
        #expect(found(Self.two + "1 p1 offers to=bob\n1.1 p2 answers") == [], "plain clients have ids of their own")
    }

    @Test func aSenderOfItsOwnIsAnErrorForAwarePeers() {
        #expect(
            found(Self.aware + #"1 p1 says {"from":"p2","type":"bye"}"#) == [
                "error claimed-identity: p1 names a sender itself, which is the relay's to say: nobody heard it [#3]"
            ])
    }

    @Test func twoWhoSayTheyAreOneAreAWarning() {
        let al = #"says {"type":"hello","from":"al"}"#
        #expect(
            found(Self.two + "1 p1 \(al)\n2 p2 \(al)\n3 p2 \(al)") == [
                "warning claimed-identity: p1 and p2 both call themselves al [#3 #4]"
            ])
        #expect(found(Self.two + "1 p1 \(al)\n2 p2 says {\"type\":\"hello\",\"from\":\"bo\"}") == [])
        #expect(found(Self.two + "1 p1 \(al)\n2 p1 leaves lost\n3 p2 \(al)") == [], "a page that was loaded again")
        #expect(found("0 p1 joins a\n0 p2 joins b\n1 p1 \(al)\n2 p2 \(al)") == [], "in another room")
    }

    @Test func twoWhoSpellDifferentlyAreAWarning() {
        let one = #"says {"candidate":{"candidate":"candidate:1 1 udp 1 192.0.2.1 5 typ host","sdpMid":"0"}}"#
        let other = #"says {"ice":{"candidate":"candidate:1 1 udp 1 192.0.2.2 5 typ host","sdpMid":"0"}}"#
        let mixed = found(Self.two + Self.call + "2 p2 \(one)\n3 p2 \(one)\n9 -")
        #expect(mixed == [])
        #expect(
            found(Self.two + Self.call + "2 p2 \(other)\n3 p2 \(other)\n9 -") == [
                "warning mixed-dialects: p1 writes candidate{} where p2 writes ice{}: they may not understand each other [#5 #6]"
            ])
    }

    /// RFC 6455 §5.6.
    @Test func textInABinaryFrameIsAWarning() {
        #expect(
            found(Self.two + #"1 p1 says-binary {"type":"bye"}"#) == [
                "warning json-in-binary: p1 sends text in a binary frame: a browser gets a Blob, and JSON.parse fails on it [#3]"
            ])
        #expect(found(Self.two + #"1 p1 says {"type":"bye"}"#) == [])
        #expect(found(Self.two + "1 p1 says-binary \u{1}\u{2}") == [], "bytes are what it is for")
    }
}
