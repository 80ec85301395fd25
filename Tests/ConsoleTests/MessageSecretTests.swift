import Testing

@testable import Console
@testable import Events
@testable import Messages
@testable import Redaction
@testable import Sessions
@testable import Text

@Suite struct MessageSecretTests {
    @Test func secretsAreShownForTenSecondsAndHiddenAgain() {
        var console = ConsoleScript.opened(.browserOffer)
        #expect(console.screen.contains("pwd ········"))
        console.type("S")
        #expect(console.line(-2) == " passwords, keys and tokens are shown for 10 s")
        #expect(console.line(1).contains("SECRETS"))
        #expect(console.screen.contains("pwd " + samplePassword))
        console.send(.tick(.seconds(11.9)))
        console.type("2")
        #expect(console.screen.contains("a=ice-pwd:" + samplePassword))
        #expect(console.line(-2) == " secrets are shown for a while")
        console.send(.tick(.seconds(12)))
        #expect(console.screen.contains("a=ice-pwd:········"))
        #expect(!console.line(1).contains("SECRETS"))
        console.type("SS")
        #expect(console.screen.contains("a=ice-pwd:········"))
    }

    @Test func theDetailPaneAndTheLogHideThemToo() {
        var console = ConsoleScript.call(160, 45)
        console.arrive(.said(.alice, .text("{\"type\":\"join\",\"password\":\"hunter2\"}"), to: .bob), at: 3)
        #expect(console.screen.contains("join  {\"type\":\"join\",\"password\":\"········\"}"))
        #expect(!console.screen.contains("hunter2"))
        console.type("S")
        #expect(console.screen.contains("hunter2"))
    }

    @Test(arguments: [
        (#"{"pin":"4711"}"#, true), (#"{"pin":4711}"#, true), (#"{"roomKey":"4711"}"#, true),
        (#"{"room_key":"4711"}"#, true), (#"{"PASSCODE":"4711"}"#, true), (#"{"secret":"4711"}"#, true),
        (#"{"key":"4711","a":1}"#, true), (#"{"monkey":"4711"}"#, false), (#"{"apikey":"4711"}"#, true),
        (#"{"spin":"4711"}"#, false),
        (#"{"keyId":"4711"}"#, false), (#"{"key":{"n":"4711"}}"#, false), (#"{"key":["4711"]}"#, false),
    ])
    func shortValuesUnderSuchNamesAreSecrets(text: String, isHidden: Bool) {
        #expect(Secrets.masked(text).contains("4711") != isHidden)
    }

    @Test func aLongValueUnderKeyIsNone() {
        let text = "{\"key\":\"\(String(repeating: "k", count: 129))\"}"
        #expect(Secrets.masked(text) == text)
    }

    /// Wherever a message is drawn, copied as a screen or written as one.
    @Test(arguments: ["", "l", "l<enter>", "Y", "<enter>2", "<enter>3", "<enter>4", "d", "F", "T", "C", "z", "lv"])
    func noScreenShowsThem(keys: String) {
        var console = ConsoleScript.call(220, 60)
        let secrets = ["{\"type\":\"join\",\"token\":\"hunter2\"}", "v=0\r\na=ice-pwd:hunter2 \u{1}\r\nbroken"]
        for (index, text) in secrets.enumerated() {
            console.arrive(.said(.alice, .text(text), to: .bob), at: 3 + Double(index))
            var copy = console
            copy.type(keys)
            #expect(!copy.screen.contains("hunter2"), "\(keys)")
            for format in ["screen", "svg", "ladder", "mermaid", "ladder-svg", "log", "csv"] {
                copy.type(":export \(format)<enter>")
            }
            for case .export(let export) in copy.effects {
                #expect(!export.contents.contains("hunter2"), "\(keys) \(export.name)")
            }
        }
        console.send(.tick(.seconds(30)))
        #expect(!console.screen.contains("hunter2"))
    }

    /// The password as clients send it, and as nobody does.
    private static func payloads(_ password: String) -> [[UInt8]] {
        let sdp =
            "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=ice-ufrag:abcd\r\na=ice-pwd:\(password)\r\na=x\r\n"
        let object = "{\"type\":\"offer\",\"sdp\":\(JSONString.encode(sdp))}"
        let escaped = password.utf8.map { "\\u00" + String($0, radix: 16) }.joined()
        let texts = [
            sdp, sdp.replacing("\r\n", with: "\n"), sdp.replacing("a=ice-pwd", with: "a=ICE-Pwd"),
            sdp.replacing("a=ice-pwd", with: "ice-pwd"), object, "{\"sdp\":\(object)}", "42[\"signal\",\(object)]",
            "{\"data\":\(JSONString.encode(object))}",
            "{\"data\":\(JSONString.encode("{\"data\":\(JSONString.encode(object))}"))}",
            "{\"type\":\"offer\",\"sdp\":\"v=0\\r\\na=ice\\u002dpwd:\(escaped)\\u000d\\na=x\\r\\n\"}",
            "v=0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:\(password)|2^20 inline:\(password)\r\nm=audio 9 X 0\r\n",
            "{\"password\":\"\(password)\"}", "{ \"x\" : [ { \"PassWord\" :\n\"\(password)\" } ] }",
            "{\"pass\\u0077ord\":\"\(escaped)\"}", "{\"type\":\"join\",\"accessToken\":\"\(password)\"}",
            "{\"credential\":{\"key\":\"\(password)\",\"more\":[\"\(password)\"]},\"z\":1}",
            "{\"iceServers\":[{\"urls\":\"turn:x\",\"credential\":\"\(password)\"}]}",
            "{\"password\":\"\(password)", "{\"type\":\"error\",\"Authorization\":\"Bearer \(password)\"",
            "not json \"secret\": \"\(password)\"",
        ]
        return texts.map { Array($0.utf8) } + [
            [0xFF, 0xFE] + Array("a=ice-pwd:\(password)\n".utf8) + [0xFF],
            Array("{\"payload\":\"\(base64(Array(object.utf8)))\"}".utf8),
        ]
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        return stride(from: 0, to: bytes.count, by: 3).map { start in
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            let letters = [18, 12, 6, 0].map { String(alphabet[bits >> $0 & 63]) }
            return letters.prefix(group.count + 1).joined() + String(repeating: "=", count: 3 - group.count)
        }.joined()
    }

    @Test(arguments: [samplePassword, "hunter2+/hunter2+/hunter2", "0123456789012345678901"])
    func noFormShowsAPasswordThatNobodyAskedFor(password: String) {
        let hex = password.utf8.prefix(6).map { String($0, radix: 16) }.joined(separator: " ")
        for payload in Self.payloads(password) {
            for (columns, rows) in [(200, 70), (61, 90)] {
                let text = String(decoding: payload, as: UTF8.self)
                var console = ConsoleScript.opened(
                    Message(text.utf8.elementsEqual(payload) ? .text : .binary, payload), columns, rows)
                for keys in ["", "w", "2", "w", "3", "w", "4", "w", "qF", "q"] {
                    console.type(keys)
                    // A line that is folded goes on in the next.
                    let screen = String(console.screen.filter { !$0.isWhitespace && $0 != "│" })
                    #expect(!screen.contains(password), "\(text) \(keys)\n\(console.screen)")
                    #expect(!console.screen.contains(hex), "\(text)\n\(console.screen)")
                }
            }
        }
    }

    @Test func onlySecretsAreHidden() {
        let lines = ["a=ice-ufrag:Xy1f", "a=ice-pwd:········", "a=fingerprint:sha-256 3C", "a=mid:0"]
        let text = lines.map { $0.replacing("········", with: "hunter2") + "\r\n" }.joined()
        #expect(Secrets.masked(text) == lines.map { $0 + "\r\n" }.joined())
        #expect(
            Secrets.masked("{\"token\":null,\"secret\":true,\"pwd\":12,\"room\":\"token\",\"tokens\":[1]}")
                == "{\"token\":null,\"secret\":true,\"pwd\":········,\"room\":\"token\",\"tokens\":[1]}")
        #expect(Secrets.masked("a=crypto:1 X inline:abc|2^20 x=1") == "a=crypto:1 X inline:········ x=1")
    }
}
