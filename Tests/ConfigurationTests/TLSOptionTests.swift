import Testing

@testable import Configuration
@testable import Events

/// The options for TLS and for servers that peers are told of, and what can change while the relay runs.
@Suite struct TLSOptionTests {
    @Test(arguments: [
        ("", "", false, nil), ("c", "k", false, nil), ("", "", true, nil),
        ("c", "", false, "tls-cert needs the key that belongs to it: --tls-key FILE"),
        ("", "k", false, "tls-key needs the certificate that it belongs to: --tls-cert FILE"),
        ("c", "k", true, "tls-self-signed makes a certificate, and tls-cert gives one: leave one of them out"),
        ("c", "", true, "tls-cert needs the key that belongs to it: --tls-key FILE"),
    ])
    func theyGoTogetherOrNot(certificate: String, key: String, isSelfSigned: Bool, words: String?) {
        var configuration = Configuration()
        (configuration.tls.certificate, configuration.tls.key) = (certificate, key)
        configuration.tls.isSelfSigned = isSelfSigned
        #expect(configuration.conflict == words)
    }

    @Test func severalServersAreAListInAFileAndATextElsewhere() {
        let file = ConfigurationFile(
            name: "f", bytes: Array("ice-server: [\"stun:a\", \"turn:b,u,p,q\"]\n".utf8))
        var (read, said) = (Configuration(), Configuration())
        #expect(file.apply(to: &read) == [])
        #expect(said.apply(environment: ["SIGNAL_CONSOLE_ICE_SERVER": "stun:a turn:b,u,p,q"]) == [])
        #expect(read == said && read.iceServers.map(\.text) == ["stun:a", "turn:b,u,p,q"])
    }

    @Test func aSecretIsNeitherPrintedNorQuoted() {
        var configuration = Configuration()
        let errors = configuration.apply(flags: [(OptionTable.iceServer, "turn:b,alice,s3kr1t stun:")])
        #expect(
            errors.map(\.description) == [
                """
                --ice-server: ice-server cannot be '…'; it takes stun:HOST[:PORT], or turn:HOST[:PORT],USER,CREDENTIAL, \
                with spaces between several
                """
            ])
        _ = configuration.apply(flags: [(OptionTable.iceServer, "turn:b,alice,s3kr1t")])
        #expect(configuration.iceServers.count == 1)
        #expect(!configuration.text.contains("s3kr1t") && !configuration.text.contains("alice"))
        #expect(configuration.text.contains("(it is set, and not shown here)"))
    }

    @Test func aRelayThatRunsTakesWhatCanChangeAndSaysWhatCannot() {
        var (old, new) = (Configuration(), Configuration())
        #expect(old.changes(to: new).words == "nothing has changed")
        new.host = "0.0.0.0"
        new.log = .json
        new.limits.peers = 7
        new.limits.pingTime = 5
        new.iceServers = [ICEServer("stun:a")].compactMap(\.self)
        #expect(
            old.changes(to: new).words == "applied: log, ice-server, max-peers; needs a restart: host, ping-time")
        old.adopt(new)
        #expect(old.host == "localhost" && old.limits.pingTime == 20)
        #expect(old.log == .json && old.limits.peers == 7 && old.iceServers == new.iceServers)
        #expect(old.changes(to: new).words == "needs a restart: host, ping-time")
    }
}
