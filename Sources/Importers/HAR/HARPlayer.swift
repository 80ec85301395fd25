import Events
import Messages
import Routing

/// Plays the steps of a HAR to the switchboard, as the proxy does with the traffic that passes through it, and collects
/// the entries.
///
/// A WebSocket is a room of two participants, the client and the server's end. The requests and WebSockets of an Engine.IO
/// session are one such room.
struct HARPlayer {
    /// The two participants of a room.
    private struct Ends {
        let client: PeerID
        let server: PeerID
    }

    /// An Engine.IO session.
    private struct Session {
        let id: String?
        let ends: Ends
        var reader: EngineIOReader
        /// The number of the WebSocket that carries the packets; `nil` while polling requests do.
        var socket: Int?

        /// The transport of the client.
        func transport(_ carrier: Transport.Carrier) -> Transport {
            Transport(carrier, reader.session.carriesSocketIO ? .socketIO : .engineIO)
        }
    }

    /// The participants of a WebSocket: those of a room of its own, or those of a session.
    private enum Socket {
        case own(Ends)
        case session(Int)
    }

    private let urls: [HARURL]
    private var switchboard: Switchboard
    /// The entries so far.
    private(set) var events: [RelayEvent] = []
    private var sockets: [Int: Socket] = [:]
    private var socketCount = 0
    private var sessions: [Session] = []
    /// The indices of the sessions by id; a session that is over is not among them.
    private var known: [String: Int] = [:]
    private var lastPeer = 0
    private var now = Instant.start

    init(_ urls: [HARURL]) {
        self.urls = urls
        var limits = Limits()
        limits.maxPeers = Limits.none
        switchboard = Switchboard(limits: limits)
    }

    /// Plays a step.
    mutating func play(_ step: HARSteps.Step, at time: Instant) {
        fireTimers(until: time)
        now = max(now, time)
        switch step {
        case .open(let number): open(number)
        case .frame(let number, let direction, let message): pass(message, direction, on: number)
        case .close(let number, let reason): close(number, reason)
        case .poll(let number, let direction, let body): pass(body, direction, of: number)
        case .end(let number, let reason):
            guard let session = session(of: number), sessions[session].socket == nil else { return }
            end(session, reason)
        case .report(let report): receive(.proxied(report))
        }
    }

    /// Plays the time after the last step, in which reports that were counted are recorded.
    mutating func finish() { fireTimers(until: now.advanced(by: 2_000_000_000)) }

    /// Fires the timers of the switchboard that are due before `time`.
    private mutating func fireTimers(until time: Instant) {
        while let due = switchboard.due, due <= time, due > now {
            now = due
            receive(.timerFired)
        }
    }

    private mutating func receive(_ event: Switchboard.Event) {
        for case .record(let entry) in switchboard.receive(event, at: now) { events.append(.entry(entry)) }
    }

    // MARK: Participants

    private mutating func join(_ room: String, _ url: HARURL, _ transport: Transport) -> Ends {
        let ends = Ends(client: PeerID(lastPeer + 1), server: PeerID(lastPeer + 2))
        lastPeer += 2
        receive(
            .arrived(
                ConnectionRequest(
                    id: ends.client, room: room, address: HARSteps.clientAddress, partner: ends.server,
                    transport: transport)))
        receive(
            .arrived(
                ConnectionRequest(
                    id: ends.server, room: room, address: url.address, role: .server, partner: ends.client,
                    transport: transport)))
        return ends
    }

    private mutating func pass(_ message: Message, _ direction: EngineIOItem.Direction, from ends: Ends) {
        receive(.received(direction == .toServer ? ends.client : ends.server, message))
    }

    // MARK: Sessions

    /// Begins a session and returns its index.
    private mutating func begin(_ request: EngineIORequest, id: String?, _ url: HARURL, _ carrier: Transport.Carrier)
        -> Int
    {
        let reader = EngineIOReader(request.version, carriesSocketIO: request.carriesSocketIO)
        let framing: Transport.Framing = request.carriesSocketIO ? .socketIO : .engineIO
        let ends = join("session \(sessions.count + 1)", url, Transport(carrier, framing))
        sessions.append(Session(id: id, ends: ends, reader: reader))
        if let id { known[id] = sessions.count - 1 }
        return sessions.count - 1
    }

    /// Returns the session that a request names.
    private func session(of number: Int) -> Int? { urls[number].engineRequest?.sessionID.flatMap { known[$0] } }

    private mutating func end(_ session: Int, _ reason: DisconnectReason) {
        if let id = sessions[session].id, known[id] == session { known[id] = nil }
        receive(.left(sessions[session].ends.client, reason))
    }

    /// Passes the packets of a body on.
    private mutating func pass(_ body: [UInt8], _ direction: EngineIOItem.Direction, of number: Int) {
        guard let request = urls[number].engineRequest else { return }
        var found = session(of: number)
        if found == nil {
            // The request that opens a session does not name it; the file may also begin within a session.
            let id = request.sessionID ?? Self.openedSession(body, request.version)
            found = id.map { known[$0] ?? begin(request, id: $0, urls[number], .polling) }
        }
        guard let session = found else { return }
        var isClosed = false
        for output in sessions[session].reader.read(body: body, direction, at: now.nanoseconds) {
            switch output {
            case .message(let message): pass(message, direction, from: sessions[session].ends)
            // With the last packet of an upgrade, the server ends the polling requests only.
            case .control(_, let event): if event == .close, sessions[session].socket == nil { isClosed = true }
            }
        }
        if isClosed { end(session, .closed(nil, reason: "")) }
    }

    /// Returns the id of the session that the first packet of a body opens.
    private static func openedSession(_ body: [UInt8], _ version: EngineIOVersion) -> String? {
        guard case .packet(let packet)? = EngineIOPayload.parts(of: body, version).first, packet.kind == .open,
            let payload = try? packet.payload(in: body)
        else { return nil }
        return (try? EngineIOHandshake(payload))?.sessionID
    }

    // MARK: WebSockets

    private mutating func open(_ number: Int) {
        let url = urls[number]
        guard let request = url.engineRequest, request.transport == .websocket else {
            socketCount += 1
            sockets[number] = .own(join("socket \(socketCount)", url, .webSocket))
            return
        }
        guard let id = request.sessionID else {
            let session = begin(request, id: nil, url, .webSocket)
            sessions[session].socket = number
            sockets[number] = .session(session)
            return
        }
        sockets[number] = .session(known[id] ?? begin(request, id: id, url, .polling))
    }

    private mutating func pass(_ message: Message, _ direction: EngineIOItem.Direction, on number: Int) {
        switch sockets[number] {
        case nil: return
        case .own(let ends): pass(message, direction, from: ends)
        case .session(let session):
            for output in sessions[session].reader.read(frame: message, direction, at: now.nanoseconds) {
                switch output {
                case .message(let message): pass(message, direction, from: sessions[session].ends)
                case .control(_, .upgrade(.upgrade)) where direction == .toServer:
                    sessions[session].socket = number
                    let client = sessions[session].ends.client
                    receive(.noticed(.transportChanged(client, sessions[session].transport(.webSocket))))
                case .control: break
                }
            }
        }
    }

    private mutating func close(_ number: Int, _ reason: DisconnectReason) {
        switch sockets.removeValue(forKey: number) {
        case nil: return
        case .own(let ends): receive(.left(ends.client, reason))
        case .session(let session): if sessions[session].socket == number { end(session, reason) }
        }
    }
}
