import FoundationEssentials

/// The seeds that a fuzz test runs with.
///
/// By default, these are a few fixed seeds. With `FUZZ_SECONDS=600` in the environment, consecutive seeds are used for 600
/// seconds, starting with `FUZZ_SEED` or a random one.
public enum Seeds {
    private static func variable(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

    /// Calls `body` with a generator for each of the `usual` seeds, or for new seeds until `FUZZ_SECONDS` have passed.
    ///
    /// In the latter case, the number of seeds and the slowest one are printed with the name of the `test`.
    public static func forEach(
        _ usual: Range<UInt64>, test: String = #function, _ body: (inout SeededGenerator) throws -> Void
    ) rethrows {
        guard let seconds = variable("FUZZ_SECONDS").flatMap({ Double($0) }) else {
            for seed in usual {
                var generator = SeededGenerator(seed: seed)
                try body(&generator)
            }
            return
        }
        let first = variable("FUZZ_SEED").flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64.max)
        print("\(test): from seed \(first)")
        let start = ContinuousClock.now
        var now = start
        var seed = first
        var slowest = (time: Duration.zero, seed: first)
        while now < start + .seconds(seconds) {
            var generator = SeededGenerator(seed: seed)
            try body(&generator)
            let end = ContinuousClock.now
            if end - now > slowest.time { slowest = (end - now, seed) }
            now = end
            seed &+= 1
        }
        print("\(test): \(seed &- first) seeds in \(now - start), the slowest \(slowest.seed) with \(slowest.time)")
    }
}

/// The sample inputs that a fuzz test mutates, one per file.
public struct Corpus: Sendable {
    /// The files of the folder, sorted by name.
    public let files: [(name: String, bytes: [UInt8])]

    /// Reads the files in the folder `Corpus` next to the source file `path`.
    public init(beside path: String = #filePath) throws {
        let folder = URL(filePath: path).deletingLastPathComponent().appending(path: "Corpus").path
        files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
            (name, Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))))
        }
    }

    /// The lines of all files, except comments, which start with `# `.
    public var lines: [[UInt8]] {
        files.flatMap { file in
            file.bytes.split(separator: UInt8(ascii: "\n")).map(Array.init).filter { !$0.starts(with: "# ".utf8) }
        }
    }
}
