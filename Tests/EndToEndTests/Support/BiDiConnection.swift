import Synchronization
import TestSupport

/// The error response to a command.
struct BiDiError: Error, CustomStringConvertible {
    let method: String
    let message: String

    var description: String { "\(method): \(message)" }
}

/// A WebDriver BiDi connection to a browser; events are ignored.
final class BiDiConnection: Sendable {
    private struct Commands {
        var lastID = 0
        /// The received results by command id.
        var results: [Int: JSON] = [:]
    }

    private let client: PlainClient
    private let commands = Mutex(Commands())

    static func open(_ url: String) async throws -> BiDiConnection { BiDiConnection(try await PlainClient.open(url)) }

    private init(_ client: PlainClient) { self.client = client }

    /// Sends a command and waits for its result.
    @discardableResult
    func command(_ method: String, _ params: JSON = [:], within limit: Duration = .seconds(60)) async throws -> JSON {
        let id = commands.withLock { commands in
            commands.lastID += 1
            return commands.lastID
        }
        let command: JSON = ["id": .number(Double(id)), "method": .string(method), "params": params]
        try await client.send(text: command.description)
        let message = try await eventually("the result of \(method)", within: limit, every: .milliseconds(2)) {
            try result(of: id)
        }
        guard message["type"] == "success" else {
            let text = "\(message["error"].string ?? "error"): \(message["message"].string ?? "")"
            throw BiDiError(method: method, message: text)
        }
        return message["result"]
    }

    /// Removes and returns the result of a command if it has been received.
    private func result(of id: Int) throws -> JSON? {
        while let frame = try client.takeNext() {
            guard let text = frame.text, let message = try? JSON(parsing: text), let number = message["id"].number
            else { continue }
            commands.withLock { $0.results[Int(number)] = message }
        }
        return commands.withLock { $0.results.removeValue(forKey: id) }
    }

    func close() async throws { try await client.close() }
}
