import TestSupport
import Testing

@Suite struct SeededGeneratorTests {
    /// The first numbers of the reference implementation of SplitMix64 for the seed 1234567.
    @Test func numbersMatchTheReferenceImplementation() {
        var generator = SeededGenerator(seed: 1_234_567)
        #expect(
            (0..<3).map { _ in generator.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }

    @Test func chunksConcatenateToTheInput() {
        Seeds.forEach(0..<50) { generator in
            let bytes = (0..<200).map { UInt8($0) }
            let chunks = generator.chunks(of: bytes)
            #expect(chunks.allSatisfy { !$0.isEmpty } && Array(chunks.joined()) == bytes)
        }
    }

    @Test func emptyInputStaysEmpty() {
        var generator = SeededGenerator(seed: 1)
        #expect(generator.mutated([]) == [] && generator.mutatedText([]) == "")
        #expect(generator.spliced([], with: []) == [] && generator.expanded([], to: 9) == [])
    }

    @Test func expandedInputHasAboutTheRequestedSize() {
        Seeds.forEach(0..<50) { generator in
            let count = generator.expanded([UInt8](repeating: 7, count: 20), to: 1000).count
            #expect(count == 20 || (981...1000).contains(count))
        }
    }
}
