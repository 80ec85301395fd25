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

let package = Package(
    name: "signal-console",
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    ],
    targets: [
        // Pure: what is said, by whom, to whom. No I/O, no clock, no randomness.
        .target(name: "Signaling", dependencies: [deque], swiftSettings: strict),
        .testTarget(name: "SignalingTests", dependencies: ["Signaling"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
