package import Events
import Messages
import Reports

/// One event of each kind that a relay reports, with all members that each can have.
package enum EventSamples {
    /// The events, in an order in which a relay could report them.
    package static let all: [RelayEvent] =
        contents.enumerated().map { index, content in
            .entry(Entry(number: index + 1, time: Instant(nanoseconds: Int64(index) * 100_000_007), content: content))
        } + [.report(report(.statistics(statistics))), .snapshot(snapshot), .gauges(gauges)]

    private static let contents: [Entry.Content] =
        peers.map(Entry.Content.joined) + deliveries.map(Entry.Content.message)
        + reasons.map { .left(PeerID(1), $0) } + refusals.map { .refused(request, $0) }
        + notices.map(Entry.Content.noted)
        + reports.map { .reported(report($0)) }

    // MARK: Peers

    private static let peers = [
        Peer(id: PeerID(1), name: nil, room: "lobby", isAware: false, address: "127.0.0.1:52110"),
        Peer(
            id: PeerID(2), name: "böb\u{1B}[2J", room: "dé\u{202E}mo", isAware: true, address: "[::1]:52111",
            transport: Transport(.polling, .socketIO)),
        Peer(
            id: PeerID(3), name: nil, room: "s1", isAware: false, address: "127.0.0.1:3000", role: .server,
            transport: Transport(.webSocket, .engineIO)),
    ]

    private static let request = ConnectionRequest(
        id: PeerID(7), name: "mallory", room: "demo", isAware: true, address: "192.0.2.1:5000", role: .server,
        partner: PeerID(1), transport: Transport(.webSocket, .socketIO))

    private static let subjects: [Ban.Subject] = [
        .name("mallory"), .v4(0xC000_0201), .v6(0x2001_0DB8_0000_0000), .link(0x1234_5678_9ABC_DEF0),
    ]

    private static let reasons: [DisconnectReason] = [
        .closed(nil, reason: ""), .closed(.goingAway, reason: "bye \"you\""), .lost, .silent(seconds: 60),
        .violated(.notUTF8, reason: "not UTF-8"), .tooSlow(queued: 1 << 20), .tooFast(.messages(200)),
        .tooFast(.bytes(4 << 20)), .kicked(.standard), .kicked(KickReason(.reconnect, reason: "again")),
    ]

    private static let refusals: [Refusal] =
        [
            .nameTooLong(scalars: 64, bytes: 256), .roomNameTooLong(scalars: 64, bytes: 256),
            .roomFull(room: "demo", limit: 100), .relayFull(limit: 10_000), .draining, .origin("http://evil.example"),
            .host("evil.example"), .forwarding(.malformed("Forwarded")), .forwarding(.tooLong("X-Forwarded-For")),
            .forwarding(.contradiction), .tokenMissing, .tokenWrong, .probesDisabled, .requestTooLarge(limit: 65536),
            .requestTooSlow(milliseconds: 10_000), .repeated(count: 7, last: .tokenWrong),
        ]
        + subjects.flatMap { subject -> [Refusal] in
            [
                .banned(subject, seconds: nil), .banned(subject, seconds: 30), .tokensTooMany(subject, seconds: 60),
                .networkFull(subject, limit: 10), .networkTooFast(subject, limit: 20),
            ]
        }

    // MARK: Messages

    private static let messages: [Message] =
        [
            .text("{\"sdp\":{\"type\":\"offer\",\"sdp\":\"v=0\\r\\n\"}}"), .text(""),
            .text("tab\tquote\"\u{7F}\u{85}\u{2028}😀"),
            Message(.binary, [0, 1, 0xFF]), Message(.binary, []), Message(.text, [0xFF, 0x22]),
            Message(.text, Array("abc".utf8), fragments: [1, 2]),
        ] + packets.map { Message(.text, Array("[\"offer\",{}]".utf8), packet: $0) }

    private static let packets: [CarrierPacket] = {
        let contents: [CarrierPacket.Content] = [
            .message, .event(name: "offer"), .acknowledgement(of: nil),
            .acknowledgement(of: AcknowledgedEvent(name: "join", elapsed: 12_000_000)), .connect, .connected(id: nil),
            .connected(id: "Aa0x"), .refused(reason: "no"), .disconnect, .malformed(reason: "type 9"),
        ]
        return contents.map { CarrierPacket($0, head: Array("42".utf8)) } + [
            CarrierPacket(
                .event(name: "offer"), namespace: "/room", ackID: 17, head: Array("42/room,17".utf8),
                tail: Array(",\"Aa0x-1\"]".utf8), attachments: [[1, 2], []]),
            CarrierPacket(
                .event(name: "offer"),
                original: CarrierPacket.Original(
                    packets: [.text([0x34]), .binary([1]), .raw(.text, [2]), .raw(.binary, [0xFF])],
                    payload: [0x5B, 0x5D])),
        ]
    }()

    private static let deliveries: [Delivery] =
        messages.map { Delivery(message: $0, sender: .peer(PeerID(1)), room: "lobby", recipients: [PeerID(2)]) }
        + [Delivery.Origin.replay(entry: 4), .edit(entry: 4), .composition].map {
            Delivery(
                message: .text("{}"), sender: .operated($0, author: .relay), room: "lobby",
                addressee: .peers([PeerID(2)]),
                recipients: [PeerID(2)])
        }
        + [AddressingFault.fromNotYours, .toNotAString, .noSuchPeer("p9")].map {
            Delivery(
                message: .text("{}"), sender: .peer(PeerID(1)), room: "lobby", addressee: .nobody($0), recipients: [])
        } + [intercepted] + releases

    private static let fates: [(Interception.Fate, Interception.Cause)] = [
        (.held(until: .seconds(31)), .rule(2)), (.heldUntilGlare(until: .seconds(31)), .guardedOffer),
        (.delayed(until: .seconds(2)), .guardedCrossing(offer: 4)), (.dropped, .guardedCandidate(offer: 4)),
        (.queuedBehind(entry: 5), .order),
    ]

    private static let intercepted = Delivery(
        message: .text("{}"), sender: .peer(PeerID(1)), room: "lobby", recipients: [],
        interceptions: fates.map { Interception($0, $1, recipients: [PeerID(2), PeerID(3)]) })

    private static let releases = Release.Cause.allCases.map {
        Delivery(
            message: .text("{}"), sender: .peer(PeerID(1)), room: "lobby", recipients: [PeerID(2)],
            release: Release(entry: 4, nanoseconds: 3_000_000_001, $0, isEdited: $0 == .operator))
    }

    // MARK: Notices

    private static let rules: [InterceptRule] = [
        InterceptRule("kind:offer", .hold(seconds: 30), InterceptRule.Direction(from: PeerID(1), to: PeerID(2))),
        InterceptRule("", .holdUntilGlare(seconds: 5)), InterceptRule("is:open", .delay(milliseconds: 500)),
        InterceptRule("kind:candidate", .drop),
    ]

    private static let failures: [UpstreamFailure] = [
        .unknownHost("no.example"), .connectionRefused("127.0.0.1:9"),
        .connectTimeout("192.0.2.1:80", milliseconds: 3000),
        .unreachable("192.0.2.1:80", reason: "No route to host"), .tls("h:443", reason: "wrong version"),
        .untrustedCertificate("h:443", reason: "self signed"), .noResponse, .reset, .truncatedResponse,
        .invalidResponse("no status"), .unexpectedUpgrade,
    ]

    private static let proxyEvents: [ProxyReport.Event] =
        failures.map(ProxyReport.Event.failed) + [
            .upgradeRefused(status: 503, reason: "Busy", body: Array("{\"e\":1}".utf8)),
            .pollRefused(status: 400, reason: "", body: [0xFF, 0]), .invalidRequest("no host"),
            .undecoded("a body of more than 1000 bytes"), .crossSiteCookie(name: "sid"),
            .pageWithoutSocket(.seconds(10)),
            .probeBlocked,
        ]

    private static let notices: [RelayNotice] =
        rules.enumerated().flatMap { index, rule in
            [RelayNotice.ruleAdded(index + 1, rule), .ruleRemoved(index + 1, rule)]
        }
        + subjects.enumerated().flatMap { index, subject in
            let ban = Ban(number: index + 1, subject: subject, until: index == 0 ? .seconds(60) : nil)
            return [RelayNotice.banned(ban), .lifted(ban)]
        }
        + proxyEvents.map {
            .proxied(ProxyReport(address: "127.0.0.1:5000", request: "GET /ws", $0, others: 2))
        }
        + [
            FailedConnection.Cause.tlsOnPlainPort, .httpOnTLSPort, .untrustedCertificate, .oldVersion,
            .unfinishedHandshake, .handshake("no shared cipher"),
        ].map { .failed(FailedConnection(address: "192.0.2.1:5000", $0, others: 1)) }
        + [
            ReportError.tooLong(70_000), .notAnObject, .noType, .unknownType("x\u{1B}"), .noTime,
            .invalidConnection(-1),
        ].map { .page(.invalidReport(address: "127.0.0.1:1", $0)) }
        + [
            .discarded(RelayNotice.Discard(entry: 4, sender: PeerID(1), recipients: [PeerID(2)], .operator)),
            .discarded(RelayNotice.Discard(entry: 4, sender: PeerID(1), recipients: [], .nobodyLeft)),
            .tooLate(entry: 4), .guarded(room: nil, isOn: true), .guarded(room: "demo", isOn: false),
            .delivering([PeerID(1)], .binary), .replayed(sent: 2, of: 9),
            .certificate(.reloaded(fingerprint: "A1:B2", end: "2027-03-01")), .certificate(.kept("no key")),
            .forwarded(
                ForwardedRequest(
                    address: "127.0.0.1:5000", request: "GET /app.js", status: 200, nanoseconds: 12_345_678, bytes: 3400
                )),
            .transportChanged(PeerID(1), Transport(.webSocket, .socketIO)), .transportChanged(PeerID(1), .webSocket),
            .page(.left(PageID(1))), .page(.tooManyPages(address: "127.0.0.1:1", limit: 64)),
            .page(.discarded(reports: 12)), .recording(.started(path: "a.ndjson")), .recording(.failed(reason: "full")),
            .recording(.resumed(path: "a.ndjson", lost: 7)), .recording(.rotated(path: "a.ndjson")),
            .recording(.reopened(path: "a.ndjson")),
        ]

    // MARK: Reports

    private static func report(_ content: PeerReport.Content) -> PageReport {
        PageReport(
            page: PageID(3), occurred: .seconds(1.25), address: "127.0.0.1:40000",
            PeerReport(time: 204_125, connection: content.isOfPage ? nil : 1, content))
    }

    private static let error = ReportedError(name: "InvalidStateError", message: "Called in wrong state: stable")

    private static let reports: [PeerReport.Content] = {
        var page = PageFacts()
        (page.session, page.now, page.url, page.agent) = ("a1b2", 1_234_567, "http://localhost:8080/", "Mozilla/5.0")
        (page.isSecure, page.hasDevices, page.dropped) = (true, true, 3)
        var socket = SocketEvent()
        (socket.socket, socket.event, socket.url, socket.code) = (2, "close", "ws://localhost/", 1006)
        (socket.ufrag, socket.candidate) = ("abcd", "candidate:1 1 udp 1 192.0.2.1 5000 typ host")
        var configuration = ConnectionConfiguration()
        (configuration.servers, configuration.policy) = (["stun:stun.example.org", "turn:turn.example.org"], "relay")
        (configuration.bundle, configuration.isChange) = ("max-bundle", true)
        var gathered = GatheredCandidate()
        (gathered.text, gathered.mid) = ("candidate:1 1 udp 1 192.0.2.1 5000 typ relay", "0")
        (gathered.relayProtocol, gathered.url) = ("tls", "turns:turn.example.org")
        var failure = CandidateError()
        (failure.address, failure.url, failure.code, failure.text) = ("192.0.2.1:1", "turn:t", 401, "Unauthorized")
        var track = TrackEvent()
        (track.isLocal, track.kind, track.mid, track.event) = (true, "video", "1", "muted")
        var media = MediaRequest()
        (media.method, media.kinds, media.duration, media.error) = ("getUserMedia", ["audio"], 1500, error)
        var element = ElementEvent()
        (element.kind, element.event, element.isLocal, element.error) = ("video", "rejected", false, error)
        (element.width, element.height) = (640, 480)
        return [
            .page(page), .visibility("hidden"), .mark("joined \"demo\""), .socket(socket),
            .configuration(configuration),
            .gathered(gathered), .candidateError(failure), .track(track), .negotiationNeeded, .media(media),
            .element(element), .channel(label: "chat", event: "error", error: error), .statistics(statistics),
        ] + StateMachine.allCases.map { .state($0, "connected") } + APICall.Method.allCases.map { .call(call($0)) }
    }()

    private static func call(_ method: APICall.Method) -> APICall {
        var call = APICall(method)
        (call.duration, call.error, call.isLegacy) = (5_125, error, method == .createOffer)
        switch method {
        case .createOffer, .createAnswer, .setLocalDescription, .setRemoteDescription:
            var description = AppliedDescription()
            (description.kind, description.text, description.ufrag) = ("offer", "v=0\r\n", "abcd")
            description.fingerprint = "sha-256 AB:CD"
            call.description = description
        case .addIceCandidate:
            var candidate = AppliedCandidate()
            (candidate.text, candidate.mid, candidate.ufrag) = (
                "candidate:1 1 udp 1 192.0.2.1 5000 typ host", "0", "abcd"
            )
            call.candidate = candidate
        case .construct, .restartIce, .close, .setConfiguration: break
        }
        return call
    }

    private static let statistics: ConnectionStatistics = {
        var pair = CandidatePair()
        (pair.state, pair.isNominated) = ("succeeded", true)
        (pair.local.type, pair.local.transport, pair.local.relayProtocol) = ("relay", "udp", "tcp")
        (pair.local.address, pair.local.port, pair.local.network) = ("192.0.2.1", 5000, "wifi")
        pair.remote.type = "host"
        (pair.requestsSent, pair.responsesReceived, pair.requestsReceived, pair.responsesSent) = (9, 8, 7, 6)
        (pair.roundTrip, pair.bytesSent, pair.bytesReceived) = (0.3, 1200, 3400)
        var stream = StreamStatistics()
        (stream.kind, stream.mid, stream.codec, stream.packets) = ("video", "1", "video/VP8", 100)
        (stream.bytes, stream.lost, stream.jitter, stream.frames) = (12_345, 2, 1.5, 30)
        (stream.width, stream.height, stream.keyFrames) = (640, 480, 1)
        (stream.limitation, stream.roundTrip) = ("cpu", 12.25)
        var channel = ChannelStatistics()
        (channel.label, channel.state, channel.messagesSent, channel.messagesReceived) = ("chat", "open", 1, 2)
        var statistics = ConnectionStatistics()
        (statistics.ice, statistics.dtls, statistics.role) = ("connected", "connected", "client")
        (statistics.tlsVersion, statistics.cipher, statistics.changes) = ("FEFD", "AES_CM_128_HMAC_SHA1_80", 1)
        (statistics.pairs, statistics.selected) = ([pair, CandidatePair()], 0)
        (statistics.inbound, statistics.outbound, statistics.channels) = ([stream], [stream], [channel])
        return statistics
    }()

    // MARK: The other events

    private static let snapshot: Snapshot = {
        var held = HeldMessage(
            entry: 5, message: .text("{}"), sender: PeerID(1), room: "demo", addressee: .peers([PeerID(2)]),
            recipients: [PeerID(2)], since: .seconds(1), fate: .held(until: .seconds(31)), cause: .rule(2))
        held.isEdited = true
        return Snapshot(
            peers: peers, rules: rules.enumerated().map { ActiveRule($0 + 1, $1) }, held: [held],
            bans: subjects.map { Ban(number: 1, subject: $0, until: .seconds(9)) },
            guarded: Snapshot.Guarded(isEverywhere: true, rooms: ["demo"]),
            playback: Snapshot.Playback(sent: 2, count: 10))
    }()

    private static let gauges = Gauges(
        peers: [PeerID(1): PeerGauges(queued: 12, roundTrip: 1_234_000), PeerID(2): PeerGauges()],
        delay: Delay(count: 12, median: 81_000, percentile99: 120_000, largest: 130_001), deliveries: 12,
        memory: 20 << 20, connections: 4, requests: 9, isUpstreamReachable: true)
}

extension PeerReport.Content {
    fileprivate var isOfPage: Bool {
        switch self {
        case .page, .visibility, .mark, .socket, .media, .element: true
        default: false
        }
    }
}
