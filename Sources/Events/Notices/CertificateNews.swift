/// What became of a TLS certificate while the relay runs.
public enum CertificateNews: Hashable, Sendable {
    /// Who connects from now on is shown this one: its SHA-256 fingerprint, and the day on which it ends.
    case reloaded(fingerprint: String, end: String)
    /// The files hold none that can be used, for this reason; the old one goes on.
    case kept(String)

    /// In a line.
    public var words: String {
        switch self {
        case .reloaded(let fingerprint, let end): "certificate reloaded: valid until \(end), SHA-256 \(fingerprint)"
        case .kept(let reason): "certificate not reloaded, the old one goes on: \(reason)"
        }
    }
}
