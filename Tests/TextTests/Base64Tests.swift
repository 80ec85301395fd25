import Foundation
import Testing

@testable import Text

@Suite struct Base64Tests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func bytesAreEncodedAndDecoded(text: String, letters: String) {
        let encoded = Base64.encode(Array(text.utf8).span)
        #expect(String(decoding: encoded, as: UTF8.self) == letters)
        #expect(Base64.length(of: text.utf8.count) == letters.utf8.count)
        #expect(Base64.decode(encoded.span) == Array(text.utf8))
    }

    @Test func noBytesAreEncodedAsEmptyText() {
        #expect(Base64.encode([UInt8]().span).isEmpty && Base64.length(of: 0) == 0)
    }

    @Test func encodingAgreesWithFoundation() {
        let bytes = (0...255).map { UInt8($0) }
        let encoded = Base64.encode(bytes.span)
        #expect(String(decoding: encoded, as: UTF8.self) == Data(bytes).base64EncodedString())
        #expect(Base64.decode(encoded.span) == bytes)
    }
}
