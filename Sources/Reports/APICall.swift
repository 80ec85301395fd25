/// A call of a method of an `RTCPeerConnection`, after it has settled, or because it takes long.
public struct APICall: Hashable, Sendable {
    /// The methods that are reported (W3C webrtc-pc §4.4.2).
    public enum Method: String, Hashable, Sendable, CaseIterable {
        /// The constructor, which is reported if it throws.
        case construct = "RTCPeerConnection"
        case createOffer, createAnswer, setLocalDescription, setRemoteDescription, addIceCandidate, restartIce, close
        case setConfiguration
    }

    /// The method.
    public var method: Method
    /// The time until it settled, in microseconds; `nil` if it has not.
    public var duration: Int64?
    /// The error; `nil` if it succeeded, or has not settled.
    public var error: ReportedError?
    /// The description that was set; `nil` for other methods.
    public var description: AppliedDescription?
    /// The candidate that was added; `nil` for other methods.
    public var candidate: AppliedCandidate?

    public init(_ method: Method) { self.method = method }

    /// Whether it was given callbacks (W3C webrtc-pc §4.4.3), so that its outcome is not reported.
    public var isLegacy = false

    /// Whether it has not settled within two seconds.
    public var isPending: Bool { duration == nil && error == nil && !isLegacy }

    /// Whether it has settled without an error.
    ///
    /// A legacy call is assumed to.
    public var hasSucceeded: Bool { (duration != nil || isLegacy) && error == nil }
}

/// The description of a `setLocalDescription` or `setRemoteDescription`, or of a `createOffer` or `createAnswer`.
public struct AppliedDescription: Hashable, Sendable {
    /// `offer`, `answer`, `pranswer` or `rollback`.
    public var kind = ""
    /// The text, with the passwords of ICE and the keys of SDES replaced by `-`; `nil` if it is too long or not reported.
    public var text: String?
    /// The first ICE user name.
    public var ufrag: String?
    /// The first certificate fingerprint, such as `sha-256 AB:CD:…`.
    public var fingerprint: String?

    public init() {}
}

/// The candidate of an `addIceCandidate`.
public struct AppliedCandidate: Hashable, Sendable {
    /// The candidate line; empty for the end of candidates.
    public var text = ""
    /// The mid of the m-section, as the page gives it.
    public var mid: String?
    /// The ICE user name, as the page gives it.
    public var ufrag: String?

    public init() {}
}
