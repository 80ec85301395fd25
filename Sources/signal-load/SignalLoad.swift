import ArgumentParser

/// The program: a load generator for WebSocket relays.
@main
struct SignalLoad: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signal-load",
        abstract: "Puts a WebSocket relay under load and measures it.",
        discussion: """
            The relay must forward each message to the other clients in a room, and take the room from the query: \
            ws://localhost:8080/?room=demo. With --pid, its processor time and memory are measured too; it must run on \
            the same machine.
            """,
        subcommands: [
            PairsCommand.self, FanOutCommand.self, IdleCommand.self, ChurnCommand.self, CompareCommand.self,
            SoakCommand.self, InterceptedCommand.self, RecordingCommand.self,
        ]
    )
}
