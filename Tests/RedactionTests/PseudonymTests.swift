import TestSupport
import Testing

@testable import Events
@testable import Hashing
@testable import Redaction
@testable import SDP
@testable import Text

/// The forms of pseudonyms.
@Suite struct PseudonymTests {
    private var pseudonyms = Pseudonyms(key: (0..<16).map { UInt8($0) })

    private mutating func pseudonym(_ kind: Pseudonyms.Kind, _ text: String) -> String {
        String(decoding: pseudonyms.pseudonym(kind, of: Array(text.utf8)), as: UTF8.self)
    }

    // MARK: Addresses

    @Test(arguments: [
        "192.168.1.20", "10.0.0.5", "172.16.3.4", "172.31.255.255", "100.64.1.2", "169.254.9.9", "127.0.1.1",
        "224.0.0.251",
        "239.1.2.3", "8.8.8.8", "192.0.2.4", "203.0.113.5", "240.0.0.1", "0.1.2.3", "::ffff:192.168.1.20", "fd12::7",
        "fc00::1",
        "fe80::1:2", "ff02::fb", "2a01:4f8::7", "2001:db8::1", "64:ff9b::102:304", "::2",
    ])
    mutating func anAddressKeepsItsFamilyAndItsScope(text: String) throws {
        let made = pseudonym(.address, text)
        let (before, after) = (try #require(IPAddress(text)), try #require(IPAddress(made)))
        #expect(after != before && after.scope == before.scope)
        #expect(made.contains(":") == text.contains(":") && (after.unmapped == after) == (before.unmapped == before))
        #expect(pseudonym(.address, text) == made)
        if before.scope == .privateNetwork, !text.contains(":") { #expect(made.prefix(3) == text.prefix(3)) }
    }

    @Test(arguments: ["0.0.0.0", "127.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "host.example"])
    mutating func anAddressThatIsTheSameOnEveryHostStays(text: String) { #expect(pseudonym(.address, text) == text) }

    /// A hash of 16 bits would make two addresses equal.
    @Test mutating func noTwoAddressesHaveOnePseudonym() {
        var made: Set<String> = []
        for high in 0..<8 { for low in 0..<256 { made.insert(pseudonym(.address, "192.168.\(high).\(low)")) } }
        for low in 0..<2048 { made.insert(pseudonym(.address, "203.\(low >> 8).1.\(low & 255)")) }
        for low in 0..<1024 { made.insert(pseudonym(.address, "2001:db8::\(String(low, radix: 16))")) }
        #expect(made.count == 2048 + 2048 + 1024)
    }

    @Test mutating func addressesOfOneNetworkStayInOneNetwork() throws {
        let made = ["2a01:4f8:1:2::7", "2a01:4f8:1:2:3::8", "2a01:4f8:1:3::7"].map {
            IPAddress(pseudonym(.address, $0))
        }
        let networks = made.map { if case .v6(let high, _)? = $0 { high } else { UInt64(0) } }
        #expect(networks[0] == networks[1] && networks[0] != networks[2])
    }

    @Test(arguments: ["192.168.1.20:5", "[2a01:4f8::7]:5", "[fe80::1:2]:5", "8.8.8.8:5"])
    mutating func aBanCoversThePseudonymsOfTheAddressesThatItCovers(address: String) throws {
        var redactor = TextRedactor(key: (0..<16).map { UInt8($0) }, names: false)
        let subject = try #require(Ban.Subject(address: address))
        #expect(Ban.Subject(address: redactor.redacted(address)) == pseudonyms.pseudonym(of: subject))
    }

    // MARK: ICE

    @Test(arguments: [
        "Of1s", "uf1x", "a", "3f2a9c01", "abcdefghij", "0123456789abcdefXYZ+/", "with space", "bad_name", "é1",
    ])
    mutating func aUserNameKeepsItsLengthAndItsAlphabet(text: String) {
        let made = pseudonym(.userName, text)
        #expect(made != text && made.unicodeScalars.count == text.unicodeScalars.count)
        #expect(made.utf8.allSatisfy(Alphabet.isICE) == text.utf8.allSatisfy(Alphabet.isICE))
        if text == "3f2a9c01" { #expect(made.utf8.allSatisfy(Alphabet.hexadecimal.contains)) }
    }

    @Test mutating func noTwoUserNamesHaveOnePseudonym() {
        let names = (0..<3000).map { "n" + String($0 + 46_656, radix: 36) }
        #expect(Set(names.map { pseudonym(.userName, $0) }).count == names.count)
    }

    @Test(arguments: [
        "fw+zkRsbs8c4bWC1E3VUE42R", "short", "", "with space and 22 chars", "ünïcödé-password-of-22", "-", "2^20|=",
        String(repeating: "x", count: 300),
    ])
    mutating func aPasswordKeepsItsFaults(text: String) {
        let made = pseudonym(.secret, text)
        #expect(CredentialFault(.password, made, isDTLS: true) == CredentialFault(.password, text, isDTLS: true))
        if text.utf8.contains(where: Alphabet.isLetterOrDigit) { #expect(made != text) }
    }

    // MARK: Certificates and host names

    @Test(arguments: ["BF:6E:8A:70", "bf:6e:8a:70", "BF6E8A70", String(repeating: "A1:", count: 63) + "B2"])
    mutating func aFingerprintKeepsItsForm(text: String) {
        let made = pseudonym(.fingerprint, text)
        #expect(made != text && made.count == text.count)
        #expect(zip(made, text).allSatisfy { $0.isHexDigit == $1.isHexDigit })
        #expect((made == made.uppercased()) == (text == text.uppercased()))
        #expect(made.uppercased() == pseudonym(.fingerprint, text.uppercased()))
    }

    @Test mutating func aHostNameBecomesAUUID() {
        let made = pseudonym(.hostName, "6eff6b7c-87b9-494f-b175-a76c80304b84")
        #expect(made.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
        #expect(pseudonym(.hostName, "6EFF6B7C-87B9-494F-B175-A76C80304B84") == made)
        #expect(pseudonym(.hostName, "macbook") != made)
    }

    @Test mutating func bytesThatAreNoTextStayNoText() {
        let bytes: [UInt8] = [9, 8, 7, 200]
        let made = pseudonyms.pseudonym(.opaque, of: bytes)
        #expect(made.count == 4 && made[0] == 0 && made != bytes)
        #expect(pseudonyms.pseudonym(.opaque, of: [9, 8, 7, 201]) != made)
    }

    // MARK: The cache

    @Test mutating func aPseudonymIsTheSameAfterTheCacheWasCleared() {
        let made = pseudonym(.userName, "Of1s")
        for number in 0...Pseudonyms.cacheLimit { _ = pseudonym(.secret, "secret \(number)") }
        #expect(pseudonyms.known(.userName, of: Array("Of1s".utf8)) == nil)
        #expect(pseudonym(.userName, "Of1s") == made)
    }
}
