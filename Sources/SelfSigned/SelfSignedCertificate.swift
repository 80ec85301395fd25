import Crypto
import FoundationEssentials
import SwiftASN1
import X509

/// A self-signed certificate and its private key, in PEM.
public struct SelfSignedCertificate: Sendable {
    /// The validity in days; 397, because browsers reject certificates that are valid for more than 398.
    static let days = 397
    /// The number of days before the expiry at which the certificate is replaced; 30.
    static let renewalDays = 30

    /// The certificate (RFC 5280).
    public let certificate: String
    /// Its private key, P-256, in PKCS #8.
    public let key: String

    /// Creates a certificate with a new key.
    ///
    /// - Parameters:
    ///   - names: The names and addresses that it is valid for.
    ///   - seconds: The time in seconds since 1970-01-01 UTC; the validity begins an hour earlier, because clocks differ.
    /// - Throws: An error of the certificate library.
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

    /// Checks whether a stored certificate must be replaced.
    ///
    /// - Parameters:
    ///   - pem: The certificate.
    ///   - key: The private key in PEM.
    ///   - names: The names and addresses that are required.
    ///   - seconds: The time in seconds since 1970-01-01 UTC.
    /// - Returns: True if the certificate cannot be parsed, is not valid yet, expires soon, is not valid for all of `names`,
    ///   or does not match its key.
    static func needsRenewal(_ pem: String, key: String, for names: CertificateNames, at seconds: Int64) -> Bool {
        guard let certificate = try? Certificate(pemEncoded: pem),
            let key = try? P256.Signing.PrivateKey(pemRepresentation: key),
            certificate.publicKey == Certificate.PublicKey(key.publicKey),
            certificate.notValidBefore <= date(seconds),
            certificate.notValidAfter >= date(seconds + Int64(renewalDays) * 86_400)
        else { return true }
        return !certificate.names.contain(names)
    }

    private static func date(_ seconds: Int64) -> Date { Date(timeIntervalSince1970: Double(seconds)) }
}

extension Certificate {
    /// The names and addresses of its subjectAltName.
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
