import SignalingSupport
import TestSupport
import Testing

@testable import Events
@testable import Messages
@testable import Redaction
@testable import Text

/// Texts of all formats, with what must not be left of them.
@Suite struct RedactedTextTests {
    private func redacted(_ text: String, names: Bool = false) -> String {
        var redactor = TextRedactor(key: (0..<16).map { UInt8($0) }, names: names)
        return redactor.redacted(text)
    }

    // MARK: Secrets

    @Test(
        arguments: [
            ("a=ice-pwd:fw+zkRsbs8c4bWC1E3VUE42R\r\na=mid:0", ["fw+zk"], ["a=ice-pwd:", "\r\na=mid:0"]),
            (
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4",
                ["WVNfX19z"], ["a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:", "|2^20|1:4"]
            ),
            ("k=clear:sesame\r\ns=-", ["sesame"], ["k=clear:", "\r\ns=-"]),
            (#"{"token":"abcdefgh","to":"p2"}"#, ["abcdefgh"], [#"{"token":""#, #"","to":"p2"}"#]),
            (#"{ "accessToken" : "abcd\"efgh" }"#, ["abcd", "efgh"], [#"{ "accessToken" : ""#, #"" }"#]),
            (#"{"pin":4711,"n":4711}"#, [#""pin":4711"#], [#""n":4711}"#]),
            (#"{"password":{"value":"hunter22","n":[12,true]}}"#, ["hunter22", "12"], [#"{"value":""#, "true]}}"]),
            (#"{"headers":{"Authorization":"Bearer abcdefgh"},"Cookie":"sid=abcdefgh"}"#, ["abcdefgh"], ["\"Bearer "]),
            (
                #"{"urls":"turn:turn.example.org","username":"1700:alice","credential":"hunter22"}"#,
                ["hunter22", "1700", "alice"], ["turn:turn.example.org"]
            ),
            (#"{"username":"alice22","credential":"x"}"#, ["alice22"], []),
            (#"{"iceServers":[{"url":"stun:a.example","username":"alice22"}]}"#, ["alice22"], ["stun:a.example"]),
            (#"{"username":"alice22","text":"hello"}"#, [], ["alice22"]),
            ("wss://x.example/a?token=abcdefgh&room=demo", ["abcdefgh"], ["wss://x.example/a?token=", "&room=demo"]),
            ("https://x.example/?access_token=a%2Bb%20cdefgh#top", ["cdefgh"], ["#top"]),
            ("GET /socket.io/?EIO=4&sid=lv_VI97HAXpY6yYWAAAC HTTP/1.1", ["lv_VI97"], ["?EIO=4&sid=", " HTTP/1.1"]),
            ("https://alice:hunter22@x.example/", ["alice", "hunter22"], ["https://", "@x.example/"]),
            ("Authorization: Bearer abcdefgh\r\nHost: x.example", ["abcdefgh"], ["Authorization:", "Host: x.example"]),
            ("refused: Bearer abcdefghijk", ["abcdefghijk"], ["refused: Bearer "]),
            (
                "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl end", ["eyJhbG", "eyJzdW", "c2lnbm"],
                ["jwt ", " end"]
            ),
        ] as [(String, [String], [String])])
    func aSecretIsReplacedAndAllElseStays(text: String, secrets: [String], rest: [String]) {
        let redacted = redacted(text)
        for secret in secrets { #expect(!redacted.contains(secret), "\(redacted)") }
        for part in rest { #expect(redacted.contains(part), "\(redacted)") }
        #expect(redacted.utf8.count == text.utf8.count || text.contains("\\") || text.contains("%"))
    }

    // MARK: Addresses

    @Test(arguments: [
        "192.0.2.4", "192.0.2.4:51234", "udp192.0.2.4:51234", "room192.0.2.4:80x", "(192.0.2.4)",
        "turn:192.0.2.4:3478?transport=udp", "at 192.0.2.4.",
        "[2001:db8::7]:40112", "2001:db8::7", "fe80::7%eth0", "udp:2001:db8::7", "::ffff:192.0.2.4",
        #"{"ip":"192.0.2.4","port":5}"#, #"{"a":"{\"b\":\"192.0.2.4\"}"}"#, "c=IN IP4 192.0.2.4\r\n",
        "candidate:1 1 udp 2113937151 192.0.2.4 51234 typ srflx raddr 192.0.2.4 rport 5", "192.000.002.004",
        "http://192.0.2.4/x", "http%3A%2F%2F192.0.2.4%2Fx", "[2001%3Adb8%3A%3A7]", "a192.0.2.4b", "192.0.2.4,192.0.2.4",
        "4192.0.2.4",
        #"{"192.0.2.4":1}"#, #"text "192.0.2.4" text"#, #"{"a":"192.0.2.4"#, "\u{1b}[1m192.0.2.4", "é192.0.2.4é",
        #"{"a":"\u0031\u0039\u0032.0.2.4"}"#, "6eff6b7c-87b9-494f-b175-a76c80304b84.local", "x macbook.local.",
    ])
    func anAddressIsReplacedWhereverItIs(text: String) {
        let redacted = redacted(text)
        for part in ["192.0.2.4", "192.000.002", "db8::7", "fe80::7%", "87b9", "macbook", "u0031"] {
            #expect(!redacted.contains(part), "\(redacted)")
        }
    }

    @Test(arguments: [
        "0.0.0.0:9", "127.0.0.1:5000", "::", "[::1]:5000", "Chrome/142.0.0.0 Safari/537.36", "v1.2.3.4", "1.2.3",
        "12:34:56", "std::vector", "1.256.1.1", "1.2.3.4.5", "a=fmtp:111 minptime=10;useinbandfec=1",
        "o=- 5139450793438454193 2 IN IP4 0.0.0.0",
        "a=msid:cbfbb385-8025-4231-b1c8-ebc1da441b18 cf1d46f5-2c1e-4de4-b648-9b86c01fe07d", "http://localhost:8080/",
        "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
        #"{"type":"offer","to":"p2","n":1.25}"#,
        "a=ssrc:1001 cname:k3J+x", "this.localStorage", #"{"token":null,"secret":true,"pwd":""}"#, "a=ice-pwd:-\r\n",
        "monkey=banana", "the key is under the mat",
    ])
    func aTextWithoutAddressesAndSecretsStays(text: String) { #expect(redacted(text) == text) }

    // MARK: Nesting

    /// The same description in all envelopes.
    @Test func aDescriptionIsRedactedInEveryEnvelope() throws {
        let text = "v=0\r\no=- 1 2 IN IP4 192.0.2.4\r\na=ice-ufrag:Of1s\r\na=ice-pwd:fw+zkRsbs8c4bWC1E3VUE42R\r\n"
        let inner = redacted(text)
        #expect(inner.hasPrefix("v=0\r\no=- 1 2 IN IP4 ") && !inner.contains("192.0.2.4") && !inner.contains("fw+z"))
        let string = JSONString.encode(text)
        let object = #"{"sdp":\#(string)}"#
        let nested = #"{"data":\#(JSONString.encode(object))}"#
        let twice = #"["x",\#(JSONString.encode(nested))]"#
        let encoded = String(decoding: Base64.encode(Array(object.utf8).span), as: UTF8.self)
        func description(_ text: String?) -> String? { text.flatMap { JSONValue($0) }?["sdp"]?.string }
        #expect(description(redacted(object)) == inner)
        #expect(description(JSONValue(redacted(nested))?["data"]?.string) == inner)
        let outer = JSONValue(redacted(twice))?.elements(2).last?.string
        #expect(description(outer.flatMap { JSONValue($0) }?["data"]?.string) == inner)
        let decoded = JSONValue(redacted(#"{"a":"\#(encoded)"}"#))?["a"]?.decodedBase64()
        #expect(description(decoded.map { String(decoding: $0, as: UTF8.self) }) == inner)
        #expect(description(String(redacted("OFFER " + object).dropFirst(6))) == inner)
    }

    @Test func aStringBelowTheDepthLimitIsReplacedAsAWhole() {
        var text = #"{"token":"abcdefgh"}"#
        for _ in 0..<TextRedactor.depthLimit + 2 { text = JSONString.encode(text) }
        let redacted = redacted(text)
        #expect(!redacted.contains("abcdefgh") && !redacted.contains("token"))
        #expect(JSONValue(redacted)?.isString == true)
    }

    // MARK: Names

    @Test func aNameIsReplacedWhereverItIsTheWholeOfAValue() throws {
        var redactor = TextRedactor(key: [1], names: true)
        let name = redactor.redacted(name: "alice-22")
        #expect(name.hasPrefix("name-") && name.count == 13)
        #expect(
            redactor.redacted(#"{"to":"alice-22","alice-22":"alice-22!","type":"join","from":"p1"}"#)
                == #"{"to":"\#(name)","alice-22":"alice-22!","type":"join","from":"p1"}"#)
        #expect(redactor.redacted("ws://x.example/?name=alice-22&room=lobby").hasSuffix("?name=\(name)&room=lobby"))
        for other in ["p3", "lobby", "all", "server", ""] { #expect(redactor.redacted(name: other) == other) }
        var other = TextRedactor(key: [1], names: false)
        #expect(other.redacted(name: "alice-22") == "alice-22")
    }

    // MARK: Hostile input

    /// No mutation of a message reveals what ``Secrets`` finds in it.
    @Test func noSecretSurvivesInMutatedMessages() throws {
        let recorded = try RecordedTurns.names.flatMap { try Recording.named($0).play() }
        let samples = recorded.compactMap(\.delivery?.message.payload)
        let server = #"{"urls":["turn:192.0.2.9"],"credential":"mnopqrstuv"}"#
        let tokens = Array(#"{"token":"abcdefghijkl","iceServers":[\#(server)]}"#.utf8)
        var redactor = TextRedactor(key: [7], names: true)
        Seeds.forEach(0..<20) { generator in
            for _ in 0..<20 {
                let isOfTokens = Int.random(in: 0..<2, using: &generator) == 0
                let bytes = generator.mutated(isOfTokens ? tokens : samples.randomElement(using: &generator) ?? [])
                let redacted = redactor.redacted(bytes)
                let survivors = Self.secrets(in: bytes).intersection(Self.secrets(in: redacted))
                #expect(survivors.isEmpty, "\(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }

    /// The secrets of at least eight letters and digits in `bytes`, without the objects that are secrets as a whole.
    private static func secrets(in bytes: [UInt8]) -> Set<[UInt8]> {
        let secrets = Secrets.ranges(in: bytes).map { Array(bytes[$0]) }
        return Set(secrets.filter { $0.count(where: Alphabet.isLetterOrDigit) >= 8 && !$0.contains(UInt8(ascii: ":")) })
    }

    /// The work is linear, so that texts as large as a message take no minutes.
    @Test(arguments: [
        "1.", "a:", "[", "\"a\":[", "%25", "\\", "//a@", "token=", "a1=", "\\\"", "eyJ", "eyJ.", ".local", " ufrag",
        "1:",
        "a=ice-pwd:", "{\"urls\":\"\",\"username\":\"a\",",
    ])
    func longHostileTextsAreRedacted(part: String) {
        let text = String(repeating: part, count: 60_000 / part.utf8.count)
        #expect(redacted(text).utf8.count <= 4 * text.utf8.count)
        #expect(redacted(JSONString.encode(text)).utf8.count <= 4 * text.utf8.count)
        #expect(redacted("{\"a\":\"" + text).utf8.count <= 4 * text.utf8.count)
    }
}
