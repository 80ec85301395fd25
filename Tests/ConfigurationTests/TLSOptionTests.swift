import Testing

@testable import Configuration
@testable import Events
@testable import Routing

/// The options for TLS and ICE servers, and the reloading of options.
@Suite struct TLSOptionTests {
    @Test(arguments: [
        ("", "", false, nil), ("c", "k", false, nil), ("", "", true, nil),
        ("c", "", false, "tls-cert needs the private key of the certificate: expected --tls-key FILE"),
        ("", "k", false, "tls-key needs the certificate of the key: expected --tls-cert FILE"),
        ("c", "k", true, "tls-self-signed and tls-cert exclude each other: expected one of them"),
        ("c", "", true, "tls-cert needs the private key of the certificate: expected --tls-key FILE"),
    ])
    func tlsOptionsAreConsistent(certificate: String, key: String, isSelfSigned: Bool, conflict: String?) {
        var configuration = ProgramConfiguration()
        (configuration.tls.certificate, configuration.tls.key) = (certificate, key)
        configuration.tls.isSelfSigned = isSelfSigned
        #expect(configuration.conflict == conflict)
    }

    @Test func iceServersAreAListInFilesAndSeparatedBySpacesElsewhere() {
        let file = ConfigurationFile(
            name: "f", bytes: Array("ice-server: [\"stun:a\", \"turn:b,u,p,q\"]\n".utf8))
        var (fromFile, fromEnvironment) = (ProgramConfiguration(), ProgramConfiguration())
        #expect(file.apply(to: &fromFile) == ConfigurationReport())
        #expect(
            fromEnvironment.apply(environment: ["SIGNAL_CONSOLE_ICE_SERVER": "stun:a turn:b,u,p,q"])
                == ConfigurationReport())
        #expect(fromFile == fromEnvironment && fromFile.relay.iceServers.map(\.text) == ["stun:a", "turn:b,u,p,q"])
    }

    @Test func secretsAreNeitherPrintedNorQuoted() {
        var configuration = ProgramConfiguration()
        let errors = configuration.apply(flags: ["ice-server": "turn:b,alice,s3kr1t stun:"]).errors
        #expect(
            errors.map(\.description) == [
                """
                invalid --ice-server: expected stun:HOST[:PORT], or turn:HOST[:PORT],USER,CREDENTIAL, at most 16 in all
                """
            ])
        _ = configuration.apply(flags: ["ice-server": "turn:b,alice,s3kr1t"])
        #expect(configuration.relay.iceServers.count == 1)
        #expect(!configuration.text.contains("s3kr1t") && !configuration.text.contains("alice"))
        #expect(configuration.text.contains("(set, but not shown)"))
    }

    @Test func reloadAppliesReloadableOptionsAndListsTheOthers() {
        var (old, new) = (ProgramConfiguration(), ProgramConfiguration())
        #expect(old.changes(to: new).description == "no changes")
        new.relay.host = "0.0.0.0"
        new.log = .json
        new.relay.limits.maxPeers = 7
        new.relay.limits.pingInterval = .seconds(5)
        new.relay.iceServers = [ICEServer("stun:a")].compactMap(\.self)
        #expect(
            old.changes(to: new).description
                == "applied: log, ice-server, max-peers; needs a restart: host, ping-interval")
        old.adopt(new)
        #expect(old.relay.host == "localhost" && old.relay.limits.pingInterval == .seconds(20))
        #expect(old.log == .json && old.relay.limits.maxPeers == 7 && old.relay.iceServers == new.relay.iceServers)
        #expect(old.changes(to: new).description == "needs a restart: host, ping-interval")
    }
}
