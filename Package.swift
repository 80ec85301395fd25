// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours: Swift 6 mode, and what the compiler can warn of is an error.
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
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let x509: [Target.Dependency] = [
    .product(name: "X509", package: "swift-certificates"),
    .product(name: "SwiftASN1", package: "swift-asn1"),
    crypto,
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
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    ],
    targets: [
        // Pure: what is said, by whom, to whom. No I/O, no clock, no randomness.
        .target(name: "Signaling", dependencies: [deque, heap, hashTrees], swiftSettings: strict),
        // Pure: what the operator sees and what a key does.
        .target(name: "Console", dependencies: ["Signaling", deque], swiftSettings: strict),
        // Pure: the configuration file, read and written.
        .target(name: "Configuration", dependencies: ["Console", "Signaling", "Yams"], swiftSettings: strict),
        // One bounded queue between threads.
        .target(
            name: "Mailbox",
            dependencies: [deque, nio("NIOConcurrencyHelpers")],
            swiftSettings: strict
        ),
        // Sockets.
        .target(
            name: "Relay",
            dependencies: [
                "Signaling", nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"), nio("NIOWebSocket"),
                nio("NIOTLS"), tls, crypto,
            ],
            swiftSettings: strict
        ),
        // A certificate of our own making.
        .target(name: "SelfSigned", dependencies: x509, swiftSettings: strict),
        // The screen.
        .systemLibrary(name: "CNCurses", providers: [.apt(["libncursesw5-dev"])]),
        .target(name: "CTerminalSignals"),
        .target(
            name: "Terminal",
            dependencies: ["Console", "Mailbox", "Signaling", "CNCurses", "CTerminalSignals"],
            swiftSettings: strict
        ),
        // The page, inside the program, so that the program is one file.
        .target(
            name: "WebPage",
            path: "web",
            resources: [
                .embedInCode("index.html"), .embedInCode("page.css"), .embedInCode("page.js"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "signal-console",
            dependencies: [
                "Signaling", "Console", "Configuration", "Relay", "Mailbox", "Terminal", "SelfSigned", "WebPage",
                "CTerminalSignals",
                nio("NIOCore"), .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),
        // What a message costs, measured: `make bench`.
        .executableTarget(name: "signal-bench", dependencies: ["Signaling", "Console"], swiftSettings: strict),
        // Seeds, spoilt bytes and samples for the tests of what is hostile: `make fuzz`.
        .target(name: "Fuzzing", path: "Tests/Fuzzing", swiftSettings: strict),
        // Load on any WebSocket relay, and what it took.
        .executableTarget(
            name: "signal-load",
            dependencies: [
                nio("NIOCore"), nio("NIOPosix"), nio("NIOConcurrencyHelpers"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["ws-relay.js"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SignalingTests", dependencies: ["Signaling", "Fuzzing"], exclude: ["Recordings", "Corpus"],
            swiftSettings: strict),
        .testTarget(
            name: "ConsoleTests", dependencies: ["Console", "Signaling"], exclude: ["Screens"], swiftSettings: strict),
        .testTarget(
            name: "ConfigurationTests", dependencies: ["Configuration", "Console", "Signaling"],
            swiftSettings: strict),
        .testTarget(name: "SelfSignedTests", dependencies: ["SelfSigned"] + x509, swiftSettings: strict),
        .testTarget(name: "MailboxTests", dependencies: ["Mailbox"], swiftSettings: strict),
        .testTarget(
            name: "RelayTests",
            dependencies: [
                "Relay", "SelfSigned", "Signaling", "Fuzzing", nio("NIOCore"), nio("NIOPosix"),
                nio("NIOConcurrencyHelpers"), nio("NIOEmbedded"), nio("NIOHTTP1"), tls,
            ],
            exclude: ["Corpus"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "LoadTests",
            dependencies: ["signal-load", "Relay", "Signaling", nio("NIOCore"), nio("NIOPosix")],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TerminalTests",
            dependencies: ["Terminal", "Console", "Mailbox", "Signaling", "CTerminalSignals"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "signal-console", nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"), nio("NIOWebSocket"),
            ],
            swiftSettings: strict
        ),
    ],
    swiftLanguageModes: [.v6]
)
