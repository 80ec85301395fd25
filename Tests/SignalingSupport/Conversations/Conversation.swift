package import Events
package import Routing
package import Testing

/// A conversation with a switchboard as a script: `>>` lines are events, and the `<<` lines after one are the actions that
/// follow from it.
///
/// ```
/// >> p1 joins demo name=alice
/// << entry: p1 joined demo
/// >> 0.5 seconds pass
/// >> relay ends
/// ```
///
/// ``EventScript`` describes the events, ``ActionScript`` the actions.
package struct Conversation {
    private var switchboard: Switchboard
    private var script = EventScript()
    private var clock = Instant.start

    package init(_ switchboard: Switchboard = Switchboard()) {
        self.switchboard = switchboard
    }

    /// The state of the switchboard.
    package var snapshot: Snapshot { switchboard.snapshot }

    /// Plays the `>>` lines of `script` and expects exactly its `<<` lines to follow.
    package mutating func play(_ script: String, sourceLocation: SourceLocation = #_sourceLocation) {
        var played: [String] = []
        for line in script.split(separator: "\n").map(String.init) where line.hasPrefix(">> ") {
            played.append(line)
            let words = line.split(separator: " ")
            if words.last == "pass", let seconds = Double(words[1]) {
                played += pass(seconds)
            } else if let event = self.script.event(line.dropFirst(3)) {
                played += receive(event)
            } else {
                Issue.record("not understood: \(line)", sourceLocation: sourceLocation)
            }
        }
        #expect(played.joined(separator: "\n") == script, sourceLocation: sourceLocation)
    }

    /// Gives `event` to the switchboard and returns the lines that stand for its actions.
    package mutating func receive(_ event: Switchboard.Event) -> [String] {
        switchboard.receive(event, at: clock).map { "<< " + ActionScript.line($0) }
    }

    /// Advances the time as the relay does, with an event whenever the switchboard has something due.
    private mutating func pass(_ seconds: Double) -> [String] {
        let end = clock.advanced(by: Int64(seconds * 1e9))
        var played: [String] = []
        while let due = switchboard.due, due <= end {
            clock = max(clock, due)
            played += receive(.timerFired)
        }
        clock = end
        return played
    }
}
