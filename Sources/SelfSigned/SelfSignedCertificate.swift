import Crypto
import FoundationEssentials
import SwiftASN1
import X509

/// A certificate that signs itself, with its key, as PEM.
public struct SelfSignedCertificate: Sendable {
    /// How long it is valid: default 397 days, as browsers take nothing that is valid for longer than 398.
    static let days = 397
    /// Days before its end on which another takes its place; default 30.
    static let daysLeft = 30

    /// The certificate (RFC 5280).
    public let certificate: String
    /// Its private key, P-256, in PKCS #8.
    public let key: String

    /// A new one for `names`, with a new key, valid from an hour before `seconds` since 1970-01-01 UTC: clocks differ.
    public init(for names: CertificateNames, at seconds: Int64) throws {
        let key = P256.Signing.PrivateKey()
        let start = seconds - 3600
        let name = try DistinguishedName {
            CommonName("signal-console")
            OrganizationName("self-signed")
        }
        let subjects =
            names.names.map { GeneralName.dnsName($0) }
            + names.addresses.map { .ipAddress(ASN1OctetString(contentBytes: $0[...])) }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(key.publicKey),
            notValidBefore: Self.date(start), notValidAfter: Self.date(start + Int64(Self.days) * 86_400),
            issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(subjects)
            }, issuerPrivateKey: Certificate.PrivateKey(key))
        self.certificate = try certificate.serializeAsPEM().pemString + "\n"
        self.key = key.pemRepresentation + "\n"
    }

    /// Whether one that is kept must give way to a new one at `seconds` since 1970-01-01 UTC: it cannot be read, has not
    /// begun, is about to end, is not for all of `names`, or has another key than `key`.
    static func isDue(_ pem: String, _ key: String, for names: CertificateNames, at seconds: Int64) -> Bool {
        guard let certificate = try? Certificate(pemEncoded: pem),
            let key = try? P256.Signing.PrivateKey(pemRepresentation: key),
            certificate.publicKey == Certificate.PublicKey(key.publicKey),
            certificate.notValidBefore <= date(seconds),
            certificate.notValidAfter >= date(seconds + Int64(daysLeft) * 86_400)
        else { return true }
        return !certificate.names.contain(names)
    }

    private static func date(_ seconds: Int64) -> Date { Date(timeIntervalSince1970: Double(seconds)) }
}

extension Certificate {
    /// What it is for.
    fileprivate var names: CertificateNames {
        let subjects = try? extensions.subjectAlternativeNames
        var (names, addresses): ([String], [[UInt8]]) = ([], [])
        for subject in subjects.map(Array.init) ?? [] {
            switch subject {
            case .dnsName(let name): names.append(name)
            case .ipAddress(let address): addresses.append(Array(address.bytes))
            default: break
            }
        }
        return CertificateNames(names: names, addresses: addresses)
    }
}
