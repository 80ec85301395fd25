extension ChromiumDescriptions {
    /// An offer of a camera with three simulcast layers.
    package static let simulcastOffer = recorded(
        """
        v=0
        o=- 5779522427167071291 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0
        a=extmap-allow-mixed
        a=msid-semantic: WMS 131a6b28-8024-4cd2-bcad-ea1521b45802
        m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103 104 107 108 109 114 115 116 117 39 40 45 46 98 99 100 101 118 119 120
        c=IN IP4 0.0.0.0
        a=rtcp:9 IN IP4 0.0.0.0
        a=candidate:23471036 1 udp 2113937151 65986ede-d857-41f0-bfee-6fda2decbf57.local 55887 typ host generation 0 network-cost 999
        a=candidate:101994252 1 udp 2113942271 a592a443-0c50-4233-8b74-c718fbfacb08.local 40824 typ host generation 0 network-cost 999
        a=ice-ufrag:taZk
        a=ice-pwd:R6SXTsiOdXvkiXC8K6Vubfb3
        a=ice-options:trickle
        a=fingerprint:sha-256 AE:DF:13:6E:FD:02:FA:7E:18:A5:17:D6:4B:F1:06:34:0E:63:DF:F5:2F:42:62:95:56:DC:E3:5F:5D:A8:F2:C5
        a=setup:actpass
        a=mid:0
        a=extmap:1 urn:ietf:params:rtp-hdrext:toffset
        a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=extmap:3 urn:3gpp:video-orientation
        a=extmap:4 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap:5 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay
        a=extmap:6 http://www.webrtc.org/experiments/rtp-hdrext/video-content-type
        a=extmap:7 http://www.webrtc.org/experiments/rtp-hdrext/video-timing
        a=extmap:8 http://www.webrtc.org/experiments/rtp-hdrext/color-space
        a=extmap:9 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
        a=extmap:11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id
        a=extmap:13 https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension
        a=extmap:14 http://www.webrtc.org/experiments/rtp-hdrext/video-layers-allocation00
        a=sendonly
        a=msid:131a6b28-8024-4cd2-bcad-ea1521b45802 fd8b308b-1ceb-40ca-ad2c-f289edd98170
        a=rtcp-mux
        a=rtcp-rsize
        a=rtcp-xr:rcvr-rtt=all
        a=rtpmap:96 VP8/90000
        a=rtcp-fb:96 goog-remb
        a=rtcp-fb:96 transport-cc
        a=rtcp-fb:96 ccm fir
        a=rtcp-fb:96 nack
        a=rtcp-fb:96 nack pli
        a=rtpmap:97 rtx/90000
        a=fmtp:97 apt=96
        a=rtpmap:102 H264/90000
        a=rtcp-fb:102 goog-remb
        a=rtcp-fb:102 transport-cc
        a=rtcp-fb:102 ccm fir
        a=rtcp-fb:102 nack
        a=rtcp-fb:102 nack pli
        a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
        a=rtpmap:103 rtx/90000
        a=fmtp:103 apt=102
        a=rtpmap:104 H264/90000
        a=rtcp-fb:104 goog-remb
        a=rtcp-fb:104 transport-cc
        a=rtcp-fb:104 ccm fir
        a=rtcp-fb:104 nack
        a=rtcp-fb:104 nack pli
        a=fmtp:104 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42001f
        a=rtpmap:107 rtx/90000
        a=fmtp:107 apt=104
        a=rtpmap:108 H264/90000
        a=rtcp-fb:108 goog-remb
        a=rtcp-fb:108 transport-cc
        a=rtcp-fb:108 ccm fir
        a=rtcp-fb:108 nack
        a=rtcp-fb:108 nack pli
        a=fmtp:108 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
        a=rtpmap:109 rtx/90000
        a=fmtp:109 apt=108
        a=rtpmap:114 H264/90000
        a=rtcp-fb:114 goog-remb
        a=rtcp-fb:114 transport-cc
        a=rtcp-fb:114 ccm fir
        a=rtcp-fb:114 nack
        a=rtcp-fb:114 nack pli
        a=fmtp:114 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f
        a=rtpmap:115 rtx/90000
        a=fmtp:115 apt=114
        a=rtpmap:116 H264/90000
        a=rtcp-fb:116 goog-remb
        a=rtcp-fb:116 transport-cc
        a=rtcp-fb:116 ccm fir
        a=rtcp-fb:116 nack
        a=rtcp-fb:116 nack pli
        a=fmtp:116 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=4d001f
        a=rtpmap:117 rtx/90000
        a=fmtp:117 apt=116
        a=rtpmap:39 H264/90000
        a=rtcp-fb:39 goog-remb
        a=rtcp-fb:39 transport-cc
        a=rtcp-fb:39 ccm fir
        a=rtcp-fb:39 nack
        a=rtcp-fb:39 nack pli
        a=fmtp:39 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=4d001f
        a=rtpmap:40 rtx/90000
        a=fmtp:40 apt=39
        a=rtpmap:45 AV1/90000
        a=rtcp-fb:45 goog-remb
        a=rtcp-fb:45 transport-cc
        a=rtcp-fb:45 ccm fir
        a=rtcp-fb:45 nack
        a=rtcp-fb:45 nack pli
        a=fmtp:45 level-idx=5;profile=0;tier=0
        a=rtpmap:46 rtx/90000
        a=fmtp:46 apt=45
        a=rtpmap:98 VP9/90000
        a=rtcp-fb:98 goog-remb
        a=rtcp-fb:98 transport-cc
        a=rtcp-fb:98 ccm fir
        a=rtcp-fb:98 nack
        a=rtcp-fb:98 nack pli
        a=fmtp:98 profile-id=0
        a=rtpmap:99 rtx/90000
        a=fmtp:99 apt=98
        a=rtpmap:100 VP9/90000
        a=rtcp-fb:100 goog-remb
        a=rtcp-fb:100 transport-cc
        a=rtcp-fb:100 ccm fir
        a=rtcp-fb:100 nack
        a=rtcp-fb:100 nack pli
        a=fmtp:100 profile-id=2
        a=rtpmap:101 rtx/90000
        a=fmtp:101 apt=100
        a=rtpmap:118 red/90000
        a=rtpmap:119 rtx/90000
        a=fmtp:119 apt=118
        a=rtpmap:120 ulpfec/90000
        a=rid:q send
        a=rid:h send
        a=rid:f send
        a=simulcast:send q;h;f
        """
    )

    /// An offer of a data channel.
    package static let dataOffer = recorded(
        """
        v=0
        o=- 2313451859257698422 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0
        a=extmap-allow-mixed
        a=msid-semantic: WMS
        m=application 9 UDP/DTLS/SCTP webrtc-datachannel
        c=IN IP4 0.0.0.0
        a=candidate:1573127435 1 udp 2113937151 65986ede-d857-41f0-bfee-6fda2decbf57.local 58056 typ host generation 0 network-cost 999
        a=candidate:2527249643 1 udp 2113942271 a592a443-0c50-4233-8b74-c718fbfacb08.local 34354 typ host generation 0 network-cost 999
        a=ice-ufrag:Xzc0
        a=ice-pwd:UrwwiUkG41+C5fMlmrqUkkmp
        a=ice-options:trickle
        a=fingerprint:sha-256 66:CF:26:3C:62:09:76:CA:43:4B:1C:B2:4D:D8:F8:51:B2:3C:F7:21:17:87:77:26:53:F5:2C:8C:07:FA:F4:6A
        a=setup:actpass
        a=mid:0
        a=sctp-port:5000
        a=max-message-size:262144
        """
    )

    /// The answer to ``dataOffer``.
    package static let dataAnswer = recorded(
        """
        v=0
        o=- 4281405214971174138 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0
        a=extmap-allow-mixed
        a=msid-semantic: WMS
        m=application 9 UDP/DTLS/SCTP webrtc-datachannel
        c=IN IP4 0.0.0.0
        a=candidate:3492512965 1 udp 2113937151 65986ede-d857-41f0-bfee-6fda2decbf57.local 58149 typ host generation 0 network-cost 999
        a=ice-ufrag:Y9Kb
        a=ice-pwd:VsoqkX1LqxxBIPHE3/ZKST+X
        a=ice-options:trickle
        a=fingerprint:sha-256 F7:89:F2:ED:C4:6F:1B:D5:75:70:B3:CB:EE:11:18:E8:59:1D:63:2F:CA:8E:C2:5E:45:6C:84:94:A0:C7:99:12
        a=setup:active
        a=mid:0
        a=sctp-port:5000
        a=max-message-size:262144
        """
    )

    /// An offer of a microphone.
    package static let audioOffer = recorded(
        """
        v=0
        o=- 2523658399817422271 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0
        a=extmap-allow-mixed
        a=msid-semantic: WMS 131a6b28-8024-4cd2-bcad-ea1521b45802
        m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126
        c=IN IP4 0.0.0.0
        a=rtcp:9 IN IP4 0.0.0.0
        a=candidate:2286442675 1 udp 2113937151 65986ede-d857-41f0-bfee-6fda2decbf57.local 40235 typ host generation 0 network-cost 999
        a=candidate:2402956291 1 udp 2113942271 a592a443-0c50-4233-8b74-c718fbfacb08.local 41002 typ host generation 0 network-cost 999
        a=ice-ufrag:UM1y
        a=ice-pwd:UiOKgo9vlZ/zp1Njw+AyY1w5
        a=ice-options:trickle
        a=fingerprint:sha-256 FF:34:5E:61:4D:D1:A4:09:23:87:50:5D:71:7F:99:B0:13:8E:1F:16:1D:4A:8B:7A:5E:CA:6F:37:96:95:11:71
        a=setup:actpass
        a=mid:0
        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
        a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
        a=sendrecv
        a=msid:131a6b28-8024-4cd2-bcad-ea1521b45802 903eabc3-d78f-433c-a51b-65982a3f966c
        a=rtcp-mux
        a=rtcp-rsize
        a=rtcp-xr:rcvr-rtt=all
        a=rtpmap:111 opus/48000/2
        a=rtcp-fb:111 transport-cc
        a=fmtp:111 minptime=10;useinbandfec=1
        a=rtpmap:63 red/48000/2
        a=fmtp:63 111/111
        a=rtpmap:9 G722/8000
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:13 CN/8000
        a=rtpmap:110 telephone-event/48000
        a=rtpmap:126 telephone-event/8000
        a=ssrc:4027875751 cname:tv5KHQhsnjv/E2JC
        a=ssrc:4027875751 msid:131a6b28-8024-4cd2-bcad-ea1521b45802 903eabc3-d78f-433c-a51b-65982a3f966c
        """
    )
}
