/// Decodes the digests of statistics.
enum StatisticsDecoder {
    static func decode(_ reader: ReportReader) -> ConnectionStatistics {
        var statistics = ConnectionStatistics()
        statistics.ice = reader.text("ice", 20)
        statistics.dtls = reader.text("dtls", 20)
        statistics.role = reader.text("role", 20)
        statistics.tlsVersion = reader.text("tls", 20)
        statistics.cipher = reader.text("cipher", 60)
        statistics.changes = reader.integer("changes")
        statistics.pairs = reader.objects("pairs", ReportDecoder.pairLimit).map(pair)
        statistics.selected = reader.integer("selected").flatMap {
            statistics.pairs.indices.contains($0) ? $0 : nil
        }
        statistics.inbound = reader.objects("in", ReportDecoder.streamLimit).map { stream($0, frames: "decoded") }
        statistics.outbound = reader.objects("out", ReportDecoder.streamLimit).map { stream($0, frames: "frames") }
        statistics.channels = reader.objects("channels", ReportDecoder.streamLimit).map(channel)
        return statistics
    }

    private static func pair(_ reader: ReportReader) -> CandidatePair {
        var pair = CandidatePair()
        pair.state = reader.text("state", 20) ?? ""
        pair.isNominated = reader.flag("nominated")
        pair.local = reader.object("local").map(end) ?? CandidatePair.End()
        pair.remote = reader.object("remote").map(end) ?? CandidatePair.End()
        pair.requestsSent = reader.integer("rs")
        pair.responsesReceived = reader.integer("rr")
        pair.requestsReceived = reader.integer("qr")
        pair.responsesSent = reader.integer("ps")
        pair.roundTrip = reader.number("rtt")
        pair.bytesSent = reader.integer("sent")
        pair.bytesReceived = reader.integer("received")
        return pair
    }

    private static func end(_ reader: ReportReader) -> CandidatePair.End {
        var end = CandidatePair.End()
        end.type = reader.text("type", 10) ?? ""
        end.transport = reader.text("protocol", 10)
        end.relayProtocol = reader.text("relay", 10)
        end.address = reader.text("address", 100)
        end.port = reader.integer("port")
        end.network = reader.text("network", 20)
        return end
    }

    private static func stream(_ reader: ReportReader, frames: String) -> StreamStatistics {
        var stream = StreamStatistics()
        stream.kind = reader.text("kind", 10) ?? ""
        stream.mid = reader.text("mid", 64)
        stream.codec = reader.text("codec", 60)
        stream.packets = reader.integer("packets")
        stream.bytes = reader.integer("bytes")
        stream.lost = reader.integer("lost")
        stream.jitter = reader.number("jitter")
        stream.frames = reader.integer(frames)
        stream.width = reader.integer("width")
        stream.height = reader.integer("height")
        stream.keyFrames = reader.integer("keys")
        stream.limitation = reader.text("limit", 20)
        stream.roundTrip = reader.number("rtt")
        return stream
    }

    private static func channel(_ reader: ReportReader) -> ChannelStatistics {
        var channel = ChannelStatistics()
        channel.label = reader.text("label", 100) ?? ""
        channel.state = reader.text("state", 20) ?? ""
        channel.messagesSent = reader.integer("sent")
        channel.messagesReceived = reader.integer("received")
        return channel
    }
}
