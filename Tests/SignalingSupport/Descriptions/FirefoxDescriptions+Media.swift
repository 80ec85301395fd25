extension FirefoxDescriptions {
    /// The next offer of the same side, after `restartIce()`.
    package static let iceRestartOffer = recorded(
        """
        v=0
        o=mozilla...THIS_IS_SDPARTA-99.0 5428928531081265215 1 IN IP4 0.0.0.0
        s=-
        t=0 0
        a=sendrecv
        a=fingerprint:sha-256 64:CA:60:BA:31:7F:3E:2F:95:0F:78:46:CF:09:9A:2F:78:9D:FE:B0:CD:F3:D7:03:0E:00:79:44:35:EB:84:FB
        a=group:BUNDLE 0 1
        a=ice-options:trickle
        a=msid-semantic:WMS *
        m=audio 9 UDP/TLS/RTP/SAVPF 109 9 0 8 101
        c=IN IP4 0.0.0.0
        a=sendrecv
        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
        a=extmap:2/recvonly urn:ietf:params:rtp-hdrext:csrc-audio-level
        a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:7 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap-allow-mixed
        a=fmtp:109 maxplaybackrate=48000;stereo=1;useinbandfec=1
        a=fmtp:101 0-15
        a=ice-pwd:13417f88c3fd4a106ed2f4232938d4cc
        a=ice-ufrag:3f409a35
        a=mid:0
        a=msid:{cc92dbac-7352-4953-87ab-9354a0784349} {30414a83-942a-4121-b50d-ccd66960a994}
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
        a=sendrecv
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
        a=ice-pwd:13417f88c3fd4a106ed2f4232938d4cc
        a=ice-ufrag:3f409a35
        a=mid:1
        a=msid:{cc92dbac-7352-4953-87ab-9354a0784349} {55b9381d-96ef-4e32-a5e1-b0f8374d8909}
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

    /// The answer to an offer that stops the video, with port 0.
    package static let videoStoppedAnswer = recorded(
        """
        v=0
        o=mozilla...THIS_IS_SDPARTA-99.0 6673067335919683189 2 IN IP4 0.0.0.0
        s=-
        t=0 0
        a=sendrecv
        a=fingerprint:sha-256 75:00:31:4E:C0:0E:75:92:E9:0E:05:2C:F6:3E:3D:3E:EA:A5:6A:AB:47:50:1A:5D:3B:41:F6:5D:F4:D6:E1:9F
        a=group:BUNDLE 0
        a=ice-options:trickle
        a=msid-semantic:WMS *
        m=audio 9 UDP/TLS/RTP/SAVPF 109 9 0 8 101
        c=IN IP4 0.0.0.0
        a=candidate:0 1 UDP 2122187007 9f7db18b-529c-4439-81ed-96bd1d242c16.local 39393 typ host
        a=candidate:1 1 UDP 2122252543 46429514-87da-4b9f-9882-38f8b184ab08.local 40331 typ host
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
        a=ice-pwd:c7771ae37d009d8a6ef55031011e5cea
        a=ice-ufrag:5f73f537
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
        m=video 0 UDP/TLS/RTP/SAVPF 120
        c=IN IP4 0.0.0.0
        a=inactive
        a=mid:1
        a=rtpmap:120 VP8/90000
        """
    )

    /// An offer of a camera with three simulcast layers.
    package static let simulcastOffer = recorded(
        """
        v=0
        o=mozilla...THIS_IS_SDPARTA-99.0 310818396641036243 0 IN IP4 0.0.0.0
        s=-
        t=0 0
        a=sendrecv
        a=fingerprint:sha-256 F5:A1:D3:92:09:17:88:F2:DF:D6:B0:0B:CA:F6:7E:09:71:62:E7:F6:14:F0:AA:3E:F6:A6:10:F5:36:1F:D0:61
        a=group:BUNDLE 0
        a=ice-options:trickle
        a=msid-semantic:WMS *
        m=video 9 UDP/TLS/RTP/SAVPF 120 124 121 125 99 100 123 122 119
        c=IN IP4 0.0.0.0
        a=candidate:0 1 UDP 2122187007 c633c6ba-e874-4e0a-845e-f4c0f7946204.local 48078 typ host
        a=candidate:1 1 UDP 2122252543 cef5c930-518e-4493-91eb-3bfeb5450e4f.local 60335 typ host
        a=candidate:2 1 TCP 2105458943 c633c6ba-e874-4e0a-845e-f4c0f7946204.local 9 typ host tcptype active
        a=candidate:3 1 TCP 2105524479 cef5c930-518e-4493-91eb-3bfeb5450e4f.local 9 typ host tcptype active
        a=candidate:0 2 UDP 2122187006 c633c6ba-e874-4e0a-845e-f4c0f7946204.local 35060 typ host
        a=candidate:1 2 UDP 2122252542 cef5c930-518e-4493-91eb-3bfeb5450e4f.local 34110 typ host
        a=candidate:2 2 TCP 2105458942 c633c6ba-e874-4e0a-845e-f4c0f7946204.local 9 typ host tcptype active
        a=candidate:3 2 TCP 2105524478 cef5c930-518e-4493-91eb-3bfeb5450e4f.local 9 typ host tcptype active
        a=sendonly
        a=end-of-candidates
        a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:4 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=extmap:5 urn:ietf:params:rtp-hdrext:toffset
        a=extmap:6/recvonly http://www.webrtc.org/experiments/rtp-hdrext/playout-delay
        a=extmap:7 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap:8/sendonly https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension
        a=extmap:9/sendonly urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
        a=extmap:10/sendonly urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id
        a=extmap-allow-mixed
        a=fmtp:120 max-fs=12288;max-fr=60
        a=fmtp:124 apt=120
        a=fmtp:121 max-fs=12288;max-fr=60
        a=fmtp:125 apt=121
        a=fmtp:100 apt=99
        a=fmtp:119 apt=122
        a=ice-pwd:bee72a7f581aed0d7c9b8b62e63a1958
        a=ice-ufrag:c4d47715
        a=mid:0
        a=msid:{cc92dbac-7352-4953-87ab-9354a0784349} {be192118-c32c-4575-9667-9517450c4ac5}
        a=rid:q send
        a=rid:h send
        a=rid:f send
        a=rtcp:35060 IN IP4 c633c6ba-e874-4e0a-845e-f4c0f7946204.local
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
        a=simulcast:send q;h;f
        a=ssrc:768056196 cname:{db08de87-31cb-4cfb-b457-c8744c07c204}
        a=ssrc:1531355567 cname:{db08de87-31cb-4cfb-b457-c8744c07c204}
        a=ssrc:2389656322 cname:{db08de87-31cb-4cfb-b457-c8744c07c204}
        a=ssrc:729065708 cname:{db08de87-31cb-4cfb-b457-c8744c07c204}
        a=ssrc:2205412211 cname:{db08de87-31cb-4cfb-b457-c8744c07c204}
        a=ssrc:3606464168 cname:{db08de87-31cb-4cfb-b457-c8744c07c204}
        a=ssrc-group:FID 768056196 1531355567
        a=ssrc-group:FID 2389656322 729065708
        a=ssrc-group:FID 2205412211 3606464168
        """
    )

    /// An offer of a data channel.
    package static let dataOffer = recorded(
        """
        v=0
        o=mozilla...THIS_IS_SDPARTA-99.0 3758850364611301418 0 IN IP4 0.0.0.0
        s=-
        t=0 0
        a=sendrecv
        a=fingerprint:sha-256 39:7B:BA:80:06:26:DF:29:38:09:4F:92:B8:34:02:D9:47:86:17:13:FE:B0:1C:C3:9B:81:B7:13:C5:FE:F1:09
        a=group:BUNDLE 0
        a=ice-options:trickle
        a=msid-semantic:WMS *
        m=application 9 UDP/DTLS/SCTP webrtc-datachannel
        c=IN IP4 0.0.0.0
        a=candidate:0 1 UDP 2122187007 b8b012fe-323f-463f-bf2b-46e190c6aa18.local 56259 typ host
        a=candidate:1 1 UDP 2122252543 feb251e1-ced4-4922-9b99-446f54a115f6.local 48142 typ host
        a=candidate:2 1 TCP 2105458943 b8b012fe-323f-463f-bf2b-46e190c6aa18.local 9 typ host tcptype active
        a=candidate:3 1 TCP 2105524479 feb251e1-ced4-4922-9b99-446f54a115f6.local 9 typ host tcptype active
        a=sendrecv
        a=end-of-candidates
        a=ice-pwd:3a242eeff5419cdd582c567c46765cba
        a=ice-ufrag:8a39614c
        a=mid:0
        a=setup:actpass
        a=sctp-port:5000
        a=max-message-size:1073741823
        """
    )
}
