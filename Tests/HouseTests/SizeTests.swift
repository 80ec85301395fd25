import Testing

/// The sizes of files and modules: a file holds one idea, a module one subject.
@Suite struct SizeTests {
    /// The largest number of lines of a file.
    private static let tooLong = 400
    /// The usual numbers of lines of a file; a file with more is long, a file with fewer is short.
    private static let usual = 40...250
    /// The largest numbers of long and of short files.
    ///
    /// Lower these numbers whenever files are split or joined.
    private static let (longFiles, shortFiles) = (11, 46)

    /// The largest number of lines of a module.
    private static let tooLarge = 5000

    @Test func noFileHasMoreThan400Lines() throws {
        for file in try SourceTree.sources() + SourceTree.testSupport.flatMap(SourceTree.files) {
            #expect(file.lines <= Self.tooLong, "\(file.path) has \(file.lines) lines")
        }
    }

    @Test func theNumberOfLongFilesDoesNotGrow() throws {
        let sizes = FileSizes(try SourceTree.sources(), usual: Self.usual)
        #expect(sizes.long.count <= Self.longFiles, "\(sizes.summary); long: \(FileSizes.list(sizes.long))")
    }

    @Test func theNumberOfShortFilesDoesNotGrow() throws {
        let sizes = FileSizes(try SourceTree.sources(), usual: Self.usual)
        #expect(sizes.short.count <= Self.shortFiles, "\(sizes.summary); short: \(FileSizes.list(sizes.short))")
    }

    @Test func theMedianFileIsNeitherLongNorShort() throws {
        let sizes = FileSizes(try SourceTree.sources(), usual: Self.usual)
        #expect(Self.usual.contains(sizes.median), "\(sizes.summary)")
    }

    @Test func bothTailsAndTheMedianAreReported() {
        let files = [39, 40, 250, 251, 300].map { lines in
            SourceFile(path: "Sources/M/\(lines).swift", text: String(repeating: "\n", count: lines))
        }
        let sizes = FileSizes(files, usual: 40...250)
        #expect(sizes.summary == "5 files: 2 over 250 lines, 1 under 40, median 250")
        #expect(FileSizes.list(sizes.long) == "Sources/M/251.swift 251, Sources/M/300.swift 300")
    }

    @Test(arguments: SourceTree.modules)
    func noModuleHasMoreThan5000Lines(module: String) throws {
        let lines = try SourceTree.files(of: module).reduce(0) { $0 + $1.lines }
        #expect(lines <= Self.tooLarge, "\(module) has \(lines) lines")
    }
}

/// The distribution of the number of lines in files.
private struct FileSizes {
    /// The files with more and with fewer lines than usual, the longest last.
    let long: [SourceFile]
    let short: [SourceFile]
    /// The median number of lines.
    let median: Int
    /// The numbers in words.
    let summary: String

    init(_ files: [SourceFile], usual: ClosedRange<Int>) {
        let sorted = files.sorted { $0.lines < $1.lines }
        long = sorted.filter { $0.lines > usual.upperBound }
        short = sorted.filter { $0.lines < usual.lowerBound }
        median = sorted.isEmpty ? 0 : sorted[sorted.count / 2].lines
        summary = """
            \(files.count) files: \(long.count) over \(usual.upperBound) lines, \(short.count) under \
            \(usual.lowerBound), median \(median)
            """
    }

    /// Returns the files as text, each with its number of lines.
    static func list(_ files: [SourceFile]) -> String {
        files.map { "\($0.path) \($0.lines)" }.joined(separator: ", ")
    }
}
