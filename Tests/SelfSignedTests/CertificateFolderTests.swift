import Foundation
import Glibc
import TestSupport
import Testing

@testable import SelfSigned

/// Self-signed certificates, and the folder that keeps them.
@Suite struct CertificateFolderTests {
    private static let now: Int64 = 1_800_000_000
    private static let day: Int64 = 86_400

    private let names = CertificateNames(host: "box", addresses: [[10, 0, 0, 1]])

    private func withFolder(_ body: (CertificateFolder, String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(CertificateFolder(path: folder + "/state/signal-console"), folder)
    }

    /// Runs the `openssl` program on a file with `text`, and returns its output.
    private func openssl(_ arguments: [String], on text: String) async throws -> String {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: file) }
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let program = try ChildProcess(["openssl"] + arguments + ["-in", file], errors: .output)
        #expect(try await program.waitForExit() == .code(0), "\(program.output)")
        return program.output
    }

    @Test func aCertificateHasItsNamesServerUsageAndValidity() async throws {
        let made = try SelfSignedCertificate(for: names, at: Self.now)
        let shown = try await openssl(
            ["x509", "-noout", "-text", "-dates", "-subject", "-issuer", "-nameopt", "RFC2253"], on: made.certificate)
        // 1,800,000,000 is 2027-01-15 08:00:00 UTC.
        for part in [
            "Version: 3 (0x2)", "Signature Algorithm: ecdsa-with-SHA256", "ASN1 OID: prime256v1",
            "X509v3 Basic Constraints: critical\n                CA:FALSE",
            "X509v3 Key Usage: critical\n                Digital Signature",
            "X509v3 Extended Key Usage: \n                TLS Web Server Authentication",
            "X509v3 Subject Alternative Name: \n                DNS:localhost, DNS:box, DNS:box.local, "
                + "IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:10.0.0.1\n",
            "notBefore=Jan 15 07:00:00 2027 GMT", "notAfter=Feb 16 07:00:00 2028 GMT",
            "subject=O=self-signed,CN=signal-console", "issuer=O=self-signed,CN=signal-console",
        ] {
            #expect(shown.contains(part), "\(part) is missing in\n\(shown)")
        }
        #expect(try await openssl(["pkey", "-noout", "-text"], on: made.key).contains("NIST CURVE: P-256"))
        #expect(made.key.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
    }

    /// RFC 5280 §4.1.2.2: a serial number is positive, unique, and has at most 20 bytes.
    @Test func serialNumbersDiffer() async throws {
        var numbers: Set<String> = []
        for _ in 0..<3 {
            let made = try SelfSignedCertificate(for: names, at: Self.now)
            let line = try await openssl(["x509", "-noout", "-serial"], on: made.certificate)
            let number = line.drop { $0 != "=" }.dropFirst().filter(\.isHexDigit)
            #expect(number.count == 40 && number.first.map { "4567".contains($0) } == true, "\(line)")
            numbers.insert(String(number))
        }
        #expect(numbers.count == 3)
    }

    @Test func aCertificateVerifiesWithItself() async throws {
        try await withFolder { kept, _ in
            try kept.renew(for: names, at: Self.now)
            let program = try ChildProcess(
                [
                    "openssl", "verify", "-attime", "\(Self.now)", "-purpose", "sslserver", "-verify_hostname",
                    "box.local", "-CAfile", kept.certificate, kept.certificate,
                ], errors: .output)
            #expect(try await program.waitForExit() == .code(0), "\(program.output)")
        }
    }

    /// Encrypted files must not make the program ask for a passphrase.
    @Test func encryptedFilesAreReplaced() async throws {
        let made = try SelfSignedCertificate(for: names, at: Self.now)
        let locked = try await openssl(["pkey", "-aes256", "-passout", "pass:sesame"], on: made.key)
        #expect(locked.contains("ENCRYPTED"))
        #expect(SelfSignedCertificate.needsRenewal(made.certificate, key: locked, for: names, at: Self.now))
        let header = "-----BEGIN CERTIFICATE-----\n"
        let encrypted = made.certificate.replacing(
            header, with: header + "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n\n")
        #expect(SelfSignedCertificate.needsRenewal(encrypted, key: made.key, for: names, at: Self.now))
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

    @Test func aCertificateIsReplacedIfTheKeyDoesNotMatch() async throws {
        let (one, other) = (
            try SelfSignedCertificate(for: names, at: Self.now), try SelfSignedCertificate(for: names, at: Self.now)
        )
        #expect(!SelfSignedCertificate.needsRenewal(one.certificate, key: one.key, for: names, at: Self.now))
        for key in [other.key, "no key", ""] {
            #expect(SelfSignedCertificate.needsRenewal(one.certificate, key: key, for: names, at: Self.now))
        }
        try await withFolder { kept, _ in
            _ = try kept.renew(for: names, at: Self.now)
            try other.key.write(toFile: kept.key, atomically: true, encoding: .utf8)
            #expect(try kept.renew(for: names, at: Self.now))
            #expect(try !kept.renew(for: names, at: Self.now))
        }
    }

    @Test func aCertificateIsKeptForTheNextRunAndForThisUserOnly() async throws {
        try await withFolder { kept, folder in
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

    @Test func aFolderOfAnotherUserIsRefused() async throws {
        try await withFolder { kept, folder in
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

    @Test func aFolderThatOthersCanWriteToIsNotUsed() async throws {
        try await withFolder { kept, folder in
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

    @Test func aFolderThatCannotBeCreatedIsAnError() async throws {
        try await withFolder { _, folder in
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
