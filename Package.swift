// swift-tools-version: 6.2
import PackageDescription

/// The settings of all targets: warnings are errors.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
]

/// The settings of modules that run once, at the speed of the operator's keys, or for the few reports of a probe: optimized for
/// size.
let compact = strict + [.unsafeFlags(["-Osize"], .when(configuration: .release))]

let deque: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let heap: Target.Dependency = .product(name: "HeapModule", package: "swift-collections")
let hashTrees: Target.Dependency = .product(name: "HashTreeCollections", package: "swift-collections")

func nio(_ product: String) -> Target.Dependency {
    .product(name: product, package: "swift-nio")
}

let tls: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
/// The pure modules below Drawing, for targets that depend on all of them.
let pure: [Target.Dependency] = [
    "Analysis", "Connections", "Drafts", "Events", "Filtering", "Findings", "Ladders", "Legs", "Messages",
    "Negotiations", "Reports", "Routing", "SDP", "Sessions", "Text",
]

let package = Package(
    name: "signal-console",
    products: [
        .executable(name: "signal-console", targets: ["signal-console"]),
        .executable(name: "signal-load", targets: ["signal-load"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    ],
    targets: [
        // Pure modules, up to Console: no I/O, no clock, no randomness. Each depends only on modules above it.
        //
        // Bytes, JSON, addresses, printable text, regular expressions.
        .target(name: "Text", swiftSettings: strict),
        // Sorted sets of numbers.
        .target(name: "Ranking", swiftSettings: strict),
        // Session descriptions and candidates.
        .target(name: "SDP", dependencies: ["Text"], swiftSettings: strict),
        // Messages: kinds, dialects, envelopes.
        .target(name: "Messages", dependencies: ["SDP", "Text"], swiftSettings: strict),
        // The reports of probes in pages.
        .target(name: "Reports", dependencies: ["Text"], swiftSettings: compact),
        // The relay's events: peers, deliveries, notices, reports, the journal.
        .target(name: "Events", dependencies: ["Messages", "Reports", "SDP", "Text", deque], swiftSettings: strict),
        // Several recordings, joined by their clocks.
        .target(name: "Recordings", dependencies: ["Events", "Messages", "SDP"], swiftSettings: strict),
        // The event log: its lines, written and read.
        .target(
            name: "EventLog", dependencies: ["Events", "Messages", "Reports", "Text"], swiftSettings: strict),
        // libcrypto of OpenSSL.
        .systemLibrary(name: "COpenSSL", providers: [.apt(["libssl-dev"])]),
        // Cryptographic hashes.
        .target(name: "Hashing", dependencies: ["COpenSSL"], swiftSettings: strict),
        // Events and texts without secrets, with keyed pseudonyms of addresses.
        .target(
            name: "Redaction", dependencies: ["Events", "Hashing", "Messages", "Reports", "Text"],
            swiftSettings: compact),
        // The filter language.
        .target(
            name: "Filtering", dependencies: ["Events", "Messages", "Reports", "SDP", "Text"], swiftSettings: strict),
        // Messages that an upstream server sends on, joined with those that clients sent.
        .target(name: "Legs", dependencies: ["Events", "Messages", "SDP", hashTrees], swiftSettings: strict),
        // Findings: rules, and what they found.
        .target(name: "Findings", dependencies: ["Events", "Ranking", hashTrees], swiftSettings: strict),
        // The state of offer and answer between two peers.
        .target(name: "Negotiations", dependencies: ["Events", "SDP", "Text"], swiftSettings: strict),
        // The connections that probes report.
        .target(
            name: "Connections",
            dependencies: ["Events", "Messages", "Negotiations", "Reports", "SDP", "Text", hashTrees],
            swiftSettings: strict),
        // Calls, and the checks of the rules.
        .target(
            name: "Analysis",
            dependencies: [
                "Connections", "Events", "Findings", "Legs", "Messages", "Negotiations", "Ranking", "Reports", "SDP",
                "Text", hashTrees,
            ],
            swiftSettings: strict),
        // Messages between peers as sequence diagrams.
        .target(
            name: "Ladders", dependencies: ["Events", "Messages", "Reports", "SDP", "Text"], swiftSettings: compact),
        // The switchboard: recipients of messages, and interception.
        .target(
            name: "Routing",
            dependencies: ["Events", "Filtering", "Messages", "Reports", "SDP", "Text", deque, heap],
            swiftSettings: strict),
        // Recordings of other programs: HAR, dumps of webrtc-internals and rtcstats.
        .target(
            name: "Importers",
            dependencies: ["Events", "Messages", "Reports", "Routing", "Text"], swiftSettings: compact),
        // The fold of the relay's events, for the console and the log.
        .target(
            name: "Sessions",
            dependencies: [
                "Analysis", "Connections", "Events", "Filtering", "Findings", "Legs", "Messages", "Negotiations",
                "Recordings", "Redaction", "Reports", "SDP", "Text", deque,
            ],
            swiftSettings: strict),
        // Messages that the operator edits or composes.
        .target(name: "Drafts", dependencies: ["Events", "Messages", "SDP", "Text"], swiftSettings: compact),
        // Cells, text lines, tables: the elements of screens.
        .target(name: "Drawing", dependencies: ["Text"], swiftSettings: strict),
        // Two recordings, compared step by step.
        .target(
            name: "Comparison",
            dependencies: [
                "Analysis", "Connections", "Drawing", "Events", "Findings", "Ladders", "Legs", "Messages", "Redaction",
                "Reports", "SDP", "Sessions", "Text",
            ],
            swiftSettings: compact),
        // Sessions as event log, HAR, report, text, CSV; ladders as text, Mermaid, SVG; a screen as SVG.
        .target(
            name: "Exports",
            dependencies: [
                "Analysis", "Connections", "Drawing", "EventLog", "Events", "Findings", "Ladders", "Legs", "Messages",
                "Negotiations", "Redaction", "Reports", "SDP", "Sessions", "Text",
            ],
            swiftSettings: compact),
        // The screens and their states.
        .target(
            name: "Screens",
            dependencies: [
                "Analysis", "Comparison", "Connections", "Drawing", "Events", "Exports", "Filtering", "Findings",
                "Ladders", "Legs", "Messages", "Negotiations", "Redaction", "Reports", "SDP", "Sessions", "Text",
            ],
            swiftSettings: compact),
        // The panes of the main screen: peers, log, detail, events.
        .target(
            name: "Panes",
            dependencies: [
                "Analysis", "Connections", "Drawing", "Events", "Exports", "Filtering", "Findings", "Legs", "Messages",
                "Negotiations", "SDP", "Screens", "Sessions", "Text",
            ],
            swiftSettings: compact),
        // The console: model, update and view.
        .target(
            name: "Console",
            dependencies: [
                "Analysis", "Connections", "Drafts", "Drawing", "Events", "Exports", "Filtering", "Findings", "Ladders",
                "Legs", "Messages", "Negotiations", "Panes", "Recordings", "Redaction", "Routing", "SDP", "Screens",
                "Sessions", "Text",
            ],
            swiftSettings: compact),
        // Options, by flag, environment and configuration file. Pure.
        .target(
            name: "Configuration",
            dependencies: [
                "CYAML", "Console", "Drawing", "Events", "Filtering", "Messages", "Routing", "Screens", "Text",
            ],
            swiftSettings: compact),
        // libyaml.
        .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"])]),
        // A bounded queue between threads.
        .target(
            name: "Mailbox",
            dependencies: [deque, nio("NIOConcurrencyHelpers")],
            swiftSettings: strict
        ),
        // Recordings: events written to a file, on a thread of their own.
        .target(
            name: "Recorder",
            dependencies: [
                "EventLog", "Events", "Mailbox", "Messages", "SDP", nio("NIOConcurrencyHelpers"),
                nio("NIOCore"), nio("NIOPosix"),
            ],
            swiftSettings: strict),
        // zlib.
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        // Heads and bodies of HTTP/1.1, for the proxy.
        .target(name: "HTTPMessages", dependencies: ["CZlib", "Text", nio("NIOCore")], swiftSettings: strict),
        // The frames of WebSockets (RFC 6455 §5).
        .target(
            name: "WebSocketFrames", dependencies: ["Events", "Messages", nio("NIOCore")], swiftSettings: strict),
        // TLS of the server: certificates, and the reports of failed handshakes.
        .target(
            name: "ServerTLS",
            dependencies: ["Events", "Hashing", nio("NIOCore"), nio("NIOPosix"), nio("NIOTLS"), tls],
            swiftSettings: compact),
        // Sockets: WebSocket, HTTP, the proxy.
        .target(
            name: "Relay",
            dependencies: [
                "Events", "HTTPMessages", "Messages", "Reports", "Routing", "ServerTLS", "Text", "WebSocketFrames",
                nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"), nio("NIOWebSocket"), nio("NIOTLS"), tls,
            ],
            swiftSettings: strict
        ),
        // The self-signed certificate.
        .target(name: "SelfSigned", dependencies: ["COpenSSL"], swiftSettings: compact),
        // ncurses.
        .systemLibrary(name: "CNCurses", providers: [.apt(["libncursesw5-dev"])]),
        .target(name: "CTerminalSignals"),
        .target(
            name: "Terminal",
            dependencies: [
                "CNCurses", "CTerminalSignals", "Console", "Drawing", "Events", "Mailbox", "Routing", "Screens",
                "Sessions", "Text",
            ],
            swiftSettings: compact
        ),
        // The page that the relay serves, embedded in the program.
        .target(
            name: "WebPage",
            path: "web",
            resources: [
                .embedInCode("index.html"), .embedInCode("page.css"), .embedInCode("page.js"),
                .embedInCode("probe.js"), .embedInCode("probe.d.ts"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "signal-console",
            dependencies: [
                "Analysis", "CTerminalSignals", "Comparison", "Configuration", "Connections", "Console", "Drawing",
                "EventLog", "Events", "Exports", "Filtering", "Findings", "HTTPMessages", "Importers", "Ladders",
                "Mailbox", "Messages", "Negotiations", "Recorder", "Recordings", "Redaction", "Relay", "Reports",
                "Routing", "Screens", "SelfSigned", "ServerTLS", "Sessions", "Terminal", "Text", "WebPage",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: compact
        ),
        // Benchmarks of single operations: `make bench-cost`.
        .executableTarget(
            name: "signal-bench",
            dependencies: [
                "Analysis", "Connections", "Console", "Drawing", "Events", "Findings", "Messages", "Negotiations",
                "Routing", "SDP", "Screens", "Sessions", "Text",
            ],
            swiftSettings: strict),
        // Code that the tests and the load generator share.
        .target(
            name: "TestSupport", dependencies: [nio("NIOCore")], path: "Tests/TestSupport", swiftSettings: strict),
        // Recorded calls, descriptions and conversations for tests.
        .target(
            name: "SignalingSupport",
            dependencies: [
                "Analysis", "Connections", "Events", "Filtering", "Findings", "Messages", "Negotiations", "Reports",
                "Routing", "SDP", "Text",
            ],
            path: "Tests/SignalingSupport", exclude: ["Recordings"], swiftSettings: strict),
        // A load generator for WebSocket relays.
        .executableTarget(
            name: "signal-load",
            dependencies: [
                "EventLog", "Events", "Messages", "TestSupport", nio("NIOCore"), nio("NIOPosix"),
                nio("NIOConcurrencyHelpers"), .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["ws-relay.js", "ws-proxy.js"],
            swiftSettings: strict
        ),
        .testTarget(name: "HouseTests", swiftSettings: strict),
        .testTarget(name: "TextTests", dependencies: ["TestSupport", "Text"], swiftSettings: strict),
        .testTarget(
            name: "SDPTests", dependencies: ["SDP", "SignalingSupport", "TestSupport", "Text"], swiftSettings: strict),
        .testTarget(
            name: "MessagesTests", dependencies: pure + ["SignalingSupport", "TestSupport"],
            exclude: ["Corpus", "EngineIO/Corpus"], swiftSettings: strict),
        .testTarget(name: "EventsTests", dependencies: pure + ["SignalingSupport"], swiftSettings: strict),
        .testTarget(
            name: "EventLogTests", dependencies: pure + ["EventLog", "SignalingSupport", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "ImportersTests",
            dependencies: pure + ["Exports", "Importers", "SignalingSupport", "TestSupport"], exclude: ["Recordings"],
            swiftSettings: strict),
        .testTarget(
            name: "RecordingsTests", dependencies: ["Events", "Messages", "Recordings", "SignalingSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "FilteringTests", dependencies: pure + ["SignalingSupport", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "ReportsTests", dependencies: ["Reports", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "RankingTests", dependencies: ["Ranking"], swiftSettings: strict),
        .testTarget(
            name: "LegsTests", dependencies: pure + ["SignalingSupport", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "AnalysisTests", dependencies: pure + ["SignalingSupport", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "LaddersTests", dependencies: pure + ["SignalingSupport", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "RoutingTests", dependencies: pure + ["SignalingSupport", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "SessionsTests", dependencies: pure + ["EventLog", "Exports", "SignalingSupport", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "DocumentationTests",
            dependencies: pure + ["Configuration", "Console", "Drawing", "EventLog", "Exports", "SignalingSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "DraftsTests", dependencies: pure + ["SignalingSupport", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "ComparisonTests", dependencies: pure + ["Comparison", "Drawing", "SignalingSupport"],
            swiftSettings: strict),
        .testTarget(name: "DrawingTests", dependencies: ["Drawing", "Text"], swiftSettings: strict),
        .testTarget(
            name: "ScreensTests", dependencies: pure + ["Screens", "SignalingSupport", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "ConsoleTests",
            dependencies: pure + [
                "Console", "Drawing", "EventLog", "Exports", "Panes", "Recordings", "Redaction", "Screens",
                "SignalingSupport", "TestSupport",
            ],
            exclude: ["Screens"],
            swiftSettings: strict),
        .testTarget(
            name: "ConfigurationTests", dependencies: pure + ["Configuration", "Console"],
            swiftSettings: strict),
        .testTarget(
            name: "RedactionTests", dependencies: pure + ["Redaction", "SignalingSupport", "TestSupport"],
            swiftSettings: strict),
        .testTarget(name: "HashingTests", dependencies: ["Hashing"], swiftSettings: strict),
        .testTarget(name: "SelfSignedTests", dependencies: ["SelfSigned", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "MailboxTests", dependencies: ["Mailbox"], swiftSettings: strict),
        .testTarget(
            name: "RelayTests",
            dependencies: pure + [
                "HTTPMessages", "Relay", "SelfSigned", "ServerTLS", "TestSupport", "WebSocketFrames", nio("NIOCore"),
                nio("NIOPosix"), nio("NIOConcurrencyHelpers"), nio("NIOEmbedded"), nio("NIOHTTP1"), tls,
            ],
            exclude: ["Corpus"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RecorderTests",
            dependencies: ["EventLog", "Events", "Messages", "Recorder", "TestSupport", nio("NIOConcurrencyHelpers")],
            swiftSettings: strict),
        .testTarget(
            name: "LoadTests",
            dependencies: pure + [
                "EventLog", "Relay", "TestSupport", "signal-console", "signal-load", nio("NIOCore"), nio("NIOPosix"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TerminalTests",
            dependencies: pure + [
                "CTerminalSignals", "Console", "Drawing", "Exports", "Mailbox", "Screens", "Terminal", "TestSupport",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["EventLog", "Events", "Importers", "Messages", "TestSupport", "signal-console"],
            exclude: ["Pages", "Servers"], swiftSettings: strict),
        .testTarget(
            name: "TestSupportTests", dependencies: ["TestSupport", nio("NIOCore")], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
