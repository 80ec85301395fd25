import Reports
import SignalingSupport
import Testing

@testable import Events
@testable import Messages
@testable import Redaction
@testable import Text

/// Events of all kinds, with secrets in every text that they have.
@Suite struct RedactedEventsTests {
    /// A text with an address, a token and a password.
    private static let text = "192.0.2.4 said ?token=abcdefgh, a=ice-pwd:fw+zkRsbs8c4bWC1E3VUE42R"
    private static let secrets = ["192.0.2.4", "abcdefgh", "fw+z", "alice-22", "room-33", "db8::7"]

    /// Expects that nothing is left of the secrets in `event`, and that all else is as before.
    private func expectRedaction(_ event: RelayEvent, sourceLocation: SourceLocation = #_sourceLocation) {
        var redactor = Redactor(key: [1, 2, 3], names: true)
        // A name is known from the entry of its peer on.
        _ = redactor.redact(.entry(Self.entry(.joined(Self.peer))))
        let redacted = redactor.redact(event)
        let (before, after) = (texts(in: event), texts(in: redacted))
        #expect(before.contains { text in Self.secrets.contains(where: text.contains) }, sourceLocation: sourceLocation)
        for secret in Self.secrets {
            #expect(!after.contains { $0.contains(secret) }, "\(secret) in \(redacted)", sourceLocation: sourceLocation)
        }
        #expect(before.count == after.count, sourceLocation: sourceLocation)
        #expect(redactor.redact(event) == redacted, sourceLocation: sourceLocation)
    }

    private static let peer = Peer(
        id: PeerID(1), name: "alice-22", room: "room-33", isAware: true, address: "192.0.2.4:5000")

    private static func entry(_ content: Entry.Content) -> Entry {
        Entry(number: 7, time: .seconds(1.5), content: content)
    }

    // MARK: Peers and messages

    @Test func peersAndRequestsAreRedacted() {
        let request = ConnectionRequest(
            id: PeerID(2), name: "alice-22", room: "room-33", address: "[2001:db8::7]:5000")
        let message = Message.text(#"{"to":"alice-22","text":"192.0.2.4","pwd":"abcdefgh"}"#)
        let delivery = Delivery(
            message: message, sender: .peer(PeerID(1)), room: "room-33",
            addressee: .nobody(.noSuchPeer("alice-22")), recipients: [PeerID(2)],
            interceptions: [Interception(.dropped, .order, recipients: [PeerID(3)])],
            release: Release(entry: 3, nanoseconds: 5, .operator))
        let refusals: [Refusal] = [
            .roomFull(room: "room-33", limit: 2), .banned(.name("alice-22"), seconds: 3), .origin("http://192.0.2.4"),
            .host("192.0.2.4"), .forwarding(.malformed(Self.text)), .forwarding(.tooLong(Self.text)),
            .repeated(count: 2, last: .host("192.0.2.4")), .tokenWrong,
        ]
        let contents: [Entry.Content] =
            [
                .message(delivery), .joined(Self.peer), .left(PeerID(1), .closed(nil, reason: Self.text)),
                .left(PeerID(1), .violated(.refused, reason: Self.text)),
                .left(PeerID(1), .kicked(KickReason(.kicked, reason: Self.text))),
            ] + refusals.map { .refused(request, $0) }
        for content in contents { expectRedaction(.entry(Self.entry(content))) }
    }

    @Test func aSnapshotIsRedacted() {
        var held = HeldMessage(
            entry: 3, message: .text(Self.text), sender: PeerID(1), room: "room-33", addressee: .room,
            recipients: [PeerID(2)], since: .start, fate: .dropped, cause: .order)
        held.isEdited = true
        let snapshot = Snapshot(
            peers: [Self.peer], rules: [ActiveRule(1, InterceptRule("text:192.0.2.4", .drop))], held: [held],
            bans: [Ban(number: 1, subject: .name("alice-22"), until: nil)],
            guarded: Snapshot.Guarded(isEverywhere: true, rooms: ["room-33"]), playback: Snapshot.Playback(count: 3))
        expectRedaction(.snapshot(snapshot))
        var redactor = Redactor(key: [1])
        guard case .snapshot(let redacted) = redactor.redact(.snapshot(snapshot)) else { return }
        #expect(redacted.held.first?.isEdited == true && redacted.guarded == snapshot.guarded)
        #expect(redacted.peers.first?.name == "alice-22" && redacted.peers.first?.address.hasSuffix(":5000") == true)
    }

    @Test func aBanOfAnAddressIsRedacted() throws {
        var redactor = Redactor(key: [1])
        for address in ["192.0.2.4:1", "[2001:db8::7]:1", "[fe80::7]:1"] {
            let subject = try #require(Ban.Subject(address: address))
            let notice = RelayNotice.banned(Ban(number: 4, subject: subject, until: .start))
            guard case .entry(let entry) = redactor.redact(.entry(Self.entry(.noted(notice)))),
                case .noted(.banned(let ban)) = entry.content
            else { continue }
            #expect(ban.subject != subject && ban.number == 4 && ban.until == .start)
            var peer = Peer(id: PeerID(1), name: nil, room: "r", isAware: false, address: address)
            if case .entry(let entry) = redactor.redact(.entry(Self.entry(.joined(peer)))),
                case .joined(let redacted) = entry.content
            {
                peer = redacted
            }
            #expect(Ban.Subject(address: peer.address) == ban.subject)
        }
    }

    // MARK: Notices

    @Test func noticesAreRedacted() {
        let failures: [UpstreamFailure] = [
            .unknownHost("192.0.2.4"), .connectionRefused("192.0.2.4:3000"),
            .connectTimeout("192.0.2.4", milliseconds: 5), .unreachable("a", reason: Self.text),
            .tls("a", reason: Self.text), .untrustedCertificate("192.0.2.4", reason: "x"), .invalidResponse(Self.text),
        ]
        let events: [ProxyReport.Event] =
            [
                .upgradeRefused(status: 401, reason: Self.text, body: Array(Self.text.utf8)),
                .pollRefused(status: 401, reason: "x", body: Array(Self.text.utf8)), .invalidRequest(Self.text),
                .undecoded(Self.text), .probeBlocked,
            ] + failures.map { .failed($0) }
        let notices: [RelayNotice] =
            [
                .ruleAdded(1, InterceptRule("text:192.0.2.4", .drop)), .ruleRemoved(1, InterceptRule(Self.text, .drop)),
                .lifted(Ban(number: 1, subject: .name("alice-22"), until: nil)), .guarded(room: "room-33", isOn: true),
                .failed(FailedConnection(address: "192.0.2.4:1", .handshake(Self.text), others: 2)),
                .certificate(.kept(Self.text)),
                .forwarded(
                    ForwardedRequest(
                        address: "192.0.2.4:1", request: "GET /?token=abcdefgh", status: 200, nanoseconds: 1, bytes: 2)),
                .page(.invalidReport(address: "192.0.2.4:1", .unknownType(Self.text))),
                .page(.tooManyPages(address: "192.0.2.4:1", limit: 3)),
            ] + events.map { .proxied(ProxyReport(address: "192.0.2.4:1", request: "GET /192.0.2.4", $0, others: 1)) }
        for notice in notices { expectRedaction(.entry(Self.entry(.noted(notice)))) }
    }

    @Test func theFingerprintOfACertificateIsRedacted() {
        var redactor = Redactor(key: [1])
        let fingerprint = Array(repeating: "AB", count: 32).joined(separator: ":")
        let notice = RelayNotice.certificate(.reloaded(fingerprint: fingerprint, end: "2030-01-01"))
        let redacted = texts(in: redactor.redact(.entry(Self.entry(.noted(notice)))))
        #expect(!redacted.contains { $0.contains("AB:AB:AB") } && redacted.contains("2030-01-01"))
    }

    // MARK: Reports

    @Test func reportsAreRedacted() {
        let error = ReportedError(name: "OperationError", message: Self.text)
        var facts = PageFacts()
        (facts.session, facts.url, facts.agent) = ("abcdefgh", "http://192.0.2.4/?token=abcdefgh", "Chrome/142.0.0.0")
        var socket = SocketEvent()
        (socket.url, socket.ufrag) = ("ws://192.0.2.4/", "Of1s")
        socket.candidate = "candidate:1 1 udp 1 192.0.2.4 5 typ host"
        var configuration = ConnectionConfiguration()
        configuration.servers = ["turn:192.0.2.4"]
        var (set, add) = (APICall(.setRemoteDescription), APICall(.addIceCandidate))
        set.description = AppliedDescription()
        set.description?.text = "v=0\r\nc=IN IP4 192.0.2.4\r\n"
        set.error = error
        add.candidate = AppliedCandidate()
        add.candidate?.text = "candidate:1 1 udp 1 192.0.2.4 5 typ host"
        var gathered = GatheredCandidate()
        (gathered.text, gathered.url) = ("candidate:1 1 udp 1 192.0.2.4 5 typ host", "stun:192.0.2.4")
        var failure = CandidateError()
        (failure.address, failure.url, failure.text) = ("192.0.2.4:5", "turn:192.0.2.4", Self.text)
        var (media, element) = (MediaRequest(), ElementEvent())
        (media.error, element.error) = (error, error)
        var (statistics, pair, channel) = (ConnectionStatistics(), CandidatePair(), ChannelStatistics())
        (pair.local.address, pair.remote.address) = ("192.0.2.4", "2001:db8::7")
        channel.label = Self.text
        (statistics.pairs, statistics.channels) = ([pair], [channel])
        let contents: [PeerReport.Content] = [
            .page(facts), .mark(Self.text), .socket(socket), .configuration(configuration), .call(set), .call(add),
            .gathered(gathered), .candidateError(failure), .channel(label: Self.text, event: "error", error: error),
            .media(media), .element(element), .statistics(statistics),
        ]
        for content in contents {
            let report = PageReport(
                page: PageID(1), occurred: .start, address: "192.0.2.4:9", PeerReport(time: 1, connection: 1, content))
            expectRedaction(.report(report))
            expectRedaction(.entry(Self.entry(.reported(report))))
        }
        var redactor = Redactor(key: [1])
        let page = PageReport(page: PageID(1), occurred: .start, address: "", PeerReport(time: 1, .page(facts)))
        #expect(redactor.redact(page).report.text.contains("Chrome 142"))
    }

    @Test func theUserNameOfAReportIsThatOfTheMessage() {
        var redactor = Redactor(key: [1])
        let message = redactor.redact(Message.text(#"{"candidate":"candidate:1 1 udp 1 a 5 typ host ufrag Of1s"}"#))
        var call = APICall(.addIceCandidate)
        call.candidate = AppliedCandidate()
        call.candidate?.ufrag = "Of1s"
        let report = PageReport(page: PageID(1), occurred: .start, address: "", PeerReport(time: 1, .call(call)))
        guard case .call(let redacted) = redactor.redact(report).report.content else { return }
        #expect(ParsedMessage(message).usernameFragment == redacted.candidate?.ufrag)
        #expect(redacted.candidate?.ufrag != "Of1s")
    }

    // MARK: Packets

    @Test func thePacketsOfSocketIOAreRedactedAndStillCarryTheMessage() throws {
        var reader = EngineIOReader(.four)
        let frames = [
            Message.text(#"42/192.0.2.4,17["offer",{"token":"abcdefgh"},"Aa0x-1"]"#),
            .text(#"451-["file",{"_placeholder":true,"num":0},"192.0.2.4"]"#), Message(.binary, Array(Self.text.utf8)),
            .text(#"40/admin?token=abcdefgh,{"token":"abcdefgh"}"#), .text(#"44{"message":"192.0.2.4"}"#),
            .text("4" + Self.text),
        ]
        let messages = frames.enumerated().flatMap { number, frame in
            reader.read(frame: frame, number == 4 ? .toClient : .toServer, at: 0)
        }.compactMap { if case .message(let message) = $0 { message } else { nil } }
        #expect(messages.count == 5)
        var redactor = Redactor(key: [1])
        for message in messages {
            let redacted = redactor.redact(message)
            let sent = reader.session.packets(carrying: redacted).map { String(decoding: $0.bytes, as: UTF8.self) }
            for secret in Self.secrets {
                #expect(!(texts(in: redacted) + sent).contains { $0.contains(secret) }, "\(sent)")
            }
            #expect(ParsedMessage(redacted).kind == ParsedMessage(message).kind)
            #expect(sent.count == reader.session.packets(carrying: message).count)
        }
    }

    @Test func aPacketOfMessagePackIsEncodedAnew() throws {
        let payload = Array(#"["offer",{"ip":"192.0.2.4","pwd":"abcdefgh"}]"#.utf8)
        let bare = CarrierPacket(.event(name: "offer"), namespace: "/", head: [])
        let packet = CarrierPacket(
            .event(name: "offer"), namespace: "/",
            original: CarrierPacket.Original(
                packets: [.binary(MessagePackWriter.packet(bare, data: payload))], payload: payload))
        var redactor = Redactor(key: [1])
        let redacted = redactor.redact(Message(.text, payload, packet: packet))
        guard case .binary(let bytes)? = EngineIOSession(.four).packets(carrying: redacted).first else {
            throw EngineIOError.emptyPacket
        }
        let decoded = try MessagePack.packet(bytes).packet
        #expect(decoded.data.map { Array($0.bytes[$0.range]) } == redacted.payload)
        #expect(!texts(in: redacted).contains { $0.contains("192.0.2.4") || $0.contains("abcdefgh") })
    }

    // MARK: Payloads

    @Test(arguments: [
        Message(.binary, [0, 1, 2, 200, 49, 57, 50]), Message(.binary, Array("{\"a\":\"192.0.2.4\"}".utf8)),
        Message(.text, Array("{ \"b\" :\"\\u00e9\\/\",\"a\":\"192.0.2.4\" }\r\n".utf8)),
    ])
    func aPayloadKeepsItsOpcodeAndItsKind(message: Message) {
        var redactor = Redactor(key: [1])
        let redacted = redactor.redact(message)
        let (before, after) = (ParsedMessage(message), ParsedMessage(redacted))
        #expect(redacted.opcode == message.opcode && redacted.payload != message.payload)
        #expect(before.kind == after.kind && before.isText == after.isText)
        if !before.isText { #expect(redacted.payload.count == message.payload.count) }
        #expect(redacted.payload.prefix(15) == message.payload.prefix(15) || message.payload.count < 30)
    }

    @Test func theFragmentsOfAMessageAddUpToItsPayload() {
        var redactor = Redactor(key: [1])
        let text = #"{"a":"192.0.2.4"}"#
        for fragments in [[17], [10, 7], [17, 0], [3, 3, 11]] {
            let redacted = redactor.redact(Message(.text, Array(text.utf8), fragments: fragments))
            #expect(redacted.fragments.reduce(0, +) == redacted.payload.count)
            #expect(redacted.fragments.count == fragments.count)
        }
    }

    @Test func gaugesAndBytesOutsideOfSecretsStay() {
        var redactor = Redactor(key: [1])
        let gauges = RelayEvent.gauges(Gauges(deliveries: 3))
        #expect(redactor.redact(gauges) == gauges)
        let message = Message.text(#"{ "type":"chat", "text":"caf\u00e9 \/ 12:30", "n":1.50 }"#)
        #expect(redactor.redact(message) == message)
    }
}
