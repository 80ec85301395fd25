/// Descriptions that Firefox 153 wrote after it had gathered all candidates, unchanged.
package enum FirefoxDescriptions {
    /// An offer of a microphone and a camera.
    package static let audioVideoOffer = recorded(
        """
        v=0
        o=mozilla...THIS_IS_SDPARTA-99.0 5428928531081265215 0 IN IP4 0.0.0.0
        s=-
        t=0 0
        a=sendrecv
        a=fingerprint:sha-256 64:CA:60:BA:31:7F:3E:2F:95:0F:78:46:CF:09:9A:2F:78:9D:FE:B0:CD:F3:D7:03:0E:00:79:44:35:EB:84:FB
        a=group:BUNDLE 0 1
        a=ice-options:trickle
        a=msid-semantic:WMS *
        m=audio 9 UDP/TLS/RTP/SAVPF 109 9 0 8 101
        c=IN IP4 0.0.0.0
        a=candidate:0 1 UDP 2122187007 d7fed49c-1b58-46cd-836d-cbb820a8768f.local 44453 typ host
        a=candidate:1 1 UDP 2122252543 4f0fc1b7-3028-409e-b229-c6fe7d25b81e.local 48115 typ host
        a=candidate:2 1 TCP 2105458943 d7fed49c-1b58-46cd-836d-cbb820a8768f.local 9 typ host tcptype active
        a=candidate:3 1 TCP 2105524479 4f0fc1b7-3028-409e-b229-c6fe7d25b81e.local 9 typ host tcptype active
        a=candidate:0 2 UDP 2122187006 d7fed49c-1b58-46cd-836d-cbb820a8768f.local 44714 typ host
        a=candidate:1 2 UDP 2122252542 4f0fc1b7-3028-409e-b229-c6fe7d25b81e.local 35536 typ host
        a=candidate:2 2 TCP 2105458942 d7fed49c-1b58-46cd-836d-cbb820a8768f.local 9 typ host tcptype active
        a=candidate:3 2 TCP 2105524478 4f0fc1b7-3028-409e-b229-c6fe7d25b81e.local 9 typ host tcptype active
        a=sendrecv
        a=end-of-candidates
        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
        a=extmap:2/recvonly urn:ietf:params:rtp-hdrext:csrc-audio-level
        a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:7 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap-allow-mixed
        a=fmtp:109 maxplaybackrate=48000;stereo=1;useinbandfec=1
        a=fmtp:101 0-15
        a=ice-pwd:6fc4e229bab0fd0f0291909bcbd6a6b7
        a=ice-ufrag:cd77caa4
        a=mid:0
        a=msid:{cc92dbac-7352-4953-87ab-9354a0784349} {30414a83-942a-4121-b50d-ccd66960a994}
        a=rtcp:44714 IN IP4 d7fed49c-1b58-46cd-836d-cbb820a8768f.local
        a=rtcp-fb:109 transport-cc
        a=rtcp-fb:9 transport-cc
        a=rtcp-fb:0 transport-cc
        a=rtcp-fb:8 transport-cc
        a=rtcp-mux
        a=rtpmap:109 opus/48000/2
        a=rtpmap:9 G722/8000/1
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:101 telephone-event/8000
        a=setup:actpass
        a=ssrc:4065125617 cname:{ef187b86-f8f2-4e5c-8049-b7f5dabb6be6}
        m=video 9 UDP/TLS/RTP/SAVPF 120 124 121 125 99 100 123 122 119
        c=IN IP4 0.0.0.0
        a=candidate:0 1 UDP 2122187007 d7fed49c-1b58-46cd-836d-cbb820a8768f.local 58539 typ host
        a=candidate:1 1 UDP 2122252543 4f0fc1b7-3028-409e-b229-c6fe7d25b81e.local 52762 typ host
        a=candidate:2 1 TCP 2105458943 d7fed49c-1b58-46cd-836d-cbb820a8768f.local 9 typ host tcptype active
        a=candidate:3 1 TCP 2105524479 4f0fc1b7-3028-409e-b229-c6fe7d25b81e.local 9 typ host tcptype active
        a=candidate:0 2 UDP 2122187006 d7fed49c-1b58-46cd-836d-cbb820a8768f.local 47859 typ host
        a=candidate:1 2 UDP 2122252542 4f0fc1b7-3028-409e-b229-c6fe7d25b81e.local 49493 typ host
        a=candidate:2 2 TCP 2105458942 d7fed49c-1b58-46cd-836d-cbb820a8768f.local 9 typ host tcptype active
        a=candidate:3 2 TCP 2105524478 4f0fc1b7-3028-409e-b229-c6fe7d25b81e.local 9 typ host tcptype active
        a=sendrecv
        a=end-of-candidates
        a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:4 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=extmap:5 urn:ietf:params:rtp-hdrext:toffset
        a=extmap:6/recvonly http://www.webrtc.org/experiments/rtp-hdrext/playout-delay
        a=extmap:7 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap-allow-mixed
        a=fmtp:120 max-fs=12288;max-fr=60
        a=fmtp:124 apt=120
        a=fmtp:121 max-fs=12288;max-fr=60
        a=fmtp:125 apt=121
        a=fmtp:100 apt=99
        a=fmtp:119 apt=122
        a=ice-pwd:6fc4e229bab0fd0f0291909bcbd6a6b7
        a=ice-ufrag:cd77caa4
        a=mid:1
        a=msid:{cc92dbac-7352-4953-87ab-9354a0784349} {55b9381d-96ef-4e32-a5e1-b0f8374d8909}
        a=rtcp:47859 IN IP4 d7fed49c-1b58-46cd-836d-cbb820a8768f.local
        a=rtcp-fb:120 nack
        a=rtcp-fb:120 nack pli
        a=rtcp-fb:120 ccm fir
        a=rtcp-fb:120 goog-remb
        a=rtcp-fb:120 transport-cc
        a=rtcp-fb:121 nack
        a=rtcp-fb:121 nack pli
        a=rtcp-fb:121 ccm fir
        a=rtcp-fb:121 goog-remb
        a=rtcp-fb:121 transport-cc
        a=rtcp-fb:99 nack
        a=rtcp-fb:99 nack pli
        a=rtcp-fb:99 ccm fir
        a=rtcp-fb:99 goog-remb
        a=rtcp-fb:99 transport-cc
        a=rtcp-fb:123 nack
        a=rtcp-fb:123 nack pli
        a=rtcp-fb:123 ccm fir
        a=rtcp-fb:123 goog-remb
        a=rtcp-fb:123 transport-cc
        a=rtcp-fb:122 nack
        a=rtcp-fb:122 nack pli
        a=rtcp-fb:122 ccm fir
        a=rtcp-fb:122 goog-remb
        a=rtcp-fb:122 transport-cc
        a=rtcp-mux
        a=rtcp-rsize
        a=rtpmap:120 VP8/90000
        a=rtpmap:124 rtx/90000
        a=rtpmap:121 VP9/90000
        a=rtpmap:125 rtx/90000
        a=rtpmap:99 AV1/90000
        a=rtpmap:100 rtx/90000
        a=rtpmap:123 ulpfec/90000
        a=rtpmap:122 red/90000
        a=rtpmap:119 rtx/90000
        a=setup:actpass
        a=ssrc:3731169086 cname:{ef187b86-f8f2-4e5c-8049-b7f5dabb6be6}
        a=ssrc:870556685 cname:{ef187b86-f8f2-4e5c-8049-b7f5dabb6be6}
        a=ssrc-group:FID 3731169086 870556685
        """
    )

    /// The answer to ``audioVideoOffer``, which sends audio only.
    package static let audioVideoAnswer = recorded(
        """
        v=0
        o=mozilla...THIS_IS_SDPARTA-99.0 6673067335919683189 0 IN IP4 0.0.0.0
        s=-
        t=0 0
        a=sendrecv
        a=fingerprint:sha-256 75:00:31:4E:C0:0E:75:92:E9:0E:05:2C:F6:3E:3D:3E:EA:A5:6A:AB:47:50:1A:5D:3B:41:F6:5D:F4:D6:E1:9F
        a=group:BUNDLE 0 1
        a=ice-options:trickle
        a=msid-semantic:WMS *
        m=audio 9 UDP/TLS/RTP/SAVPF 109 9 0 8 101
        c=IN IP4 0.0.0.0
        a=candidate:0 1 UDP 2122187007 9f7db18b-529c-4439-81ed-96bd1d242c16.local 60615 typ host
        a=candidate:1 1 UDP 2122252543 46429514-87da-4b9f-9882-38f8b184ab08.local 60819 typ host
        a=candidate:2 1 TCP 2105458943 9f7db18b-529c-4439-81ed-96bd1d242c16.local 9 typ host tcptype active
        a=candidate:3 1 TCP 2105524479 46429514-87da-4b9f-9882-38f8b184ab08.local 9 typ host tcptype active
        a=sendrecv
        a=end-of-candidates
        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
        a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:7 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap-allow-mixed
        a=fmtp:109 maxplaybackrate=48000;stereo=1;useinbandfec=1
        a=fmtp:101 0-15
        a=ice-pwd:36f5e0f75f9bd2cbf2cd83af2cf6af35
        a=ice-ufrag:69b815bb
        a=mid:0
        a=msid:{cc92dbac-7352-4953-87ab-9354a0784349} {a42bfd32-48cb-4e92-8c83-ed1aa860d494}
        a=rtcp-fb:109 transport-cc
        a=rtcp-fb:9 transport-cc
        a=rtcp-fb:0 transport-cc
        a=rtcp-fb:8 transport-cc
        a=rtcp-mux
        a=rtpmap:109 opus/48000/2
        a=rtpmap:9 G722/8000/1
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:101 telephone-event/8000
        a=setup:active
        a=ssrc:3142053344 cname:{cae05b52-4778-455d-80c2-0d68287b1a91}
        m=video 9 UDP/TLS/RTP/SAVPF 120 124 121 125 99 100 123 122 119
        c=IN IP4 0.0.0.0
        a=recvonly
        a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:4 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=extmap:5 urn:ietf:params:rtp-hdrext:toffset
        a=extmap:7 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap-allow-mixed
        a=fmtp:120 max-fs=12288;max-fr=60
        a=fmtp:124 apt=120
        a=fmtp:121 max-fs=12288;max-fr=60
        a=fmtp:125 apt=121
        a=fmtp:100 apt=99
        a=fmtp:119 apt=122
        a=ice-pwd:36f5e0f75f9bd2cbf2cd83af2cf6af35
        a=ice-ufrag:69b815bb
        a=mid:1
        a=rtcp-fb:120 nack
        a=rtcp-fb:120 nack pli
        a=rtcp-fb:120 ccm fir
        a=rtcp-fb:120 goog-remb
        a=rtcp-fb:120 transport-cc
        a=rtcp-fb:121 nack
        a=rtcp-fb:121 nack pli
        a=rtcp-fb:121 ccm fir
        a=rtcp-fb:121 goog-remb
        a=rtcp-fb:121 transport-cc
        a=rtcp-fb:99 nack
        a=rtcp-fb:99 nack pli
        a=rtcp-fb:99 ccm fir
        a=rtcp-fb:99 goog-remb
        a=rtcp-fb:99 transport-cc
        a=rtcp-fb:123 nack
        a=rtcp-fb:123 nack pli
        a=rtcp-fb:123 ccm fir
        a=rtcp-fb:123 goog-remb
        a=rtcp-fb:123 transport-cc
        a=rtcp-fb:122 nack
        a=rtcp-fb:122 nack pli
        a=rtcp-fb:122 ccm fir
        a=rtcp-fb:122 goog-remb
        a=rtcp-fb:122 transport-cc
        a=rtcp-mux
        a=rtcp-rsize
        a=rtpmap:120 VP8/90000
        a=rtpmap:124 rtx/90000
        a=rtpmap:121 VP9/90000
        a=rtpmap:125 rtx/90000
        a=rtpmap:99 AV1/90000
        a=rtpmap:100 rtx/90000
        a=rtpmap:123 ulpfec/90000
        a=rtpmap:122 red/90000
        a=rtpmap:119 rtx/90000
        a=setup:active
        a=ssrc:3500162784 cname:{cae05b52-4778-455d-80c2-0d68287b1a91}
        """
    )

    /// All descriptions with their names.
    package static let all = [
        ("Firefox 153: audio-video-offer", audioVideoOffer),
        ("Firefox 153: audio-video-answer", audioVideoAnswer),
        ("Firefox 153: ice-restart-offer", iceRestartOffer),
        ("Firefox 153: video-stopped-answer", videoStoppedAnswer),
        ("Firefox 153: simulcast-offer", simulcastOffer),
        ("Firefox 153: data-offer", dataOffer),
    ]
}
