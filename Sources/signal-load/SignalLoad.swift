import ArgumentParser

/// The program: load on a WebSocket relay, and what it took.
@main
struct SignalLoad: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signal-load",
        abstract: "Makes load on a WebSocket relay and says what it took.",
        discussion: """
            The relay is any that hands each message to the others in a room, and takes the room from the query: \
            ws://localhost:8080/?room=demo. With --pid, also its processor time and its memory are measured, which \
            Linux tells of processes on the same machine.
            """,
        subcommands: [
            PairsCommand.self, FanOutCommand.self, IdleCommand.self, ChurnCommand.self, CompareCommand.self,
            SoakCommand.self, InterceptedCommand.self,
        ]
    )
}
