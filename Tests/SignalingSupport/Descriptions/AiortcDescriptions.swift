/// Descriptions that aiortc 1.16 wrote after it had gathered all candidates, unchanged.
package enum AiortcDescriptions {
    /// An offer of a microphone, a camera and a data channel.
    package static let audioVideoOffer = recorded(
        """
        v=0
        o=- 4004462419 4004462419 IN IP4 0.0.0.0
        s=-
        t=0 0
        a=group:BUNDLE 0 1 2
        a=msid-semantic:WMS *
        m=audio 46793 UDP/TLS/RTP/SAVPF 96 9 0 8
        c=IN IP4 192.0.2.2
        a=sendrecv
        a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:2 urn:ietf:params:rtp-hdrext:ssrc-audio-level
        a=mid:0
        a=msid:9b8b0c07-418f-402b-b042-ede36d9fe0fb 917d87d8-c2cd-4239-8d52-494c70be2ab1
        a=rtcp:9 IN IP4 0.0.0.0
        a=rtcp-mux
        a=ssrc:3758718705 cname:95792f93-7f11-4ad2-bade-f766b012d8e9
        a=rtpmap:96 opus/48000/2
        a=rtpmap:9 G722/8000
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=candidate:f957a2332b1715da3b0ef8ba684454eb 1 udp 2130706431 192.0.2.2 46793 typ host
        a=candidate:d0bcf3d9c29a2bc887618212a1623bfa 1 udp 2130706431 fd00::2 57268 typ host
        a=end-of-candidates
        a=ice-ufrag:sRly
        a=ice-pwd:XQRx5fkYJmHB4F6QKXolhK
        a=fingerprint:sha-256 FA:FF:03:E2:BB:9E:62:A4:26:11:04:7D:10:25:DF:8C:E6:E4:AE:19:CC:34:0B:14:95:39:7C:DF:3C:AC:39:D7
        a=fingerprint:sha-384 2E:BA:40:EC:24:94:7D:FB:4B:31:5B:01:94:F7:31:30:19:71:4C:BB:1E:A4:15:36:EA:80:47:66:50:90:E5:73:BA:2F:61:53:68:7E:33:16:4F:7E:BA:62:EC:63:DA:F3
        a=fingerprint:sha-512 B1:D9:98:0C:C4:78:31:F6:82:6D:45:C6:60:89:DB:25:FD:CF:4C:95:EA:22:31:CB:0D:21:7E:F5:56:09:47:EC:C2:AF:24:4D:36:8E:8B:7A:3C:58:5B:AF:C6:97:1D:46:2B:4C:43:80:F1:8A:7A:EA:8D:23:D6:A1:3D:7B:E9:9C
        a=setup:actpass
        m=video 57276 UDP/TLS/RTP/SAVPF 97 98 99 100 101 102
        c=IN IP4 192.0.2.2
        a=sendrecv
        a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:3 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=mid:1
        a=msid:9b8b0c07-418f-402b-b042-ede36d9fe0fb 38f36df8-7926-4653-83f2-9dcafb69991b
        a=rtcp:9 IN IP4 0.0.0.0
        a=rtcp-mux
        a=ssrc-group:FID 1370169206 1691287492
        a=ssrc:1370169206 cname:95792f93-7f11-4ad2-bade-f766b012d8e9
        a=ssrc:1691287492 cname:95792f93-7f11-4ad2-bade-f766b012d8e9
        a=rtpmap:97 VP8/90000
        a=rtcp-fb:97 nack
        a=rtcp-fb:97 nack pli
        a=rtcp-fb:97 goog-remb
        a=rtpmap:98 rtx/90000
        a=fmtp:98 apt=97
        a=rtpmap:99 H264/90000
        a=rtcp-fb:99 nack
        a=rtcp-fb:99 nack pli
        a=rtcp-fb:99 goog-remb
        a=fmtp:99 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
        a=rtpmap:100 rtx/90000
        a=fmtp:100 apt=99
        a=rtpmap:101 H264/90000
        a=rtcp-fb:101 nack
        a=rtcp-fb:101 nack pli
        a=rtcp-fb:101 goog-remb
        a=fmtp:101 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
        a=rtpmap:102 rtx/90000
        a=fmtp:102 apt=101
        a=candidate:f957a2332b1715da3b0ef8ba684454eb 1 udp 2130706431 192.0.2.2 57276 typ host
        a=candidate:d0bcf3d9c29a2bc887618212a1623bfa 1 udp 2130706431 fd00::2 43411 typ host
        a=end-of-candidates
        a=ice-ufrag:sRly
        a=ice-pwd:XQRx5fkYJmHB4F6QKXolhK
        a=fingerprint:sha-256 FA:FF:03:E2:BB:9E:62:A4:26:11:04:7D:10:25:DF:8C:E6:E4:AE:19:CC:34:0B:14:95:39:7C:DF:3C:AC:39:D7
        a=fingerprint:sha-384 2E:BA:40:EC:24:94:7D:FB:4B:31:5B:01:94:F7:31:30:19:71:4C:BB:1E:A4:15:36:EA:80:47:66:50:90:E5:73:BA:2F:61:53:68:7E:33:16:4F:7E:BA:62:EC:63:DA:F3
        a=fingerprint:sha-512 B1:D9:98:0C:C4:78:31:F6:82:6D:45:C6:60:89:DB:25:FD:CF:4C:95:EA:22:31:CB:0D:21:7E:F5:56:09:47:EC:C2:AF:24:4D:36:8E:8B:7A:3C:58:5B:AF:C6:97:1D:46:2B:4C:43:80:F1:8A:7A:EA:8D:23:D6:A1:3D:7B:E9:9C
        a=setup:actpass
        m=application 40031 UDP/DTLS/SCTP webrtc-datachannel
        c=IN IP4 192.0.2.2
        a=mid:2
        a=sctp-port:5000
        a=max-message-size:262144
        a=candidate:f957a2332b1715da3b0ef8ba684454eb 1 udp 2130706431 192.0.2.2 40031 typ host
        a=candidate:d0bcf3d9c29a2bc887618212a1623bfa 1 udp 2130706431 fd00::2 50430 typ host
        a=end-of-candidates
        a=ice-ufrag:sRly
        a=ice-pwd:XQRx5fkYJmHB4F6QKXolhK
        a=fingerprint:sha-256 FA:FF:03:E2:BB:9E:62:A4:26:11:04:7D:10:25:DF:8C:E6:E4:AE:19:CC:34:0B:14:95:39:7C:DF:3C:AC:39:D7
        a=fingerprint:sha-384 2E:BA:40:EC:24:94:7D:FB:4B:31:5B:01:94:F7:31:30:19:71:4C:BB:1E:A4:15:36:EA:80:47:66:50:90:E5:73:BA:2F:61:53:68:7E:33:16:4F:7E:BA:62:EC:63:DA:F3
        a=fingerprint:sha-512 B1:D9:98:0C:C4:78:31:F6:82:6D:45:C6:60:89:DB:25:FD:CF:4C:95:EA:22:31:CB:0D:21:7E:F5:56:09:47:EC:C2:AF:24:4D:36:8E:8B:7A:3C:58:5B:AF:C6:97:1D:46:2B:4C:43:80:F1:8A:7A:EA:8D:23:D6:A1:3D:7B:E9:9C
        a=setup:actpass
        """
    )

    /// The answer to ``audioVideoOffer``, which sends nothing.
    package static let audioVideoAnswer = recorded(
        """
        v=0
        o=- 4004462419 4004462419 IN IP4 0.0.0.0
        s=-
        t=0 0
        a=group:BUNDLE 0 1 2
        a=msid-semantic:WMS *
        m=audio 41883 UDP/TLS/RTP/SAVPF 96 9 0 8
        c=IN IP4 192.0.2.2
        a=recvonly
        a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:2 urn:ietf:params:rtp-hdrext:ssrc-audio-level
        a=mid:0
        a=msid:729a1e06-8794-4e96-aebd-c1af909785b1 6561fbe4-ed94-42e1-9ce9-f52f7622df8c
        a=rtcp:9 IN IP4 0.0.0.0
        a=rtcp-mux
        a=ssrc:2624444355 cname:e3153b4a-47ac-41b4-9b50-649cd193d02c
        a=rtpmap:96 opus/48000/2
        a=rtpmap:9 G722/8000
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=candidate:f957a2332b1715da3b0ef8ba684454eb 1 udp 2130706431 192.0.2.2 41883 typ host
        a=candidate:d0bcf3d9c29a2bc887618212a1623bfa 1 udp 2130706431 fd00::2 54374 typ host
        a=end-of-candidates
        a=ice-ufrag:IBK9
        a=ice-pwd:EibJ8Zq2dYKEGyphAM93uA
        a=fingerprint:sha-256 30:EE:82:BA:FC:1B:C7:02:CD:B6:DF:92:27:40:22:3F:DB:F6:BD:08:25:F8:6E:E1:77:E3:94:D6:AE:F2:6E:31
        a=fingerprint:sha-384 4C:AC:9E:E6:75:02:18:DA:14:C7:B7:7B:5F:37:85:B6:FD:26:84:C8:78:A5:30:BD:59:FA:E5:DF:8B:22:21:B5:CC:0F:30:E6:71:42:E0:57:75:39:E6:54:62:71:C8:24
        a=fingerprint:sha-512 2E:FE:06:F2:B8:D0:F0:7F:B9:2D:6B:9B:55:4F:09:5A:37:B3:AD:18:12:2D:32:FA:38:4D:48:6B:68:0B:DC:AF:6E:B0:73:56:B6:92:D5:90:C1:8E:1D:61:F8:AB:42:BD:36:2D:33:9B:B0:AC:21:76:51:9D:0A:0D:2D:47:4F:CE
        a=setup:active
        m=video 41883 UDP/TLS/RTP/SAVPF 97 98 99 100 101 102
        c=IN IP4 192.0.2.2
        a=recvonly
        a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:3 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=mid:1
        a=msid:729a1e06-8794-4e96-aebd-c1af909785b1 ce006756-ffd9-497c-9651-19405a556f4d
        a=rtcp:9 IN IP4 0.0.0.0
        a=rtcp-mux
        a=ssrc-group:FID 2428950475 3075239744
        a=ssrc:2428950475 cname:e3153b4a-47ac-41b4-9b50-649cd193d02c
        a=ssrc:3075239744 cname:e3153b4a-47ac-41b4-9b50-649cd193d02c
        a=rtpmap:97 VP8/90000
        a=rtcp-fb:97 nack
        a=rtcp-fb:97 nack pli
        a=rtcp-fb:97 goog-remb
        a=rtpmap:98 rtx/90000
        a=fmtp:98 apt=97
        a=rtpmap:99 H264/90000
        a=rtcp-fb:99 nack
        a=rtcp-fb:99 nack pli
        a=rtcp-fb:99 goog-remb
        a=fmtp:99 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
        a=rtpmap:100 rtx/90000
        a=fmtp:100 apt=99
        a=rtpmap:101 H264/90000
        a=rtcp-fb:101 nack
        a=rtcp-fb:101 nack pli
        a=rtcp-fb:101 goog-remb
        a=fmtp:101 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
        a=rtpmap:102 rtx/90000
        a=fmtp:102 apt=101
        a=candidate:f957a2332b1715da3b0ef8ba684454eb 1 udp 2130706431 192.0.2.2 41883 typ host
        a=candidate:d0bcf3d9c29a2bc887618212a1623bfa 1 udp 2130706431 fd00::2 54374 typ host
        a=end-of-candidates
        a=ice-ufrag:IBK9
        a=ice-pwd:EibJ8Zq2dYKEGyphAM93uA
        a=fingerprint:sha-256 30:EE:82:BA:FC:1B:C7:02:CD:B6:DF:92:27:40:22:3F:DB:F6:BD:08:25:F8:6E:E1:77:E3:94:D6:AE:F2:6E:31
        a=fingerprint:sha-384 4C:AC:9E:E6:75:02:18:DA:14:C7:B7:7B:5F:37:85:B6:FD:26:84:C8:78:A5:30:BD:59:FA:E5:DF:8B:22:21:B5:CC:0F:30:E6:71:42:E0:57:75:39:E6:54:62:71:C8:24
        a=fingerprint:sha-512 2E:FE:06:F2:B8:D0:F0:7F:B9:2D:6B:9B:55:4F:09:5A:37:B3:AD:18:12:2D:32:FA:38:4D:48:6B:68:0B:DC:AF:6E:B0:73:56:B6:92:D5:90:C1:8E:1D:61:F8:AB:42:BD:36:2D:33:9B:B0:AC:21:76:51:9D:0A:0D:2D:47:4F:CE
        a=setup:active
        m=application 41883 UDP/DTLS/SCTP webrtc-datachannel
        c=IN IP4 192.0.2.2
        a=mid:2
        a=sctp-port:5000
        a=max-message-size:262144
        a=candidate:f957a2332b1715da3b0ef8ba684454eb 1 udp 2130706431 192.0.2.2 41883 typ host
        a=candidate:d0bcf3d9c29a2bc887618212a1623bfa 1 udp 2130706431 fd00::2 54374 typ host
        a=end-of-candidates
        a=ice-ufrag:IBK9
        a=ice-pwd:EibJ8Zq2dYKEGyphAM93uA
        a=fingerprint:sha-256 30:EE:82:BA:FC:1B:C7:02:CD:B6:DF:92:27:40:22:3F:DB:F6:BD:08:25:F8:6E:E1:77:E3:94:D6:AE:F2:6E:31
        a=fingerprint:sha-384 4C:AC:9E:E6:75:02:18:DA:14:C7:B7:7B:5F:37:85:B6:FD:26:84:C8:78:A5:30:BD:59:FA:E5:DF:8B:22:21:B5:CC:0F:30:E6:71:42:E0:57:75:39:E6:54:62:71:C8:24
        a=fingerprint:sha-512 2E:FE:06:F2:B8:D0:F0:7F:B9:2D:6B:9B:55:4F:09:5A:37:B3:AD:18:12:2D:32:FA:38:4D:48:6B:68:0B:DC:AF:6E:B0:73:56:B6:92:D5:90:C1:8E:1D:61:F8:AB:42:BD:36:2D:33:9B:B0:AC:21:76:51:9D:0A:0D:2D:47:4F:CE
        a=setup:active
        """
    )

    /// All descriptions with their names.
    package static let all = [
        ("aiortc 1.16: audio-video-offer", audioVideoOffer),
        ("aiortc 1.16: audio-video-answer", audioVideoAnswer),
    ]
}
