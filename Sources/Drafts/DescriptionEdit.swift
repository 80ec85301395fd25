public import SDP

/// A change that the operator makes to a description before it is delivered.
///
/// Everything else in the description is preserved, including line endings.
public enum DescriptionEdit: Hashable, Sendable {
    /// Keeps these codecs and their retransmissions (RFC 4588) in the sections that have one of them.
    ///
    /// All other formats of these sections are removed, including `red`, `ulpfec`, `CN` and `telephone-event` unless
    /// they are named.
    case keepCodecs([String])
    /// Removes these codecs with their retransmissions (RFC 4588) and redundant encodings (RFC 2198).
    case dropCodecs([String])
    /// Sets the direction (RFC 8866 §6.7) of the section `mid`, or of all media sections that are not rejected.
    case direction(Direction, mid: String?)
    /// Removes candidates of these types (RFC 8839 §5.1).
    case stripCandidates([CandidateType])
    /// Sets the DTLS role (RFC 4145 §4, RFC 8842 §5.3) in all lines that have one.
    case setup(SetupRole)
    /// Limits the bandwidth with `b=AS` (RFC 8866 §5.8) in the section `mid`, or in all media sections that are not
    /// rejected.
    case bandwidth(kilobits: Int, mid: String?)

    /// The largest bandwidth in kbit/s, ten times that of today's hosts.
    public static let kilobitLimit = 100_000_000

    /// Returns the edited description.
    ///
    /// - Throws: If there is nothing to change, or the change would leave a section without codecs.
    public func apply(to text: String) throws(DraftError) -> String {
        var draft = try DraftDescription(text)
        switch self {
        case .keepCodecs(let names): try draft.keep(codecs: names)
        case .dropCodecs(let names): try draft.drop(codecs: names)
        case .direction(let direction, let mid): try draft.setDirection(direction, mid: mid)
        case .stripCandidates(let types): try draft.removeCandidates(of: types)
        case .setup(let role): try draft.setRole(role)
        case .bandwidth(let kilobits, let mid): try draft.limitBandwidth(to: kilobits, mid: mid)
        }
        return draft.text
    }
}
