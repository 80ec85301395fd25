@testable import Console
@testable import Events
@testable import Messages
@testable import Text

/// The password in the samples.
let samplePassword = "kW3zQv7nB5tR0pLs9dHc2mJe"

extension Message {
    /// What a browser offers: audio, video in three qualities, and a data channel.
    static let browserOffer = text(
        "{\"sdp\":{\"type\":\"offer\",\"sdp\":\(JSONString.encode(browserDescription))},\"to\":\"p2\"}")

    static let browserDescription = [
        "v=0", "o=- 8812 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0 1 2", "a=extmap-allow-mixed",
        "a=msid-semantic: WMS stream", "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 0", "c=IN IP4 0.0.0.0",
        "a=rtcp:9 IN IP4 0.0.0.0", "a=ice-ufrag:Xy1f", "a=ice-pwd:" + samplePassword, "a=ice-options:trickle",
        "a=fingerprint:sha-256 " + Array(repeating: "3C:91:5E:07:A8:D4:62:BF", count: 4).joined(separator: ":"),
        "a=setup:actpass", "a=mid:0", "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
        "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time", "a=sendrecv",
        "a=msid:stream track-audio", "a=rtcp-mux", "a=rtcp-rsize", "a=rtpmap:111 opus/48000/2",
        "a=rtcp-fb:111 transport-cc", "a=fmtp:111 minptime=10;useinbandfec=1", "a=rtpmap:63 red/48000/2",
        "a=fmtp:63 111/111", "a=ssrc:1001 cname:X9", "a=ssrc:1001 msid:stream track-audio",
        "a=candidate:1 1 udp 2113937151 192.0.2.4 51234 typ host generation 0",
        "m=video 9 UDP/TLS/RTP/SAVPF 96 97", "c=IN IP4 0.0.0.0", "a=ice-ufrag:Xy1f", "a=ice-pwd:" + samplePassword,
        "a=mid:1", "a=sendonly", "a=rtcp-mux", "a=rtpmap:96 VP8/90000", "a=rtcp-fb:96 nack", "a=rtcp-fb:96 nack pli",
        "a=rtcp-fb:96 ccm fir", "a=rtpmap:97 rtx/90000", "a=fmtp:97 apt=96", "a=rid:q send max-width=320",
        "a=rid:h send", "a=rid:f send", "a=simulcast:send q;h;f", "m=application 0 UDP/DTLS/SCTP webrtc-datachannel",
        "c=IN IP4 0.0.0.0", "a=mid:2", "a=sctp-port:5000", "a=max-message-size:262144",
    ].map { $0 + "\r\n" }.joined()

    static let join = text(
        "{\"type\":\"join\",\"room\":\"demo\",\"auth\":{\"accessToken\":\"t0p\",\"roles\":[1,2.50,[]]},\"n\":1e3,\"n\":{}}"
    )
}

extension ConsoleScript {
    /// Alice's offer to bob, which he has answered.
    static func opened(_ message: Message, _ columns: Int = 80, _ rows: Int = 24) -> ConsoleScript {
        var console = ConsoleScript(columns, rows)
        console.arrive(.joined(.alice), at: 0.8)
        console.arrive(.joined(.bob), at: 1.204)
        console.arrive(.said(.alice, message, to: .bob), at: 1.351)
        console.send(.tick(.seconds(2)))
        console.type("<enter>")
        return console
    }
}
