/// The senders, recipients and kinds of the messages in each recording.
package enum RecordedTurns {
    package static let all = [
        (
            "aiortc-callee",
            """
            p2 to p1: offer, candidate ×4
            p1 to p2: answer, bye
            """
        ),
        (
            "aiortc-caller",
            """
            p2 to p1: offer
            p1 to p2: answer, candidate ×2
            p2 to p1: bye
            """
        ),
        (
            "aware",
            """
            p2 to p1: offer, candidate ×8
            p1 to p2: answer, candidate ×2
            p2 to p1: bye
            """
        ),
        (
            "ayame-shaped",
            """
            p1 to nobody: join
            p2 to p1: join, offer, candidate ×4
            p1 to p2: answer, candidate ×2, keepalive
            p2 to p1: keepalive
            p1 to p2: keepalive
            p2 to p1: keepalive, bye
            """
        ),
        (
            "chromium-chromium",
            """
            p1 to p2: offer, candidate ×4
            p2 to p1: answer, candidate ×2, end-of-candidates
            p1 to p2: end-of-candidates
            """
        ),
        (
            "chromium-firefox",
            """
            p1 to p2: offer, candidate ×4
            p2 to p1: answer, candidate ×4, end-of-candidates ×2
            p1 to p2: end-of-candidates
            """
        ),
        (
            "data-only",
            """
            p1 to p2: offer, candidate ×2
            p2 to p1: answer, candidate ×2, end-of-candidates
            p1 to p2: end-of-candidates
            """
        ),
        (
            "firefox-chromium",
            """
            p1 to p2: offer, candidate ×8, end-of-candidates, candidate ×8, end-of-candidates ×2
            p2 to p1: answer, candidate ×2, end-of-candidates
            """
        ),
        (
            "firefox-firefox",
            """
            p1 to p2: offer, candidate ×8, end-of-candidates, candidate ×2
            p2 to p1: answer
            p1 to p2: candidate ×6, end-of-candidates
            p2 to p1: candidate ×4, end-of-candidates ×2
            p1 to p2: end-of-candidates
            """
        ),
        (
            "hold",
            """
            p1 to p2: offer, candidate ×6
            p2 to p1: answer
            p1 to p2: candidate ×2, end-of-candidates
            p2 to p1: candidate ×4, end-of-candidates
            p1 to p2: offer
            p2 to p1: answer
            p1 to p2: offer
            p2 to p1: answer
            """
        ),
        (
            "ice-restart",
            """
            p1 to p2: offer, candidate ×4
            p2 to p1: answer
            p1 to p2: candidate ×4, end-of-candidates
            p2 to p1: candidate ×2, end-of-candidates
            p1 to p2: offer, candidate ×2
            p2 to p1: answer
            p1 to p2: end-of-candidates
            p2 to p1: candidate ×2, end-of-candidates
            """
        ),
        (
            "peerjs-shaped",
            """
            p1 to p2: offer, candidate ×4
            p2 to p1: answer, candidate ×2
            p1 to p2: keepalive
            p2 to p1: keepalive
            p1 to p2: keepalive
            p2 to p1: keepalive
            p1 to p2: leave
            """
        ),
        (
            "perfect-negotiation-glare",
            """
            p1 to p2: offer, candidate ×4
            p2 to p1: offer, candidate ×4, answer
            p1 to p2: candidate ×4
            p2 to p1: candidate ×2
            p1 to p2: end-of-candidates
            p2 to p1: end-of-candidates
            """
        ),
        (
            "rejected-section",
            """
            p1 to p2: offer, candidate ×4
            p2 to p1: answer, candidate ×2, end-of-candidates
            p1 to p2: end-of-candidates
            """
        ),
        (
            "renegotiation",
            """
            p1 to p2: offer, candidate ×4, end-of-candidates
            p2 to p1: answer, candidate ×2, end-of-candidates
            p1 to p2: offer
            p2 to p1: answer
            """
        ),
        (
            "second-call",
            """
            p1 to p2: offer, candidate ×4
            p2 to p1: answer, candidate ×2, end-of-candidates
            p1 to p2: end-of-candidates, bye
            p2 to p1: offer, candidate ×4
            p1 to p2: answer, candidate ×2, end-of-candidates
            p2 to p1: end-of-candidates
            """
        ),
        (
            "simulcast",
            """
            p1 to p2: offer, candidate ×4
            p2 to p1: answer, candidate ×2, end-of-candidates
            p1 to p2: end-of-candidates
            """
        ),
        (
            "stopped-transceiver",
            """
            p1 to p2: offer, candidate ×4
            p2 to p1: answer, offer, candidate ×2, end-of-candidates
            p1 to p2: end-of-candidates, answer
            """
        ),
        (
            "tutorial-alone",
            """
            p1 to nobody: offer, candidate ×8
            """
        ),
        (
            "tutorial-firefox",
            """
            p1 to nobody: offer, candidate ×8, end-of-candidates, candidate ×8, end-of-candidates
            p2 to p1: offer, candidate ×4
            p1 to p2: answer, candidate ×4, end-of-candidates
            """
        ),
        (
            "tutorial-sixty-seconds",
            """
            p1 to nobody: offer, candidate ×8
            p2 to p1: offer, candidate ×4
            p1 to p2: answer, candidate ×2
            p2 to p1: candidate ×4
            """
        ),
        (
            "tutorial-two-seconds",
            """
            p1 to nobody: offer, candidate ×8
            p2 to p1: offer, candidate ×4
            p1 to p2: answer, candidate ×2
            """
        ),
    ]

    /// The names of the recordings.
    package static let names = all.map(\.0)
}
