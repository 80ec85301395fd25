import Events

/// ```
/// "peer":"p1","name":"alice","room":"demo","aware":true,"address":"127.0.0.1:52110","transport":"socket.io polling"
/// ```
extension Peer {
    func write(to writer: inout LogWriter) {
        writer.peer("peer", id)
        writer.text("name", name)
        writer.text("room", room)
        writer.flag("aware", isAware)
        writer.text("address", address)
        writer.text("role", role.logName)
        writer.text("transport", transport.logText)
    }

    init?(_ reader: LogReader) {
        guard let id = reader.peer("peer") else { return nil }
        self.init(
            id: id, name: reader.text("name"), room: reader.text("room") ?? ConnectionRequest.lobby,
            isAware: reader.flag("aware"), address: reader.text("address") ?? "", role: Role(reader),
            transport: Transport(reader))
    }
}

extension Peer.Role {
    /// The name of the role; `nil` for the usual one.
    fileprivate var logName: String? { self == .server ? "server" : nil }

    fileprivate init(_ reader: LogReader) { self = reader.text("role") == "server" ? .server : .client }
}

extension Transport {
    /// The transport in words; `nil` for a plain WebSocket.
    var logText: String? { self == .webSocket ? nil : text }

    /// The transport of a line: `socket.io polling`, `ws`; a plain WebSocket if it names none.
    init(_ reader: LogReader) {
        let words = (reader.text("transport") ?? "").split(separator: " ").map(String.init)
        self.init(words.last.flatMap(Carrier.init) ?? .webSocket, words.count > 1 ? Framing(rawValue: words[0]) : nil)
    }
}

extension ConnectionRequest {
    func write(to writer: inout LogWriter) {
        // A connection that was refused early has no id.
        if id != .relay { writer.peer("peer", id) }
        writer.text("name", name)
        writer.text("room", room)
        writer.flag("aware", isAware)
        writer.text("address", address)
        writer.text("role", role.logName)
        writer.peer("partner", partner)
        writer.text("transport", transport.logText)
    }

    init(_ reader: LogReader) {
        self.init(
            id: reader.peer("peer") ?? .relay, name: reader.text("name"), room: reader.text("room"),
            isAware: reader.flag("aware"), address: reader.text("address") ?? "", role: Peer.Role(reader),
            partner: reader.peer("partner"), transport: Transport(reader))
    }
}

/// ```
/// "reason":"closed","code":1001,"text":"bye"        "reason":"silent","seconds":60
/// ```
extension DisconnectReason {
    func write(to writer: inout LogWriter) {
        func write(_ reason: String, _ code: CloseCode? = nil, _ text: String? = nil) {
            writer.text("reason", reason)
            writer.integer("code", code.map { Int($0.rawValue) })
            writer.text("text", text)
        }
        switch self {
        case .closed(let code, let reason): write("closed", code, reason)
        case .lost: write("lost")
        case .silent(let seconds):
            write("silent")
            writer.integer("seconds", seconds)
        case .violated(let code, let reason): write("violated", code, reason)
        case .tooSlow(let queued):
            write("too-slow")
            writer.integer("bytes", queued)
        case .tooFast(.messages(let count)):
            write("too-fast")
            writer.integer("messages", count)
        case .tooFast(.bytes(let count)):
            write("too-fast")
            writer.integer("bytes", count)
        case .kicked(let kick): write("kicked", kick.code, kick.reason)
        }
    }

    init?(_ reader: LogReader) {
        let code = reader.integer("code").flatMap { UInt16(exactly: $0) }.map(CloseCode.init(rawValue:))
        let text = reader.text("text") ?? ""
        switch reader.text("reason") {
        case "closed": self = .closed(code, reason: text)
        case "lost": self = .lost
        case "silent": self = .silent(seconds: reader.integer("seconds") ?? 0)
        case "violated": self = .violated(code ?? .protocolError, reason: text)
        case "too-slow": self = .tooSlow(queued: reader.integer("bytes") ?? 0)
        case "too-fast":
            self = .tooFast(
                reader.integer("messages").map(Rate.messages) ?? .bytes(reader.integer("bytes") ?? 0))
        case "kicked": self = .kicked(KickReason(code ?? .kicked, reason: text))
        default: return nil
        }
    }
}
