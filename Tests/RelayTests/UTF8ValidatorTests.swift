import Testing

@testable import Relay
@testable import WebSocketFrames

/// Incremental validation of UTF-8.
@Suite struct UTF8ValidatorTests {
    /// Validates `bytes` one by one; returns whether they are valid so far, whether they are complete, and how many
    /// were read.
    private func validate(_ bytes: [UInt8]) -> (isValid: Bool, isComplete: Bool, count: Int) {
        var validator = UTF8Validator()
        for index in bytes.indices where !validator.validate([bytes[index]], from: 0) {
            return (false, false, index + 1)
        }
        return (true, validator.isComplete, bytes.count)
    }

    /// RFC 3629 §4.
    @Test func itAgreesWithTheStandardLibraryOnAllSequencesOfThreeBytes() {
        let edges: [UInt8] = [
            0x00, 0x61, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
            0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
        ]
        for first in UInt8.min...UInt8.max {
            for second in edges {
                for third in edges {
                    for bytes in [[first, second, third], [first, second, third, 0x80]] {
                        let result = validate(bytes)
                        let isValid = String(validating: bytes, as: UTF8.self) != nil
                        #expect((result.isValid && result.isComplete) == isValid)
                    }
                }
            }
        }
    }

    @Test(
        arguments: [
            ("an overlong form", [0xC0, 0xAF], 1), ("an overlong form of three", [0xE0, 0x80, 0x80], 2),
            ("an overlong form of four", [0xF0, 0x80, 0x80, 0x80], 2), ("a surrogate", [0xED, 0xA0, 0x80], 2),
            ("a scalar above U+10FFFF", [0xF4, 0x90, 0x80, 0x80], 2), ("an invalid first byte", [0xF5, 0x80], 1),
            ("a lone continuation byte", [0x61, 0x80], 2), ("an incomplete scalar", [0xE2, 0x82, 0x61], 3),
        ] as [(String, [UInt8], Int)])
    func invalidBytesAreDetectedAtTheFirst(name: String, bytes: [UInt8], count: Int) {
        let result = validate(bytes)
        #expect(!result.isValid, "\(name)")
        #expect(result.count == count, "\(name)")
    }

    @Test func aTextIsCompleteUnlessItEndsWithinAScalar() {
        let text = Array("aé☎🙂 and more than eight bytes of ASCII, é".utf8)
        for offset in 0...text.count {
            var validator = UTF8Validator()
            let isPrefixValid = validator.validate(Array(text[..<offset]), from: 0)
            #expect(isPrefixValid)
            #expect(validator.isComplete == (String(validating: text[..<offset], as: UTF8.self) != nil))
            let isValid = validator.validate(text, from: offset)
            #expect(isValid)
            #expect(validator.isComplete)
        }
    }

    @Test func anInvalidByteIsDetectedAtAnyOffsetInASCII() {
        for offset in 0..<40 {
            var text = [UInt8](repeating: 0x61, count: 40)
            text[offset] = 0xFF
            var (validator, later) = (UTF8Validator(), UTF8Validator())
            let (isValid, isRestValid) = (validator.validate(text, from: 0), later.validate(text, from: offset + 1))
            #expect(!isValid)
            #expect(isRestValid)
        }
    }
}
