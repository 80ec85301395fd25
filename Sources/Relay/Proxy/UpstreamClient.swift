import Events
import HTTPMessages
import NIOCore
import Routing

/// A receiver of the responses on one connection to the upstream server.
protocol UpstreamClient: AnyObject {
    /// The connection is established.
    func upstreamConnected()
    /// The head of a response was received; several may precede the final one (RFC 9110 §15.2).
    func upstreamResponded(_ response: ProxiedResponse, isUntilClose: Bool)
    /// A part of the body was received, as it is framed.
    func upstreamSent(_ bytes: ByteBuffer)
    /// The response is complete.
    func upstreamFinished(isReusable: Bool)
    /// The connection was closed between two requests.
    func upstreamClosed()
    /// The request has failed.
    func upstreamFailed(_ failure: UpstreamFailure, hasReceived: Bool)
    /// The server has switched protocols, as the request asked.
    func upstreamSwitched(_ response: ProxiedResponse, server: ChannelHandlerContext, bytes: ByteBuffer)
    func upstreamWritabilityChanged()
    /// All parts that were received so far have been passed on.
    func flush()
}

/// Holds back the reads of a channel, so that TCP slows the sender down.
struct ReadGate {
    private var isOpen = true
    /// Whether a read was held back.
    private var isPending = false

    /// Returns whether a read may pass; otherwise it is held back.
    mutating func mayRead() -> Bool {
        if !isOpen { isPending = true }
        return isOpen
    }

    /// Opens or closes the gate; returns whether a read was held back that may pass now.
    mutating func set(_ isOpen: Bool) -> Bool {
        self.isOpen = isOpen
        guard isOpen, isPending else { return false }
        isPending = false
        return true
    }
}
