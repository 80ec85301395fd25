import Testing

@testable import Filtering

/// The complete texts of errors: the column, the problem and the remedy.
@Suite struct FilterErrorTests {
    private func words(_ text: String, saved: [String: String] = [:]) -> String {
        do {
            return "fine: \(try Filter(text, saved: saved).text)"
        } catch {
            return "\(error)"
        }
    }

    private static let faults: [(String, String)] = [
        ("kind:offr", "column 5: no kind is called 'offr'; did you mean offer?"),
        ("from:a kind:offer|ans", "column 18: no kind is called 'ans'; did you mean answer?"),
        (
            "kind:xyzzy",
            "column 5: no kind is called 'xyzzy'; kind takes offer, answer, pranswer, rollback, candidate, "
                + "end-of-candidates, bye, join, leave, roster, keepalive, error, other, opaque, joined, left, kicked, "
                + "refused, armed, disarmed, banned, lifted, discarded, late, guarded, delivery, replayed, failed, "
                + "certificate, transport, request, page, reported or recording"
        ),
        ("kind:Offer", "column 5: no kind is called 'Offer'; did you mean offer?"),
        ("cand:stun", "column 5: no candidate has the type 'stun'; cand takes host, srflx, prflx or relay"),
        ("cand:relais", "column 5: no candidate has the type 'relais'; did you mean relay?"),
        ("is:find", "column 3: no entry can be 'find'; did you mean finding?"),
        (
            "transport:udp",
            "column 10: no transport is called 'udp'; transport takes ws, polling, engine.io or socket.io"
        ),
        ("via:relay", "column 4: nothing goes by way of 'relay'; via takes server"),
        ("src:me", "column 4: nothing comes from 'me'; src takes peer, op, relay or probe"),
        (
            "  kin:offer",
            "column 2: no field is called 'kin'; did you mean kind?, or put quotes around all of it to find the text"
        ),
        (
            "type:offer",
            "column 0: no field is called 'type'; fields are kind, from, to, peer, room, via, transport, call, conn, pair, cand, mid, "
                + "sdp, size, dt, age, is or src, or put quotes around all of it to find the text"
        ),
        (
            "sizes>1k",
            "column 0: no field is called 'sizes'; did you mean size?, or put quotes around all of it to find the text"
        ),
        ("kind:", "column 5: kind needs a value, as in kind:offer|answer"),
        ("to:a||b", "column 5: to needs a value, as in to:bob"),
        ("to:a| b", "column 5: to needs a value, as in to:bob"),
        ("size>", "column 5: size needs a value, as in size>1k"),
        ("dt>=", "column 4: dt needs a value, as in dt>100ms"),
        ("size:100", "column 4: size is compared by < <= > or >=, as in size>1k"),
        ("age=5s", "column 3: age is compared by < <= > or >=, as in age<30s"),
        ("from>alice", "column 4: from is not compared; write from:alice"),
        ("size>big", "column 5: 'big' is no size; write bytes, k or M, as in size>200 or size>1.5k"),
        (
            "size>99999999999999M",
            "column 5: '99999999999999M' is no size; write bytes, k or M, as in size>200 or size>1.5k"
        ),
        ("dt>100", "column 3: '100' is no duration; write ms, s, m or h after a number, as in dt>100ms"),
        ("age<1e5s", "column 4: '1e5s' is no duration; write ms, s, m or h after a number, as in age<30s"),
        ("call:x", "column 5: 'x' is no call; calls are numbered from 1, as in call:2"),
        ("call:1|0", "column 7: '0' is no call; calls are numbered from 1, as in call:2"),
        ("a \"bc", "column 2: this quote is not closed; put \" after the text"),
        ("from:\"bc", "column 5: this quote is not closed; put \" after the text"),
        ("~\"bc\\\"", "column 1: this quote is not closed; put \" after the text"),
        ("\"a\"b", "column 3: 'b' follows a quote without a space; put a space between them"),
        ("from:\"a\"b", "column 8: 'b' follows a quote without a space; put a space between them"),
        ("a (b", "column 2: this ( is not closed; put ) after the group"),
        ("a -(", "column 3: this ( is not closed; put ) after the group"),
        ("a) b", "column 1: this ) closes nothing; remove it, or put quotes around the text it belongs to"),
        ("a ()", "column 2: there is nothing between ( and )"),
        ("a - b", "column 2: - needs a term right after it; put quotes around it to find the text"),
        ("(a -)", "column 3: - needs a term right after it; put quotes around it to find the text"),
        ("-", "column 0: - needs a term right after it; put quotes around it to find the text"),
        ("a OR", "column 2: OR needs a term on either side; put quotes around it to find the text"),
        ("OR a", "column 0: OR needs a term on either side; put quotes around it to find the text"),
        ("a OR OR b", "column 2: OR needs a term on either side; put quotes around it to find the text"),
        ("(a OR )", "column 3: OR needs a term on either side; put quotes around it to find the text"),
        ("a|b", "column 1: | separates values of a field; write a OR b, or quotes around 'a|b' to find the text"),
        (
            "\"a\"|\"b\"",
            "column 3: | separates values of a field; write a OR b, or quotes around '|\"b\"' to find the text"
        ),
        (
            "a AND b",
            "column 2: AND is not needed: adjacent terms must all match anyway; put quotes around it to find the text"
        ),
        ("NOT b", "column 0: NOT is not needed: put - in front of a term; put quotes around it to find the text"),
        ("a @", "column 2: @ needs the name of a saved filter"), ("~", "column 0: ~ needs a regular expression"),
        ("@x", "column 0: no saved filter is called 'x'"),
        ("\u{1B}kind:\u{7}", "fine: \u{1B}kind:\u{7}"),
        (
            "kind:\u{7}",
            "column 5: no kind is called '␇'; kind takes offer, answer, pranswer, rollback, candidate, end-of-candidates, bye, join, leave, roster, keepalive, error, other, opaque, joined, left, kicked, refused, armed, disarmed, banned, lifted, discarded, late, guarded, delivery, replayed, failed, "
                + "certificate, transport, request, page, reported or recording"
        ),
    ]

    @Test(arguments: faults)
    func errorsHaveARemedy(text: String, words: String) {
        #expect(self.words(text) == words)
    }

    private static let expressionFaults: [(String, String)] = [
        ("~a(b", "column 2: this ( is not closed; put \\ in front of it to find it"),
        ("~\"a)\"", "column 3: this ) closes nothing; put \\ in front of it to find it"),
        ("x ~[ab", "column 3: this [ is not closed; put \\ in front of it to find it"),
        ("~[]", "column 1: nothing stands between [ and ]"),
        ("~*a", "column 1: nothing to repeat here; put \\ in front of the sign to find it"),
        ("~a**", "column 3: nothing to repeat here; put \\ in front of the sign to find it"),
        ("~a\\", "column 2: nothing follows this \\; write two of them to find one"),
        ("~(?=a)", "column 1: of groups with ?, only (?: is known"),
        ("~a\\b", "column 2: '\\b' is not known; \\d \\w \\s \\D \\W \\S \\t \\n \\r are, and signs"),
        ("~(a)\\1", "column 4: '\\1' is not known; \\d \\w \\s \\D \\W \\S \\t \\n \\r are, and signs"),
        ("~[z-a]", "column 2: 'z-a' is no range of ASCII characters"),
        ("~[^aé]", "column 4: 'é' cannot be left out: only ASCII characters can"),
        ("~a{2,1}", "column 2: '{2,1}' is no count of repeats up to 256"),
        ("~a{300}", "column 2: '{300}' is no count of repeats up to 256"),
        ("~(ab){200}", "column 1: this expression has more than 256 letters, what is repeated counted each time"),
        (
            "~(|){200}(|){200}",
            "column 1: this expression has more than 256 letters, what is repeated counted each time"
        ),
        ("~" + String(repeating: "(", count: 40), "column 33: groups go 32 deep at the most"),
    ]

    @Test(arguments: expressionFaults)
    func errorsOfRegularExpressionsHaveAColumn(text: String, words: String) {
        #expect(self.words(text) == words)
    }

    @Test func limitsAreErrors() {
        let long = String(repeating: "é", count: 1001)
        #expect(words(long) == "column 1000: a filter has at most 1000 characters, this one 1001")
        #expect(words(String(long.dropLast())) == "fine: \(long.dropLast())")
        let deep = String(repeating: "(", count: 33) + "a" + String(repeating: ")", count: 33)
        #expect(words(deep) == "column 32: groups and saved filters can be nested 32 deep")
        #expect(words(String(deep.dropFirst().dropLast())).hasPrefix("fine"))
        #expect(
            words(String(repeating: "-", count: 33) + "a")
                == "column 32: groups and saved filters can be nested 32 deep")
        let many = Array(repeating: "a", count: 257).joined(separator: " ")
        #expect(words(many) == "column 512: a filter has at most 256 terms, including those of saved filters")
        #expect(words(String(many.dropLast(2))).hasPrefix("fine"))
    }

    private static let savedFaults: [(String, String)] = [
        ("a @glaer", "column 2: no saved filter is called 'glaer'; did you mean @glare?"),
        ("a @loop", "column 2: the saved filter 'loop' refers to itself"),
        ("@wrong", "column 0: in the saved filter 'wrong', column 6: no kind is called 'offr'; did you mean offer?"),
        ("@\"glare", "column 1: this quote is not closed; put \" after the text"),
        ("x @bomb", "column 2: a filter has at most 256 terms, including those of saved filters"),
    ]

    @Test(arguments: savedFaults)
    func errorsOfSavedFiltersNameTheFilter(text: String, words: String) {
        var saved = [
            "glare": "is:finding", "loop": "@back", "back": "a @loop", "wrong": "(kind:offr)", "bomb": "@b0 @b0",
        ]
        for level in 0..<20 { saved["b\(level)"] = "@b\(level + 1) @b\(level + 1)" }
        saved["b20"] = ""
        #expect(self.words(text, saved: saved) == words)
    }
}
