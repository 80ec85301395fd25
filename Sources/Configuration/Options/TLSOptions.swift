/// Where the certificate comes from; without one there is no TLS.
public struct TLSOptions: Hashable, Sendable {
    /// The path of the certificate and those that sign it, as PEM; empty for none.
    public var certificate = ""
    /// The path of its private key, as PEM; empty for none.
    public var key = ""
    /// Whether the program makes a certificate itself.
    public var isSelfSigned = false

    /// No TLS.
    public init() {}

    /// Whether TLS is spoken.
    public var isOn: Bool { isSelfSigned || !certificate.isEmpty }

    /// What cannot go together, in words; nil where all can.
    var conflict: String? {
        switch (certificate.isEmpty, key.isEmpty) {
        case (false, true): "tls-cert needs the key that belongs to it: --tls-key FILE"
        case (true, false): "tls-key needs the certificate that it belongs to: --tls-cert FILE"
        case (false, false) where isSelfSigned:
            "tls-self-signed makes a certificate, and tls-cert gives one: leave one of them out"
        default: nil
        }
    }
}
