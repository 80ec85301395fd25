import Testing

@testable import Hashing

/// FIPS 180-4, with the examples of NIST.
@Suite struct SHA256Tests {
    @Test(arguments: [
        ("", "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"),
        ("abc", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248D6A61D20638B8E5C026930C3E6039A33CE45964FF2167F6ECEDD419DB06C1"
        ),
        (String(repeating: "a", count: 1_000_000), "CDC76E5C9914FB9281A1C7E284D73E67F1809A48A497200E046D39CCC7112CD0"),
    ])
    func aHashIsThatOfTheStandard(text: String, hash: String) throws {
        let found = try #require(SHA256(of: Array(text.utf8)))
        #expect(found.bytes.count == 32)
        #expect(found.fingerprint.replacing(":", with: "") == hash)
    }

    /// RFC 4231 §4.2, §4.3, §4.7.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), "Hi There",
            "B0344C61D8DB38535CA8AFCEAF0BF12B881DC200C9833DA726E9376C2E32CFF7"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60E431591EE0B67F0D8A26AACBF5B77F8E0BC6213728C5140546040F0EE37F54"
        ),
    ])
    func aKeyedHashIsThatOfTheStandard(key: [UInt8], text: String, hash: String) throws {
        let found = try #require(SHA256(of: Array(text.utf8), key: key))
        #expect(found.fingerprint.replacing(":", with: "") == hash)
    }

    /// RFC 8122 §5: pairs of upper-case digits with colons between them.
    @Test func aFingerprintHasPairsOfDigits() throws {
        let fingerprint = try #require(SHA256(of: [])).fingerprint
        #expect(fingerprint.hasPrefix("E3:B0:C4:42:98:FC:1C:14:9A:"))
        #expect(fingerprint.count == 95)
    }
}
