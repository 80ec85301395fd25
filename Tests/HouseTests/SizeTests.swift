import Testing

/// How large files and modules may be: a file holds one idea, a module one subject.
@Suite struct SizeTests {
    /// The lines of a file that are too many.
    private static let tooLong = 400
    /// The lines of a file from which it is long, and up to which it is short.
    private static let usual = 40...250
    /// The number of long files and of short files today: at most so many may there be.
    ///
    /// Lower a number to that of the failure message whenever files were cut or joined, so that it stays so.
    private static let (longFiles, shortFiles) = (10, 103)

    /// The lines of a module that are too many.
    private static let tooLarge = 5000
    /// Modules that are larger today, and their size: at most so many lines may they have.
    ///
    /// Lower a number, or remove its row, once a module was cut.
    private static let largeModules: [String: Int] = [:]

    @Test func noFileIsTooLongToReadInOneSitting() throws {
        for file in try SourceTree.sources() + SourceTree.files(of: "TestSupport") {
            #expect(file.lines <= Self.tooLong, "\(file.path) has \(file.lines) lines")
        }
    }

    @Test func thereAreNoMoreLongFilesThanThereWere() throws {
        let long = try SourceTree.sources().filter { $0.lines > Self.usual.upperBound }
        #expect(long.count <= Self.longFiles, "\(Self.list(long))")
    }

    @Test func thereAreNoMoreShortFilesThanThereWere() throws {
        let short = try SourceTree.sources().filter { $0.lines < Self.usual.lowerBound }
        #expect(short.count <= Self.shortFiles, "\(Self.list(short))")
    }

    @Test(arguments: SourceTree.modules)
    func aModuleIsSmallEnoughToBeKnownWhole(module: String) throws {
        let lines = try SourceTree.files(of: module).reduce(0) { $0 + $1.lines }
        #expect(lines <= Self.largeModules[module] ?? Self.tooLarge, "\(module) has \(lines) lines")
    }

    private static func list(_ files: [SourceFile]) -> String {
        "\(files.count) files: " + files.map { "\($0.path) \($0.lines)" }.joined(separator: ", ")
    }
}
