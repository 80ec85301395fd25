import Analysis
import Connections
package import Findings
import Negotiations
import Testing

/// A conversation for each rule that leads to a finding of it.
package enum RuleExamples {
    private static let addressed = [
        "0 p1 joins demo name=alice address=198.51.100.4:1", "0.1 p2 joins demo name=bob address=203.0.113.5:2",
    ]
    private static let aware = ["0 p1 joins demo name=alice aware", "0.1 p2 joins demo name=bob aware"]
    /// Two clients of an upstream server.
    private static let proxied = [
        "0 p1 joins socket-1 name=alice partner=p2", "0 p2 joins socket-1 partner=p1 server",
        "0.1 p3 joins socket-2 name=bob partner=p4", "0.1 p4 joins socket-2 partner=p3 server",
    ]
    private static let call = ["1 p1 offers with=host", "1.2 p2 answers with=host"]
    private static let bare = ["1 p1 offers", "1.2 p2 answers"]

    /// The events after alice and bob have joined a room; see ``Scene`` for the language.
    private static let events: [String: [String]] = [
        "glare": ["1 p1 offers with=host", "1.01 p2 offers with=host", "9 -"],
        "answer-without-offer": ["1 p2 answers with=host"],
        "several-answers": [
            "0.2 p3 joins demo name=carol", "1 p1 offers with=host", "1.1 p2 answers with=host",
            "1.2 p3 answers with=host",
        ],
        "duplicate-answer": call + ["1.3 p2 answers version=2 with=host"],
        "duplicate-description": call + ["4 p1 offers version=2 with=host"],
        "unanswered-offer": ["1 p1 offers with=host", "12 -"],
        "late-answer": ["1 p1 offers with=host", "33 p2 answers with=host"],
        "superseded-offer": ["1 p1 offers with=host", "1.1 p1 offers with=host", "1.2 p2 answers with=host"],
        "rollback": ["1 p1 offers with=host", "1.1 p1 rolls back"],
        "no-offer": [
            #"1 p1 sends {"type":"ready"}"#, #"1.5 p2 sends {"x":1}"#, #"2 p1 sends {"x":2}"#, "20 -",
        ],
        "peer-vanished": ["1 p1 offers with=host", "3 p2 leaves", "5 -"],
        "candidate-before-description": ["1 p1 candidate host", "1.4 p1 offers with=host", "1.6 p2 answers with=host"],
        "unknown-generation": call + ["2 p1 candidate host ufrag=zzzz", "5 -"],
        "no-candidates": bare + ["9 -"],
        "broken-description": ["1 p1 offers without=t= with=host", "1.2 p2 answers with=host"],
        "missing-fingerprint": ["1 p1 offers without=a=fingerprint with=host", "1.2 p2 answers with=host"],
        "invalid-credentials": ["1 p1 offers password=short with=host", "1.2 p2 answers with=host"],
        "nothing-to-negotiate": ["1 p1 offers sections=0"],
        "undecided-setup": ["1 p1 offers with=host", "1.2 p2 answers setup=actpass with=host"],
        "setup-conflict": ["1 p1 offers setup=active with=host", "1.2 p2 answers setup=active with=host"],
        "own-fingerprint": ["1 p1 offers with=host", "1.2 p2 answers certificate=1 with=host"],
        "section-count": ["1 p1 offers sections=2 with=host", "1.2 p2 answers with=host"],
        "section-mismatch": ["1 p1 offers with=host", "1.2 p2 answers kind=video with=host"],
        "mid-mismatch": ["1 p1 offers with=host", "1.2 p2 answers mid=audio with=host"],
        "no-common-codec": ["1 p1 offers with=host", "1.2 p2 answers codec=speex/16000 with=host"],
        "reopened-section": ["1 p1 offers port=0 with=host", "1.2 p2 answers with=host"],
        "illegal-direction": ["1 p1 offers direction=sendonly with=host", "1.2 p2 answers with=host"],
        "one-way-media": ["1 p1 offers with=host", "1.2 p2 answers direction=recvonly with=host"],
        "ice-restart": call + ["5 p1 offers ufrag=ab2c with=host", "5.1 p2 answers ufrag=cd3e with=host"],
        "stale-version": call + ["5 p1 offers version=1 direction=sendonly with=host"],
        "new-session": call + ["5 p1 offers session=77 ufrag=ab2c with=host"],
        "duplicate-identity": [
            #"1 p1 sends {"type":"hello","from":"al"}"#, #"2 p2 sends {"type":"hello","from":"al"}"#,
            #"3 p2 sends {"type":"hello","from":"al"}"#,
        ],
        "mixed-dialects": bare + [
            "1.3 p1 candidate host",
            #"2 p2 sends {"ice":{"candidate":"candidate:1 1 udp 1 192.0.2.2 5 typ host","sdpMid":"0"}}"#,
            #"3 p2 sends {"ice":{"candidate":"candidate:2 1 udp 1 192.0.2.2 6 typ host","sdpMid":"0"}}"#, "9 -",
        ],
        "json-in-binary": [#"1 p1 sends-binary {"type":"bye"}"#],
        "glare-guard": ["1 p1 offers with=host", "1.01 p2 offers with=host", "4 -"],
        "unrecognized-content": [
            #"1 p1 sends {"type":"offer","data":{"to":"bob","body":"secret"}}"#, "4 -",
        ],
    ]

    /// A call whose pages report their connections.
    private static let reported = [
        "0 p1 joins demo name=alice", "0.1 p2 joins demo name=bob", "0.2 page1 opens", "1 p1 offers with=host",
        "1.01 page1 sets-local 1 #4", "1.2 p2 answers with=host",
    ]
    private static let checking = reported + ["1.3 page1 sets-remote 1 #6", "1.4 page1 state 1 ice checking"]
    private static let connected =
        checking + ["1.5 page1 state 1 ice connected", "1.6 page1 state 1 connection connected"]
    private static let unanswered =
        #"7 page1 counts 1 "pairs":[{"state":"failed","local":{"type":"host"},"remote":{"type":"host"},"rs":6,"rr":0}]"#
    private static let failed = ["9 page1 state 1 ice failed", "9 page1 state 1 connection failed"]

    private static let reports: [String: [String]] = [
        "refused-by-browser": reported + ["1.3 page1 sets-remote 1 #6 error=InvalidStateError"],
        "never-applied": reported + ["12 -"],
        "applied-changed": reported + ["1.3 page1 sets-remote 1 #6 changed"],
        "unanswered-checks": checking + [unanswered],
        "connection-failed": checking + [unanswered] + failed,
        "ice-server-error": checking + ["2 page1 fails 1 401 turn:turn.example.org"],
        "unused-relay": checking + ["2 page1 gathers 1 relay", unanswered] + failed,
        "unfinished-dtls": checking + [
            "1.5 page1 state 1 ice connected", #"8 page1 counts 1 "dtls":"connecting""#,
        ],
        "silent-media": connected + [
            #"4 page1 counts 1 "out":[{"kind":"video","packets":0}]"#,
            #"9 page1 counts 1 "out":[{"kind":"video","packets":0}]"#,
        ],
        "media-refused": ["0 page1 opens insecure", "1 page1 asks error=NotFoundError"],
        "playback-refused": ["0 page1 opens", "1 page1 plays error=NotAllowedError"],
        "connection-leak": checking + ["5 p1 offers ufrag=ab2c with=host", "5.1 page1 sets-local 2 #9"],
        "conflicting-reports": reported + ["2 page3 opens", "2.1 page3 sets-local 1 #4"],
    ]

    /// Conversations whose peers join in another way.
    private static let conversations: [String: [String]] = [
        "unheard-description": ["0 p1 joins demo name=alice", "1 p1 offers with=host", "9 -"],
        "only-host-candidates": addressed + bare + ["1.3 p1 candidate host", "1.4 p2 candidate relay", "9 -"],
        "only-mdns-candidates": addressed + bare + ["1.3 p1 candidate mdns", "1.4 p2 candidate relay", "9 -"],
        "no-relay-candidate": addressed + bare + ["1.3 p1 candidate srflx", "1.4 p2 candidate relay", "9 -"],
        "absent-addressee": aware + ["1 p1 offers to=p9 with=host"],
        "swallowed-by-server": proxied + ["1 p1 offers with=host", "7 -"],
        "changed-by-server": proxied + ["1 p1 offers with=host", "1.01 p4 passes #5 changing opus => red"],
        "forged-sender": aware + [#"1 p1 sends {"from":"p2","type":"bye"}"#],
    ]

    /// Returns the conversation for `rule`; `nil` if there is none.
    package static func scene(of rule: Rule) -> Scene? {
        let joins = ["0 p1 joins demo name=alice", "0.1 p2 joins demo name=bob"]
        guard let lines = conversations[rule.name] ?? reports[rule.name] ?? events[rule.name].map({ joins + $0 }) else {
            return nil
        }
        return Scene(lines.joined(separator: "\n"), guardsGlare: rule == .glareGuard)
    }
}
