import Events
import Reports

extension Entry {
    /// The members after the number and the time: the type, and those of the content.
    func write(to writer: inout LogWriter, payloads: Bool) {
        switch content {
        case .message(let delivery):
            writer.text("type", "message")
            delivery.write(to: &writer, payloads: payloads)
        case .joined(let peer):
            writer.text("type", "joined")
            peer.write(to: &writer)
        case .left(let peer, let reason):
            writer.text("type", "left")
            writer.peer("peer", peer)
            reason.write(to: &writer)
        case .refused(let request, let refusal):
            writer.text("type", "refused")
            request.write(to: &writer)
            writer.object("refusal") { refusal.write(to: &$0) }
        case .noted(let notice):
            writer.text("type", "notice")
            notice.write(to: &writer)
        case .reported(let report):
            writer.text("type", "reported")
            report.write(to: &writer)
        }
    }

    /// Whether lines of that type, and notices of that name, are of this version of the format.
    static func isKnown(_ type: String, notice: String?) -> Bool {
        guard type == "notice" else {
            return ["message", "joined", "left", "refused", "reported"].contains(type)
        }
        return RelayNotice.names.contains(notice ?? "")
    }

    /// The entry of a line; `nil` if its type is not known or its members are incomplete.
    init?(_ reader: LogReader, number: Int, at time: Instant) {
        let content: Content? =
            switch reader.text("type") {
            case "message": Delivery(reader).map(Content.message)
            case "joined": Peer(reader).map(Content.joined)
            case "left":
                if let peer = reader.peer("peer"), let reason = DisconnectReason(reader) {
                    .left(peer, reason)
                } else {
                    nil
                }
            case "refused":
                reader.object("refusal").flatMap { Refusal($0) }.map { .refused(ConnectionRequest(reader), $0) }
            case "notice": RelayNotice(reader).map(Content.noted)
            case "reported": PageReport(reader).map { .reported($0) }
            default: nil
            }
        guard let content else { return nil }
        self.init(number: number, time: time, content: content)
    }
}

/// ```
/// "page":1,"occurred":1.204000000,"address":"127.0.0.1:52110","report":{"type":"state","t":204,"pc":1,…}
/// ```
extension PageReport {
    func write(to writer: inout LogWriter) {
        writer.integer("page", page.number)
        writer.time("occurred", occurred)
        writer.text("address", address)
        writer.json("report", ReportEncoder.encode(report))
    }

    init?(_ reader: LogReader) {
        guard let page = reader.integer("page"), page > 0, let occurred = reader.time("occurred"),
            let bytes = reader.bytes("report"),
            let report = try? ReportDecoder.decode(bytes, limit: ReportDecoder.byteLimit * ReportEncoder.growth)
        else { return nil }
        self.init(page: PageID(page), occurred: occurred, address: reader.text("address") ?? "", report)
    }
}

/// ```
/// "memory":20971520,"connections":4,"deliveries":12,"delay":{"count":12,"median":81000,…},"peers":[{"peer":"p1","queued":0}]
/// ```
extension Gauges {
    func write(to writer: inout LogWriter) {
        writer.integer("memory", memory)
        writer.integer("connections", connections)
        writer.integer("requests", requests)
        writer.integer("deliveries", deliveries)
        if let isUpstreamReachable { writer.json("upstreamReachable", isUpstreamReachable ? "true" : "false") }
        if let delay {
            writer.object("delay") { writer in
                writer.integer("count", delay.count)
                writer.integer("median", delay.median)
                writer.integer("percentile99", delay.percentile99)
                writer.integer("largest", delay.largest)
            }
        }
        writer.objects("peers", peers.sorted { $0.key < $1.key }) { writer, item in
            writer.peer("peer", item.key)
            writer.integer("queued", item.value.queued)
            writer.integer("roundTrip", item.value.roundTrip.map(Int.init))
        }
    }

    init(_ reader: LogReader) {
        func integer(_ reader: LogReader, _ name: StaticString) -> Int { reader.integer(name) ?? 0 }
        var peers: [PeerID: PeerGauges] = [:]
        for reader in reader.objects("peers") {
            guard let peer = reader.peer("peer") else { continue }
            peers[peer] = PeerGauges(
                queued: integer(reader, "queued"), roundTrip: reader.integer("roundTrip").map(Int64.init))
        }
        let delay = reader.object("delay").map {
            Delay(
                count: integer($0, "count"), median: Int64(integer($0, "median")),
                percentile99: Int64(integer($0, "percentile99")), largest: Int64(integer($0, "largest")))
        }
        self.init(
            peers: peers, delay: delay, deliveries: integer(reader, "deliveries"), memory: integer(reader, "memory"),
            connections: integer(reader, "connections"), requests: integer(reader, "requests"),
            isUpstreamReachable: reader.has("upstreamReachable") ? reader.flag("upstreamReachable") : nil)
    }
}
