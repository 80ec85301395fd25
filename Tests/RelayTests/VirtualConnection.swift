import Foundation
import NIOCore
import NIOEmbedded
import TestSupport

@testable import Events
@testable import Relay
@testable import Routing

/// A connection to a relay of its own, in virtual time, with the response to it and the resources that remain after it.
struct VirtualConnection: Equatable {
    /// The bytes that were sent in response.
    private(set) var response: [UInt8] = []
    /// Whether the connection is open after the handshake timeout.
    private(set) var isOpen: Bool
    /// The contents of the recorded entries.
    private(set) var entries: [Entry.Content] = []
    /// The numbers of connections and of peers after the connection was closed.
    private(set) var remaining: [Int]

    /// Whether the connection was not deallocated.
    private(set) var isLeaked: Bool

    /// Sends `chunks` on one connection to a new relay.
    init(_ chunks: [ArraySlice<UInt8>], isDraining: Bool = false) throws {
        var configuration = RelayConfiguration()
        configuration.allowedHosts = ["*"]
        configuration.files = [WebFile(path: "/", contentType: "text/html; charset=utf-8", bytes: Array("page".utf8))]
        let (loop, reports) = (EmbeddedEventLoop(), Reports())
        let core = RelayCore(configuration, loop: loop, now: { .start }, watch: reports.post)
        let connections = Connections(loop: loop, core: core)
        if isDraining { _ = core.drain(for: .hours(1)) {} }
        weak var reference: EmbeddedChannel?
        do {
            let channel = EmbeddedChannel(loop: loop)
            reference = channel
            channel.remoteAddress = try SocketAddress(ipAddress: "192.0.2.1", port: 50_000)
            connections.add(channel)
            let sent = SentBytes()
            try channel.pipeline.syncOperations.addHandler(sent)
            let pipeline = ConnectionPipeline(
                core: core, connections: connections, admission: Admission(configuration, core: core),
                certificates: nil,
                files: configuration.files)
            try pipeline.configure(channel)
            channel.connect(to: try SocketAddress(ipAddress: "192.0.2.2", port: 80), promise: nil)

            // A socket never delivers an empty read.
            for chunk in chunks where channel.isActive && !chunk.isEmpty {
                // An embedded channel throws the errors that no handler has caught.
                _ = try? channel.writeInbound(ByteBuffer(bytes: chunk))
                loop.run()
            }
            // A refused connection stays open for the close timeout.
            let limits = configuration.limits
            loop.advanceTime(by: TimeAmount((limits.handshakeTimeout ?? .zero) + limits.closeTimeout))
            response = sent.bytes
            isOpen = channel.isActive

            channel.close(promise: nil)
            loop.advanceTime(by: configuration.gaugeInterval + configuration.gaugeInterval)
        }
        isLeaked = reference != nil
        core.reportSnapshot()
        remaining = []
        while let report = reports.next(within: .zero) {
            switch report {
            case .entry(let entry): entries.append(entry.content)
            case .gauges(let gauges): remaining = [gauges.connections]
            case .snapshot(let snapshot): remaining.append(snapshot.peers.count)
            case .report: break
            }
        }
    }

    /// The status of the response; `nil` if there is none.
    var status: Int? {
        let line = String(decoding: response.prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
        guard line.hasPrefix("HTTP/1.1 ") else { return nil }
        return Int(line.dropFirst(9).prefix { $0 != " " })
    }

    /// The number of responses.
    var responseCount: Int { String(decoding: response, as: UTF8.self).components(separatedBy: "HTTP/1.1 ").count - 1 }
}

/// Records the bytes that are written before the connection is closed; an `EmbeddedChannel` accepts more after that.
private final class SentBytes: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    private(set) var bytes: [UInt8] = []

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if context.channel.isActive { bytes += unwrapOutboundIn(data).readableBytesView }
        context.write(data, promise: promise)
    }
}
