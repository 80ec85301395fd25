import Foundation
import Glibc
import SwiftASN1
import Testing
import X509

@testable import SelfSigned

/// Self-signed certificates, and the folder that keeps them.
@Suite struct CertificateFolderTests {
    private static let now: Int64 = 1_800_000_000
    private static let day: Int64 = 86_400

    private let names = CertificateNames(host: "box", addresses: [[10, 0, 0, 1]])

    private func withFolder(_ body: (CertificateFolder, String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(CertificateFolder(path: folder + "/state/signal-console"), folder)
    }

    @Test func aCertificateHasItsNamesServerUsageAndValidity() throws {
        let made = try SelfSignedCertificate(for: names, at: Self.now)
        let certificate = try Certificate(pemEncoded: made.certificate)
        let subjects = try #require(try certificate.extensions.subjectAlternativeNames)
        #expect(
            Array(subjects) == [
                .dnsName("localhost"), .dnsName("box"), .dnsName("box.local"),
                .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
                .ipAddress(ASN1OctetString(contentBytes: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])),
                .ipAddress(ASN1OctetString(contentBytes: [10, 0, 0, 1])),
            ])
        #expect(Array(try #require(try certificate.extensions.extendedKeyUsage)) == [.serverAuth])
        let seconds = certificate.notValidAfter.timeIntervalSince(certificate.notValidBefore)
        #expect(seconds == 397 * 86_400)
        #expect(certificate.publicKey.isValidSignature(certificate.signature, for: certificate))
    }

    @Test(arguments: [
        (0, false), (366, false), (367, true), (400, true), (-1, true),
    ])
    func aCertificateIsReplacedBeforeItExpires(days: Int64, isDue: Bool) throws {
        let made = try SelfSignedCertificate(for: names, at: Self.now)
        let time = Self.now + days * Self.day
        #expect(SelfSignedCertificate.needsRenewal(made.certificate, key: made.key, for: names, at: time) == isDue)
    }

    @Test func aCertificateIsReplacedIfNamesOrAddressesAreMissing() throws {
        let made = try SelfSignedCertificate(for: names, at: Self.now)
        let (pem, key) = (made.certificate, made.key)
        let fewer = CertificateNames(host: "box", addresses: [])
        #expect(!SelfSignedCertificate.needsRenewal(pem, key: key, for: fewer, at: Self.now))
        let moved = CertificateNames(host: "box", addresses: [[10, 0, 0, 2]])
        #expect(SelfSignedCertificate.needsRenewal(pem, key: key, for: moved, at: Self.now))
        #expect(SelfSignedCertificate.needsRenewal("no certificate", key: key, for: names, at: Self.now))
    }

    @Test func aCertificateIsReplacedIfTheKeyDoesNotMatch() throws {
        let (one, other) = (
            try SelfSignedCertificate(for: names, at: Self.now), try SelfSignedCertificate(for: names, at: Self.now)
        )
        #expect(!SelfSignedCertificate.needsRenewal(one.certificate, key: one.key, for: names, at: Self.now))
        for key in [other.key, "no key", ""] {
            #expect(SelfSignedCertificate.needsRenewal(one.certificate, key: key, for: names, at: Self.now))
        }
        try withFolder { kept, _ in
            _ = try kept.renew(for: names, at: Self.now)
            try other.key.write(toFile: kept.key, atomically: true, encoding: .utf8)
            #expect(try kept.renew(for: names, at: Self.now))
            #expect(try !kept.renew(for: names, at: Self.now))
        }
    }

    @Test func aCertificateIsKeptForTheNextRunAndForThisUserOnly() throws {
        try withFolder { kept, folder in
            #expect(try kept.renew(for: names, at: Self.now))
            let first = try String(contentsOfFile: kept.certificate, encoding: .utf8)
            #expect(try !kept.renew(for: names, at: Self.now + Self.day))
            #expect(try String(contentsOfFile: kept.certificate, encoding: .utf8) == first)
            func mode(_ path: String) throws -> Int? {
                try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            }
            #expect(try mode(kept.key) == 0o600)
            #expect(try mode(folder + "/state/signal-console") == 0o700)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder + "/state/signal-console")
            #expect(Set(files) == ["certificate.pem", "key.pem"])
            #expect(try kept.renew(for: names, at: Self.now + 380 * Self.day))
            #expect(try String(contentsOfFile: kept.certificate, encoding: .utf8) != first)
        }
    }

    @Test func aFolderOfAnotherUserIsRefused() throws {
        try withFolder { kept, folder in
            #expect(try kept.renew(for: names, at: Self.now))
            let isRoot = geteuid() == 0
            // Root can change the owner of a folder; other users test with one of root's.
            let foreign = isRoot ? folder + "/state/signal-console" : "/usr"
            if isRoot { try #require(chown(foreign, 12_345, 12_345) == 0) }
            let failure = #expect(throws: CertificateFolder.Failure.self) {
                try CertificateFolder(path: foreign).renew(for: names, at: Self.now)
            }
            let text =
                "kept in \(foreign): it belongs to another user (uid \(isRoot ? 12_345 : 0)); set XDG_STATE_HOME"
            #expect(failure?.description.contains(text) == true)
        }
    }

    @Test func aFolderThatOthersCanWriteToIsNotUsed() throws {
        try withFolder { kept, folder in
            #expect(try kept.renew(for: names, at: Self.now))
            let first = try String(contentsOfFile: kept.key, encoding: .utf8)
            try #require(chmod(folder + "/state/signal-console", 0o777) == 0)
            #expect(try kept.renew(for: names, at: Self.now))
            #expect(try String(contentsOfFile: kept.key, encoding: .utf8) != first)
            #expect(try !kept.renew(for: names, at: Self.now))
            var status = stat()
            #expect(stat(folder + "/state/signal-console", &status) == 0 && status.st_mode & 0o777 == 0o700)
        }
    }

    @Test func aFolderThatCannotBeCreatedIsAnError() throws {
        try withFolder { _, folder in
            #expect(FileManager.default.createFile(atPath: folder, contents: nil))
            let text = """
                the self-signed certificate cannot be kept in \(folder)/state: Not a directory; set XDG_STATE_HOME to a \
                folder that this user can write to, or give a certificate: --tls-cert FILE --tls-key FILE
                """
            let failure = #expect(throws: CertificateFolder.Failure.self) {
                try CertificateFolder(path: folder + "/state").renew(for: names, at: Self.now)
            }
            #expect(failure?.description == text)
        }
    }
}
