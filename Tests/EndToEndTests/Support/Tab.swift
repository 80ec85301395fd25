import TestSupport

/// A script in a page threw.
struct ScriptError: Error, CustomStringConvertible {
    let expression: String
    let message: String

    var description: String { "\(message) in: \(expression)" }
}

/// One page in a browser.
struct Tab: Sendable {
    let context: String
    let connection: BiDiConnection

    /// Loads another address in the same tab.
    func go(to url: String) async throws {
        let target: JSON = ["context": .string(context), "url": .string(url), "wait": "complete"]
        try await connection.command("browsingContext.navigate", target)
    }

    /// The value of a JavaScript expression; of a promise what it brings.
    ///
    /// The page takes it for something its user did.
    @discardableResult
    func evaluate(_ expression: String) async throws -> JSON {
        let script: JSON = [
            "expression": .string(expression),
            "target": ["context": .string(context)],
            "awaitPromise": true,
            "userActivation": true,
            "serializationOptions": ["maxDomDepth": 0],
        ]
        let answer = try await connection.command("script.evaluate", script)
        guard answer["type"] == "success" else {
            let message = answer["exceptionDetails"]["text"].string ?? "threw"
            throw ScriptError(expression: expression, message: message)
        }
        return JSON(remote: answer["result"])
    }

    /// Waits until an expression is true in JavaScript's sense; one that throws is not true yet.
    func waitUntil(_ expression: String, limit: Duration = .seconds(20), what: String) async throws {
        var last = "nothing"
        try await eventually("\(what); last seen: \(last) in: \(expression)", within: limit) {
            do {
                let seen = try await evaluate(
                    "(async () => { const it = await (\(expression)); return [!!it, it]; })()"
                )
                last = seen[1].description
                return seen[0] == true
            } catch let error as ScriptError {
                last = error.message
                return false
            }
        }
    }

    /// Clicks with the mouse on the middle of an element, as soon as it is there, visible and enabled.
    func click(_ selector: String) async throws {
        let element = "document.querySelector(\(JSON.string(selector)))"
        let ready = "\(element)?.checkVisibility() && !\(element).disabled"
        try await waitUntil(ready, what: "something to click at \(selector)")
        try await evaluate("\(element).scrollIntoView({block: 'center', behavior: 'instant'})")
        let locator: JSON = ["type": "css", "value": .string(selector)]
        let found = try await connection.command(
            "browsingContext.locateNodes",
            ["context": .string(context), "locator": locator, "maxNodeCount": 1]
        )
        let origin: JSON = ["type": "element", "element": ["sharedId": found["nodes"][0]["sharedId"]]]
        let gesture: JSON = [
            ["type": "pointerMove", "x": 0, "y": 0, "origin": origin],
            ["type": "pointerDown", "button": 0],
            ["type": "pointerUp", "button": 0],
        ]
        let mouse: JSON = ["type": "pointer", "id": "mouse", "actions": gesture]
        try await connection.command("input.performActions", ["context": .string(context), "actions": [mouse]])
    }

    /// What an element shows, without the space around it.
    func text(of selector: String) async throws -> String {
        let expression = "document.querySelector(\(JSON.string(selector))).innerText.trim()"
        return try await evaluate(expression).string ?? ""
    }

    /// How far a video element is: the width of its picture (0 before the first one) and its time in seconds.
    func video(_ selector: String) async throws -> (width: Int, currentTime: Double) {
        let expression = "(it => [it.videoWidth, it.currentTime])(document.querySelector(\(JSON.string(selector))))"
        let seen = try await evaluate(expression)
        return (Int(seen[0].number ?? 0), seen[1].number ?? 0)
    }

    func close() async throws {
        try await connection.command("browsingContext.close", ["context": .string(context)])
    }
}
