import Testing

@testable import Events
@testable import Sessions

/// Where the relay can be reached, for who has just started it for other machines, or with TLS.
@Suite struct PlaceTests {
    private static let print = (1...32).map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }
        .joined(separator: ":").uppercased()

    private func console(_ place: Endpoint, _ columns: Int = 80, _ rows: Int = 24) -> ConsoleScript {
        ConsoleScript(columns, rows, place: place)
    }

    private let open = Endpoint(
        socket: "ws://0.0.0.0:8080", page: "http://localhost:8080/", addresses: "192.168.1.5 and 10.0.0.3",
        pages: ["http://192.168.1.5:8080/", "http://10.0.0.3:8080/"])
    private let secure = Endpoint(
        socket: "wss://0.0.0.0:8080", page: "https://localhost:8080/", addresses: "192.168.1.5",
        pages: ["https://192.168.1.5:8080/"], fingerprint: print)

    @Test func anOpenPlaceTellsOfOtherMachinesAndThatACameraNeedsHTTPS() {
        let screen = console(open).screen
        for words in [
            "1  open  http://localhost:8080/  in two browser tabs",
            "on another machine  http://192.168.1.5:8080/  (T lists 2 addresses)",
            "where a camera needs https: start with --tls-self-signed",
            "ws://localhost:8080/?room=NAME&name=WHO",
            "listening on ws://0.0.0.0:8080 (192.168.1.5 and 10.0.0.3)",
        ] { #expect(screen.contains(words), "\(words)") }
    }

    @Test func aSecurePlaceTellsHowToKnowTheCertificate() {
        // As narrow as the pane is beside another.
        var console = console(secure, 100, 30)
        #expect(console.screen.contains("wss://localhost:8080/?room=NAME&name=WHO"))
        #expect(console.screen.contains("1  open  https://localhost:8080/  in two browser tabs"))
        #expect(console.screen.contains("on another machine  https://192.168.1.5:8080/"))
        #expect(!console.screen.contains("--tls-self-signed"))
        #expect(console.screen.contains("accept its certificate if T shows the same"))
        console.type("T")
        #expect(console.screen.contains("open      https://192.168.1.5:8080/"))
        #expect(console.screen.contains("SHA-256   \(Self.print.prefix(48))"))
        #expect(console.screen.contains("          \(Self.print.dropFirst(48))"))
    }

    @Test func aNewCertificateIsAnEntryAndItsFingerprintIsTheOneShown() {
        var console = console(secure)
        let new = "FF" + Self.print.dropFirst(2)
        console.arrive(.noted(.certificate(.reloaded(fingerprint: new, end: "2027-01-01"))), at: 1)
        #expect(console.screen.contains("certificate reloaded: valid until 2027-01"))
        console.type("T")
        #expect(console.screen.contains("SHA-256   FF:"))
    }

    @Test func aFailedConnectionIsAWarning() {
        var console = console(open, 160, 45)
        console.arrive(.noted(.failed(FailedConnection(address: "10.0.0.9:5", .tlsOnPlainPort))), at: 1)
        #expect(console.screen.contains("10.0.0.9:5 spoke TLS to the plain port; start with --tls-self-signed"))
        console.type("/kind:failed src:relay<enter>")
        #expect(console.shownEntries == [1])
    }
}
