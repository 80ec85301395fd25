import Connections
import Events
public import Findings
import Negotiations
import Reports
import Text

extension Rule {
    /// The page got no camera, microphone or screen.
    public static let mediaRefused = Rule(
        "media-refused", .connection, .error, title: "no camera or microphone",
        reference: "W3C mediacapture-streams getUserMedia",
        explanation: """
            The page asked for a camera, a microphone or a screen and did not get it. NotAllowedError: the user or the \
            browser refused. NotFoundError: there is no such device. NotReadableError: another program uses it.
            """,
        remedy: """
            Serve the page over https or from localhost, as cameras require a secure context. Ask for what exists, and \
            say to the user what to allow.
            """)

    /// A media element did not play.
    public static let playbackRefused = Rule(
        "playback-refused", .connection, .warning, title: "playback refused",
        explanation: """
            The page called play() on an element with a stream, and the browser refused. NotAllowedError: pages may not \
            play sound before the user has clicked or typed.
            """,
        remedy: """
            Begin playback in a handler of a click, or mute the element, or show controls if play() is refused.
            """)
}

/// Checks of cameras, microphones and media elements.
enum MediaRules {
    /// The observation that a page got no camera, microphone or screen.
    static func refused(_ media: MediaRequest, _ page: ReportedPage, entry: Int) -> Observation? {
        guard let error = media.error else { return nil }
        let place = page.facts.isSecure ? "" : "; the page is not a secure context, which cameras require"
        return Observation(
            .mediaRefused, severity: media.method == "getUserMedia" ? .error : .warning,
            "\(page.id.description) got no \(Excerpt(media.kinds.joined(separator: " and ")).description): \(Excerpt(error.text, limit: 160).description)\(place)",
            proof: [entry], subject: "\(page.id) \(media.method) \(error.name)")
    }

    /// The observation that an element did not play a stream.
    static func playbackRefused(_ element: ElementEvent, _ page: ReportedPage, entry: Int) -> Observation? {
        // An interrupted play() is rejected too, and begins again.
        guard element.event == "rejected", let error = element.error, error.name != "AbortError" else { return nil }
        return Observation(
            .playbackRefused,
            "\(page.id.description) does not play the \(Excerpt(element.kind).description) that it receives: \(Excerpt(error.text, limit: 160).description)",
            proof: [entry], subject: "\(page.id) \(element.kind)")
    }
}
