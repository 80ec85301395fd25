import Foundation
import Glibc
import SwiftASN1
import Testing
import X509

@testable import SelfSigned

/// A certificate of the program's own making, and how it is kept.
@Suite struct CertificateFolderTests {
    private static let now: Int64 = 1_800_000_000
    private static let day: Int64 = 86_400

    private let names = CertificateNames(host: "box", addresses: [[10, 0, 0, 1]])

    private func withFolder(_ body: (CertificateFolder, String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(CertificateFolder(path: folder + "/state/signal-console"), folder)
    }

    @Test func itIsForItsNamesAndForServersAndNotValidForTooLong() throws {
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
    func anotherTakesItsPlaceBeforeItEnds(days: Int64, isDue: Bool) throws {
        let made = try SelfSignedCertificate(for: names, at: Self.now)
        let time = Self.now + days * Self.day
        #expect(SelfSignedCertificate.isDue(made.certificate, made.key, for: names, at: time) == isDue)
    }

    @Test func anotherTakesItsPlaceWhenTheMachineIsCalledOrReachedOtherwise() throws {
        let made = try SelfSignedCertificate(for: names, at: Self.now)
        let (pem, key) = (made.certificate, made.key)
        let fewer = CertificateNames(host: "box", addresses: [])
        #expect(!SelfSignedCertificate.isDue(pem, key, for: fewer, at: Self.now))
        let moved = CertificateNames(host: "box", addresses: [[10, 0, 0, 2]])
        #expect(SelfSignedCertificate.isDue(pem, key, for: moved, at: Self.now))
        #expect(SelfSignedCertificate.isDue("no certificate", key, for: names, at: Self.now))
    }

    @Test func anotherTakesItsPlaceWhereItsKeyIsNotItsOwn() throws {
        let (one, other) = (
            try SelfSignedCertificate(for: names, at: Self.now), try SelfSignedCertificate(for: names, at: Self.now)
        )
        #expect(!SelfSignedCertificate.isDue(one.certificate, one.key, for: names, at: Self.now))
        for key in [other.key, "no key", ""] {
            #expect(SelfSignedCertificate.isDue(one.certificate, key, for: names, at: Self.now))
        }
        try withFolder { kept, _ in
            _ = try kept.renew(for: names, at: Self.now)
            try other.key.write(toFile: kept.key, atomically: true, encoding: .utf8)
            #expect(try kept.renew(for: names, at: Self.now))
            #expect(try !kept.renew(for: names, at: Self.now))
        }
    }

    @Test func itIsKeptForTheNextRunAndForThisUserAlone() throws {
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
            // Root may give its own away; anybody else has those of root.
            let foreign = isRoot ? folder + "/state/signal-console" : "/usr"
            if isRoot { try #require(chown(foreign, 12_345, 12_345) == 0) }
            let failure = #expect(throws: CertificateFolder.Failure.self) {
                try CertificateFolder(path: foreign).renew(for: names, at: Self.now)
            }
            let words =
                "kept in \(foreign): it belongs to another user (uid \(isRoot ? 12_345 : 0)); set XDG_STATE_HOME"
            #expect(failure?.description.contains(words) == true)
        }
    }

    @Test func whatOthersMayHavePutThereIsNotUsed() throws {
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

    @Test func aFolderThatCannotBeMadeIsSaid() throws {
        try withFolder { _, folder in
            #expect(FileManager.default.createFile(atPath: folder, contents: nil))
            let words = """
                the self-signed certificate cannot be kept in \(folder)/state: Not a directory; set XDG_STATE_HOME to a \
                folder that this user can write to, or give a certificate: --tls-cert FILE --tls-key FILE
                """
            let failure = #expect(throws: CertificateFolder.Failure.self) {
                try CertificateFolder(path: folder + "/state").renew(for: names, at: Self.now)
            }
            #expect(failure?.description == words)
        }
    }
}
