/// The signaling state of one side of a negotiation, as far as the relay can infer it (W3C webrtc-pc §4.3.1).
///
/// A client may roll back, or refuse what it was told, without a word on the wire.
public enum SignalingState: String, Hashable, Sendable {
    /// Nothing is outstanding.
    case stable
    /// Its offer waits for an answer.
    case haveLocalOffer = "have-local-offer"
    /// The other side's offer waits for its answer.
    case haveRemoteOffer = "have-remote-offer"
    /// It has answered for the time being.
    case haveLocalPranswer = "have-local-pranswer"
    /// Its offer has been answered for the time being.
    case haveRemotePranswer = "have-remote-pranswer"
}
