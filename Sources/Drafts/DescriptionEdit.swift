public import SDP

/// What an operator changes in a description before it goes on.
///
/// What an edit does not speak of is kept as it stands, line ends too.
public enum DescriptionEdit: Hashable, Sendable {
    /// Keeps these codecs and what sends them again (RFC 4588), in the sections that have one of them; all other
    /// formats of these sections go, `red`, `ulpfec`, `CN` and `telephone-event` too unless they are named.
    case keepCodecs([String])
    /// Takes these codecs out, with what sends them again (RFC 4588) or carries them twice (RFC 2198).
    case dropCodecs([String])
    /// Says who sends (RFC 8866 §6.7) in the section of that mid, or in all that carry media and are not rejected.
    case direction(Direction, mid: String?)
    /// Takes the candidates of these types out (RFC 8839 §5.1).
    case stripCandidates([CandidateType])
    /// Says who begins the DTLS handshake (RFC 4145 §4, RFC 8842 §5.3) wherever that is said.
    case setup(SetupRole)
    /// Limits what the section of that mid may take, or each that carries media and is not rejected, by `b=AS`
    /// (RFC 8866 §5.8).
    case bandwidth(kilobits: Int, mid: String?)

    /// The most kilobits a second that are written: ten times what a host of today has.
    public static let kilobitLimit = 100_000_000

    /// The description in `text`, edited.
    ///
    /// - Throws: that there is nothing to change, what is there instead, or what would not be left.
    public func apply(to text: String) throws(DraftError) -> String {
        var draft = try DraftDescription(text)
        switch self {
        case .keepCodecs(let names): try draft.keep(codecs: names)
        case .dropCodecs(let names): try draft.drop(codecs: names)
        case .direction(let direction, let mid): try draft.say(direction, mid: mid)
        case .stripCandidates(let types): try draft.strip(types)
        case .setup(let role): try draft.say(role)
        case .bandwidth(let kilobits, let mid): try draft.limit(to: kilobits, mid: mid)
        }
        return draft.text
    }
}
