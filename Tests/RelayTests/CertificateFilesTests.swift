import Foundation
import ServerTLS
import Testing

@testable import Relay
@testable import SelfSigned

/// Loading certificate files, and the errors of files without a certificate or a matching key.
@Suite struct CertificateFilesTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    private let made: SelfSignedCertificate

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        made = try SelfSignedCertificate(for: CertificateNames(host: "box", addresses: []), at: 1_800_000_000)
    }

    private func error(certificate: String?, key: String?) throws -> String? {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let files = CertificateFiles(certificate: folder + "/c.pem", key: folder + "/k.pem")
        try certificate?.write(toFile: files.certificate, atomically: true, encoding: .utf8)
        try key?.write(toFile: files.key, atomically: true, encoding: .utf8)
        do throws(CertificateError) {
            let loaded = try files.load()
            #expect(loaded.end == "2028-02-16")
            return nil
        } catch {
            return error.description.replacing(folder, with: "")
        }
    }

    @Test func aCertificateAndItsKeyAreLoaded() throws {
        #expect(try error(certificate: made.certificate, key: made.key) == nil)
    }

    @Test func aMissingCertificateFileIsAnError() throws {
        let description = "cannot be read: No such file or directory; give files that this user can read"
        #expect(
            try error(certificate: nil, key: made.key) == "/c.pem \(description): --tls-cert FILE --tls-key FILE")
    }

    @Test func aMissingKeyFileIsAnError() throws {
        #expect(
            try error(certificate: made.certificate, key: nil)?.hasPrefix("/k.pem cannot be read: No such file") == true
        )
    }

    @Test(arguments: ["", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
    func aFileWithoutACertificateIsAnError(text: String) throws {
        let description = """
            /c.pem holds no certificate that can be read; it takes PEM, -----BEGIN CERTIFICATE-----, the server's own \
            first, then those that sign it
            """
        #expect(try error(certificate: text, key: made.key) == description)
    }

    @Test func aFileWithoutAKeyIsAnError() throws {
        let description = "/k.pem holds no private key that can be read; it takes PEM, -----BEGIN PRIVATE KEY-----"
        #expect(try error(certificate: made.certificate, key: made.certificate) == description)
    }

    @Test func anEncryptedKeyIsAnError() throws {
        let description =
            "the key in /k.pem is locked with a passphrase; unlock a copy of it with: openssl pkey -in /k.pem"
        let locked = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"
        #expect(try error(certificate: made.certificate, key: locked) == description)
    }

    @Test func aKeyOfAnotherCertificateIsAnError() throws {
        let other = try SelfSignedCertificate(for: CertificateNames(host: "box", addresses: []), at: 1_800_000_000)
        let description = """
            the key in /k.pem is not that of the first certificate in /c.pem; the server's own comes first, then those \
            that sign it
            """
        #expect(try error(certificate: made.certificate, key: other.key) == description)
    }

    @Test func aFileThatIsTooLargeIsAnError() throws {
        let large = String(repeating: "x", count: CertificateFiles.sizeLimit + 1)
        #expect(try error(certificate: large, key: made.key) == "/c.pem is larger than 1024 KiB and not read")
    }
}
