import Foundation
import Testing

@testable import Drawing

/// Each screen at two sizes, as a file in the folder `Screens`: its text, and how it looks.
///
/// Other sizes and ASCII are held by ``ScreenInvariantTests``. `RECORD_SCREENS=1 swift test --filter GoldenScreenTests`
/// writes the files anew; review the changes like code.
@Suite struct GoldenScreenTests {
    private static let sizes = [Size(columns: 80, rows: 24), Size(columns: 160, rows: 45)]

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Screens")

    private static func name(_ scenario: ScreenScenario, _ size: Size) -> String {
        "\(scenario.name)-\(size.columns)x\(size.rows).txt"
    }

    @Test(arguments: ScreenScenario.golden)
    func aScreenIsAsRecorded(_ scenario: ScreenScenario) throws {
        for size in Self.sizes {
            let picture = ScreenPicture.text(scenario.console(size).canvas)
            let name = Self.name(scenario, size)
            let file = Self.folder.appendingPathComponent(name)
            if ProcessInfo.processInfo.environment["RECORD_SCREENS"] != nil {
                try picture.write(to: file, atomically: true, encoding: .utf8)
            }
            #expect(try String(contentsOf: file, encoding: .utf8) == picture, "\(name):\n\(picture)")
        }
    }

    @Test func everyRecordedFileBelongsToAScreen() throws {
        let expected = ScreenScenario.golden.flatMap { scenario in Self.sizes.map { Self.name(scenario, $0) } }
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        let leftovers = Set(files).subtracting(expected).sorted()
        #expect(leftovers.isEmpty, "delete the files that no test reads: \(leftovers)")
        #expect(Set(expected).count == expected.count, "two screens share a file")
    }
}
