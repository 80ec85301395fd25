// swift-tools-version: 6.2
import PackageDescription

/// The settings of all targets: warnings are errors.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
]

let deque: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let heap: Target.Dependency = .product(name: "HeapModule", package: "swift-collections")
let hashTrees: Target.Dependency = .product(name: "HashTreeCollections", package: "swift-collections")

func nio(_ product: String) -> Target.Dependency {
    .product(name: product, package: "swift-nio")
}

let tls: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
/// The pure modules below Drawing, for targets that depend on all of them.
let pure: [Target.Dependency] = [
    "Analysis", "Drafts", "Events", "Filtering", "Ladders", "Legs", "Messages", "Reports", "Routing", "SDP", "Sessions",
    "Text",
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
        .target(name: "Reports", dependencies: ["Text"], swiftSettings: strict),
        // The relay's events: peers, deliveries, notices, reports, the journal.
        .target(name: "Events", dependencies: ["Messages", "Reports", "SDP", "Text", deque], swiftSettings: strict),
        // The filter language.
        .target(
            name: "Filtering", dependencies: ["Events", "Messages", "Reports", "SDP", "Text"], swiftSettings: strict),
        // Messages that an upstream server sends on, joined with those that clients sent.
        .target(name: "Legs", dependencies: ["Events", "Messages", "SDP", hashTrees], swiftSettings: strict),
        // Negotiations, calls, findings.
        .target(
            name: "Analysis",
            dependencies: ["Events", "Legs", "Messages", "Ranking", "Reports", "SDP", "Text", hashTrees],
            swiftSettings: strict),
        // Messages between peers as sequence diagrams.
        .target(
            name: "Ladders", dependencies: ["Events", "Messages", "Reports", "SDP", "Text"], swiftSettings: strict),
        // The switchboard: recipients of messages, and interception.
        .target(
            name: "Routing",
            dependencies: ["Events", "Filtering", "Messages", "Reports", "SDP", "Text", deque, heap],
            swiftSettings: strict),
        // The fold of the relay's events, for the console and the log.
        .target(
            name: "Sessions",
            dependencies: ["Analysis", "Events", "Filtering", "Legs", "Messages", "Reports", "SDP", "Text", deque],
            swiftSettings: strict),
        // Messages that the operator edits or composes.
        .target(name: "Drafts", dependencies: ["Events", "Messages", "SDP", "Text"], swiftSettings: strict),
        // Cells, text lines, tables: the elements of screens.
        .target(name: "Drawing", dependencies: ["Text"], swiftSettings: strict),
        // Ladder and log as text, Mermaid, SVG and CSV; a screen as SVG.
        .target(
            name: "Exports",
            dependencies: ["Analysis", "Drawing", "Events", "Ladders", "Legs", "Messages", "Sessions", "Text"],
            swiftSettings: strict),
        // The screens and their states.
        .target(
            name: "Screens",
            dependencies: [
                "Analysis", "Drawing", "Drafts", "Events", "Exports", "Filtering", "Ladders", "Legs", "Messages",
                "Reports", "SDP", "Sessions", "Text",
            ],
            swiftSettings: strict),
        // The panes of the main screen: peers, log, detail, events.
        .target(
            name: "Panes",
            dependencies: [
                "Analysis", "Drawing", "Events", "Exports", "Filtering", "Legs", "Messages", "Reports", "SDP",
                "Screens", "Sessions", "Text",
            ],
            swiftSettings: strict),
        // The console: model, update and view.
        .target(
            name: "Console",
            dependencies: pure + ["Drawing", "Exports", "Panes", "Screens", deque],
            swiftSettings: strict),
        // Options, by flag, environment and configuration file. Pure.
        .target(
            name: "Configuration",
            dependencies: [
                "Console", "Drawing", "Events", "Filtering", "Messages", "Routing", "Screens", "Text", "CYAML",
            ],
            swiftSettings: strict),
        // libyaml.
        .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"])]),
        // libcrypto of OpenSSL.
        .systemLibrary(name: "COpenSSL", providers: [.apt(["libssl-dev"])]),
        // Cryptographic hashes.
        .target(name: "Hashing", dependencies: ["COpenSSL"], swiftSettings: strict),
        // A bounded queue between threads.
        .target(
            name: "Mailbox",
            dependencies: [deque, nio("NIOConcurrencyHelpers")],
            swiftSettings: strict
        ),
        // zlib.
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        // Heads and bodies of HTTP/1.1, for the proxy.
        .target(name: "HTTPMessages", dependencies: ["Text", nio("NIOCore"), "CZlib"], swiftSettings: strict),
        // The frames of WebSockets (RFC 6455 §5).
        .target(
            name: "WebSocketFrames", dependencies: ["Events", "Messages", nio("NIOCore")], swiftSettings: strict),
        // Sockets: WebSocket, HTTP, TLS.
        .target(
            name: "Relay",
            dependencies: [
                "Events", "HTTPMessages", "Messages", "Reports", "Routing", "Text", "WebSocketFrames", nio("NIOCore"),
                nio("NIOPosix"), nio("NIOHTTP1"), nio("NIOWebSocket"), nio("NIOTLS"), tls, "Hashing",
            ],
            swiftSettings: strict
        ),
        // The self-signed certificate.
        .target(name: "SelfSigned", dependencies: ["COpenSSL"], swiftSettings: strict),
        // ncurses.
        .systemLibrary(name: "CNCurses", providers: [.apt(["libncursesw5-dev"])]),
        .target(name: "CTerminalSignals"),
        .target(
            name: "Terminal",
            dependencies: [
                "Console", "Drawing", "Events", "Mailbox", "Routing", "Screens", "Sessions", "Text", "CNCurses",
                "CTerminalSignals",
            ],
            swiftSettings: strict
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
                "Analysis", "Drawing", "Events", "Legs", "Messages", "Reports", "Routing", "SDP", "Screens",
                "Sessions", "Text",
                "Console", "Configuration",
                "Relay",
                "Mailbox", "Terminal", "SelfSigned", "WebPage",
                "CTerminalSignals",
                nio("NIOCore"), .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),
        // Benchmarks of single operations: `make bench-cost`.
        .executableTarget(
            name: "signal-bench",
            dependencies: [
                "Analysis", "Console", "Drawing", "Events", "Messages", "Routing", "SDP", "Screens", "Sessions", "Text",
            ],
            swiftSettings: strict),
        // Code that the tests and the load generator share.
        .target(
            name: "TestSupport", dependencies: [nio("NIOCore")], path: "Tests/TestSupport", swiftSettings: strict),
        // Recorded calls, descriptions and conversations for tests.
        .target(
            name: "SignalingSupport",
            dependencies: ["Analysis", "Events", "Filtering", "Messages", "Reports", "Routing", "SDP", "Text"],
            path: "Tests/SignalingSupport", exclude: ["Recordings"], swiftSettings: strict),
        // A load generator for WebSocket relays.
        .executableTarget(
            name: "signal-load",
            dependencies: [
                "Events", "TestSupport", nio("NIOCore"), nio("NIOPosix"), nio("NIOConcurrencyHelpers"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["ws-relay.js", "ws-proxy.js"],
            swiftSettings: strict
        ),
        .testTarget(name: "HouseTests", swiftSettings: strict),
        .testTarget(name: "TextTests", dependencies: ["Text", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "SDPTests", dependencies: ["SDP", "Text", "SignalingSupport", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "MessagesTests", dependencies: pure + ["SignalingSupport", "TestSupport"],
            exclude: ["Corpus", "EngineIO/Corpus"], swiftSettings: strict),
        .testTarget(name: "EventsTests", dependencies: pure + ["SignalingSupport"], swiftSettings: strict),
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
            name: "SessionsTests", dependencies: pure + ["SignalingSupport", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "DocumentationTests",
            dependencies: pure + ["Configuration", "Console", "Drawing", "Exports", "SignalingSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "DraftsTests", dependencies: pure + ["SignalingSupport", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "DrawingTests", dependencies: ["Drawing", "Text"], swiftSettings: strict),
        .testTarget(
            name: "ScreensTests", dependencies: pure + ["Screens", "SignalingSupport", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "ConsoleTests",
            dependencies: pure + ["Drawing", "Exports", "Panes", "Screens", "Console", "TestSupport"],
            exclude: ["Screens"],
            swiftSettings: strict),
        .testTarget(
            name: "ConfigurationTests", dependencies: pure + ["Configuration", "Console"],
            swiftSettings: strict),
        .testTarget(name: "HashingTests", dependencies: ["Hashing"], swiftSettings: strict),
        .testTarget(name: "SelfSignedTests", dependencies: ["SelfSigned", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "MailboxTests", dependencies: ["Mailbox"], swiftSettings: strict),
        .testTarget(
            name: "RelayTests",
            dependencies: pure + [
                "HTTPMessages", "Relay", "Reports", "SelfSigned", "TestSupport", "WebSocketFrames", nio("NIOCore"),
                nio("NIOPosix"),
                nio("NIOConcurrencyHelpers"), nio("NIOEmbedded"), nio("NIOHTTP1"), tls,
            ],
            exclude: ["Corpus"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "LoadTests",
            dependencies: pure + ["signal-load", "Relay", "TestSupport", nio("NIOCore"), nio("NIOPosix")],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TerminalTests",
            dependencies: pure + [
                "Terminal", "Console", "Drawing", "Exports", "Screens", "Mailbox", "TestSupport", "CTerminalSignals",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "EndToEndTests", dependencies: ["signal-console", "TestSupport"], exclude: ["Pages", "Servers"],
            swiftSettings: strict),
        .testTarget(
            name: "TestSupportTests", dependencies: ["TestSupport", nio("NIOCore")], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
