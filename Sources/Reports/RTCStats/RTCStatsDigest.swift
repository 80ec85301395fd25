/// The digest of the statistics of a connection, as the probe makes it.
extension RTCStatsTable {
    /// The digest; `nil` if nothing is known that belongs to it.
    var digest: ConnectionStatistics? {
        var statistics = ConnectionStatistics()
        let transports = objects(of: .transport)
        let transport = (transports.first { $0.value.text(.selectedCandidatePairId) != nil } ?? transports.first)?.value
        statistics.ice = transport?.text(.iceState, 20)
        statistics.dtls = transport?.text(.dtlsState, 20)
        statistics.role = transport?.text(.dtlsRole, 20)
        statistics.tlsVersion = transport?.text(.tlsVersion, 20)
        statistics.cipher = transport?.text(.srtpCipher, 60)
        statistics.changes = transport?.integer(.selectedCandidatePairChanges)
        let (pairs, isSelected) = rankedPairs(selected: transport?.text(.selectedCandidatePairId))
        statistics.pairs = pairs.prefix(ReportDecoder.pairLimit).map(pair)
        statistics.selected = isSelected ? 0 : nil
        statistics.inbound = streams(.inbound).map(inbound)
        statistics.outbound = streams(.outbound).map(outbound)
        statistics.channels = streams(.channel).map(channel)
        return statistics == ConnectionStatistics() ? nil : statistics
    }

    private func streams(_ type: RTCStatsType) -> [Object] {
        objects(of: type).prefix(ReportDecoder.streamLimit).map(\.value)
    }

    /// The pairs, the selected one first, then the nominated ones and those with the most checks; and whether one is
    /// selected.
    private func rankedPairs(selected: String?) -> (pairs: [Object], isSelected: Bool) {
        let pairs = objects(of: .pair)
        let key = pairs.first { $0.key == selected }?.key ?? pairs.first { $0.value.flag(.selected) }?.key
        func rank(_ pair: (key: String, value: Object)) -> (Int, Int) {
            (pair.key == key ? 2 : pair.value.flag(.nominated) ? 1 : 0, pair.value.integer(.requestsSent) ?? 0)
        }
        return (pairs.sorted { rank($0) > rank($1) }.map(\.value), key != nil)
    }

    private func pair(_ object: Object) -> CandidatePair {
        var pair = CandidatePair()
        pair.state = object.text(.state, 20) ?? ""
        pair.isNominated = object.flag(.nominated)
        pair.local = end(self.object(object.text(.localCandidateId)))
        pair.remote = end(self.object(object.text(.remoteCandidateId)))
        pair.requestsSent = object.integer(.requestsSent)
        pair.responsesReceived = object.integer(.responsesReceived)
        pair.requestsReceived = object.integer(.requestsReceived)
        pair.responsesSent = object.integer(.responsesSent)
        pair.roundTrip = object.milliseconds(.currentRoundTripTime)
        pair.bytesSent = object.integer(.bytesSent)
        pair.bytesReceived = object.integer(.bytesReceived)
        return pair
    }

    private func end(_ object: Object?) -> CandidatePair.End {
        var end = CandidatePair.End()
        guard let object, object.type == .localCandidate || object.type == .remoteCandidate else { return end }
        end.type = object.text(.candidateType, 10) ?? ""
        end.transport = object.text(.protocol, 10)
        end.relayProtocol = object.text(.relayProtocol, 10)
        end.address = object.text(.address, 100)
        end.port = object.integer(.port)
        end.network = object.text(.networkType, 20)
        return end
    }

    /// The members that streams of both directions have.
    private func stream(_ object: Object) -> StreamStatistics {
        var stream = StreamStatistics()
        stream.kind = object.text(.kind, 10) ?? ""
        stream.mid = object.text(.mid, 64)
        stream.codec = self.object(object.text(.codecId))?.text(.mimeType, 60)
        stream.width = object.integer(.frameWidth)
        stream.height = object.integer(.frameHeight)
        return stream
    }

    private func inbound(_ object: Object) -> StreamStatistics {
        var stream = stream(object)
        stream.packets = object.integer(.packetsReceived)
        stream.bytes = object.integer(.bytesReceived)
        stream.lost = object.integer(.packetsLost)
        stream.jitter = object.milliseconds(.jitter)
        stream.frames = object.integer(.framesDecoded)
        stream.keyFrames = object.integer(.keyFramesDecoded)
        return stream
    }

    /// An outbound stream, with what the receiver reports of it.
    private func outbound(_ object: Object) -> StreamStatistics {
        var stream = stream(object)
        stream.packets = object.integer(.packetsSent)
        stream.bytes = object.integer(.bytesSent)
        stream.frames = object.integer(.framesSent)
        stream.keyFrames = object.integer(.keyFramesEncoded)
        stream.limitation = object.text(.qualityLimitationReason, 20)
        let remote = self.object(object.text(.remoteId))
        stream.lost = remote?.integer(.packetsLost)
        stream.roundTrip = remote?.milliseconds(.roundTripTime)
        return stream
    }

    private func channel(_ object: Object) -> ChannelStatistics {
        var channel = ChannelStatistics()
        channel.label = object.text(.label, 100) ?? ""
        channel.state = object.text(.state, 20) ?? ""
        channel.messagesSent = object.integer(.messagesSent)
        channel.messagesReceived = object.integer(.messagesReceived)
        return channel
    }
}
