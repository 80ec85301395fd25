import Foundation
import NIOCore
import NIOEmbedded
import TestSupport

@testable import Events
@testable import Relay
@testable import Routing

/// A connection to a relay of its own, in virtual time: what comes in, the answer, and what is left of it.
struct Visit: Equatable {
    /// All that was answered.
    private(set) var answer: [UInt8] = []
    /// Whether the connection is still there when its time to make a request is over.
    private(set) var isOpen: Bool
    /// What was written down until then.
    private(set) var entries: [Entry.Content] = []
    /// Connections and peers that the relay has when the connection is gone.
    private(set) var remains: [Int]

    /// Whether the connection takes memory when it is gone.
    private(set) var isKept: Bool

    /// A relay to which `pieces` come on one connection; one that is ending where that is wanted.
    init(_ pieces: [ArraySlice<UInt8>], isDraining: Bool = false) throws {
        var configuration = RelayConfiguration()
        configuration.allowedHosts = ["*"]
        configuration.files = [WebFile(path: "/", contentType: "text/html; charset=utf-8", bytes: Array("page".utf8))]
        let (loop, reports) = (EmbeddedEventLoop(), Reports())
        let exchange = RelayCore(configuration, loop: loop, now: { .start }, watch: reports.post)
        let connections = Connections(loop: loop, exchange: exchange)
        if isDraining { _ = exchange.drain(for: .hours(1)) {} }
        weak var kept: EmbeddedChannel?
        do {
            let channel = EmbeddedChannel(loop: loop)
            kept = channel
            channel.remoteAddress = try SocketAddress(ipAddress: "192.0.2.1", port: 50_000)
            connections.add(channel)
            let sent = SentBytes()
            try channel.pipeline.syncOperations.addHandler(sent)
            try RelayServer.configure(
                channel, exchange, connections, Admission(configuration, exchange: exchange), nil, configuration)
            channel.connect(to: try SocketAddress(ipAddress: "192.0.2.2", port: 80), promise: nil)

            // A socket never reads nothing.
            for piece in pieces where channel.isActive && !piece.isEmpty {
                // What nobody in the pipeline took care of is thrown, and is nobody's concern.
                _ = try? channel.writeInbound(ByteBuffer(bytes: piece))
                loop.run()
            }
            // Who was refused has a moment to read why.
            let limits = configuration.limits
            loop.advanceTime(by: TimeAmount((limits.handshakeTimeout ?? .zero) + limits.closeTimeout))
            answer = sent.bytes
            isOpen = channel.isActive

            channel.close(promise: nil)
            loop.advanceTime(by: configuration.gaugeTime + configuration.gaugeTime)
        }
        isKept = kept != nil
        exchange.takeCensus()
        remains = []
        while let report = reports.next(within: .zero) {
            switch report {
            case .entry(let entry): entries.append(entry.content)
            case .gauges(let gauges): remains = [gauges.connections]
            case .census(let census): remains.append(census.peers.count)
            }
        }
    }

    /// The code of the answer; `nil` if there is none, or what it begins with is none.
    var status: Int? {
        let line = String(decoding: answer.prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
        guard line.hasPrefix("HTTP/1.1 ") else { return nil }
        return Int(line.dropFirst(9).prefix { $0 != " " })
    }

    /// How many answers there are, were each to begin as the first does.
    var answers: Int { String(decoding: answer, as: UTF8.self).components(separatedBy: "HTTP/1.1 ").count - 1 }
}

/// Keeps what is written before the connection is closed: after it an `EmbeddedChannel` goes on, and a socket does not.
private final class SentBytes: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    private(set) var bytes: [UInt8] = []

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if context.channel.isActive { bytes += unwrapOutboundIn(data).readableBytesView }
        context.write(data, promise: promise)
    }
}
