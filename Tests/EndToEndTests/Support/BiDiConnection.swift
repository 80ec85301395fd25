import NIOCore
import Synchronization

/// What a browser said to a command that it could not do.
struct BiDiError: Error, CustomStringConvertible {
    let method: String
    let message: String

    var description: String { "\(method): \(message)" }
}

/// A connection to a browser that speaks WebDriver BiDi: commands go out, answers come back by their number.
///
/// Events are not listened to.
final class BiDiConnection: Sendable {
    private let socket: WebSocketClient
    private let unanswered: Unanswered

    static func open(_ url: String) async throws -> BiDiConnection {
        let unanswered = Unanswered()
        let socket = try await WebSocketClient.open(url) { unanswered.take($0) }
        return BiDiConnection(socket: socket, unanswered: unanswered)
    }

    private init(socket: WebSocketClient, unanswered: Unanswered) {
        self.socket = socket
        self.unanswered = unanswered
    }

    /// Asks the browser to do something and waits for its answer.
    @discardableResult
    func command(_ method: String, _ params: JSON = [:], within limit: Duration = .seconds(60)) async throws -> JSON {
        let answer = socket.promise(of: JSON.self)
        let id = unanswered.add(method, answer)
        let giveUp = socket.after(limit) { [unanswered] in unanswered.fail(id, "no answer in \(limit)") }
        defer { giveUp.cancel() }
        do {
            let command: JSON = ["id": .number(Double(id)), "method": .string(method), "params": params]
            try await socket.send(text: command.description)
        } catch {
            unanswered.fail(id, "not sent: \(error)")
        }
        return try await answer.futureResult.get()
    }

    func close() async throws { try await socket.close() }
}

/// The commands that wait for their answer.
private final class Unanswered: Sendable {
    private struct Commands {
        var lastID = 0
        var byID: [Int: (method: String, answer: EventLoopPromise<JSON>)] = [:]
    }

    private let commands = Mutex(Commands())

    func add(_ method: String, _ answer: EventLoopPromise<JSON>) -> Int {
        commands.withLock { commands in
            commands.lastID += 1
            commands.byID[commands.lastID] = (method, answer)
            return commands.lastID
        }
    }

    func fail(_ id: Int, _ message: String) {
        guard let (method, answer) = commands.withLock({ $0.byID.removeValue(forKey: id) }) else { return }
        answer.fail(BiDiError(method: method, message: message))
    }

    func take(_ frame: Frame) {
        switch frame {
        case .text(let text):
            guard let message = try? JSON(parsing: text), let id = message["id"].number else { return }
            settle(Int(id), message)
        case .binary:
            return
        case .close(let code, let reason):
            for id in commands.withLock({ Array($0.byID.keys) }) {
                fail(id, "the browser closed the connection: \(code) \(reason)")
            }
        }
    }

    private func settle(_ id: Int, _ message: JSON) {
        if message["type"] == "success" {
            commands.withLock { $0.byID.removeValue(forKey: id) }?.answer.succeed(message["result"])
        } else {
            fail(id, "\(message["error"].string ?? "error"): \(message["message"].string ?? "")")
        }
    }
}
