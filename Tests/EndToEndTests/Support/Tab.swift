import TestSupport

/// The error of a script in a page.
struct ScriptError: Error, CustomStringConvertible {
    let expression: String
    let message: String

    var description: String { "\(message) in: \(expression)" }
}

/// A tab of a browser.
struct Tab: Sendable {
    let context: String
    let connection: BiDiConnection

    /// Navigates to a URL and waits until the page is loaded.
    func go(to url: String) async throws {
        let target: JSON = ["context": .string(context), "url": .string(url), "wait": "complete"]
        try await connection.command("browsingContext.navigate", target)
    }

    /// Evaluates a JavaScript expression with user activation, and returns its value; awaits promises.
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

    /// Evaluates an expression without user activation, as a script of the page does by itself.
    func run(_ expression: String) async throws {
        try await connection.command(
            "script.evaluate",
            ["expression": .string(expression), "target": ["context": .string(context)], "awaitPromise": true])
    }

    /// Waits until an expression is truthy; errors count as false.
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

    /// Waits until an element is visible and enabled, and clicks on its center.
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

    /// Returns the rendered text of an element without surrounding white space.
    func text(of selector: String) async throws -> String {
        let expression = "document.querySelector(\(JSON.string(selector))).innerText.trim()"
        return try await evaluate(expression).string ?? ""
    }

    /// Returns the width of a video element's picture, 0 before the first frame, and its playback time in seconds.
    func video(_ selector: String) async throws -> (width: Int, currentTime: Double) {
        let expression = "(it => [it.videoWidth, it.currentTime])(document.querySelector(\(JSON.string(selector))))"
        let seen = try await evaluate(expression)
        return (Int(seen[0].number ?? 0), seen[1].number ?? 0)
    }

    func close() async throws {
        try await connection.command("browsingContext.close", ["context": .string(context)])
    }
}

extension JSON {
    /// Converts a remote value of WebDriver BiDi.
    ///
    /// BiDi wraps each value with its type and represents objects as lists of pairs. Values that JSON cannot represent
    /// become null (`undefined`, functions) or text (`NaN`, dates, big integers); a node becomes the name of its element.
    init(remote: JSON) {
        let value = remote["value"]
        switch remote["type"].string {
        case "string", "number", "boolean", "bigint", "date":
            self = value
        case "array", "set", "nodelist", "htmlcollection":
            self = .array((value.array ?? []).map { JSON(remote: $0) })
        case "object", "map":
            var members: [String: JSON] = [:]
            for pair in value.array ?? [] {
                members[pair[0].string ?? JSON(remote: pair[0]).description] = JSON(remote: pair[1])
            }
            self = .object(members)
        case "node":
            self = value["localName"]
        default:
            self = .null
        }
    }
}

/// Waits until all tabs report a connection and play the other's video.
func expectCall(_ tabs: [Tab], connected: String = "pc.connectionState === 'connected'") async throws {
    for tab in tabs {
        try await tab.waitUntil(connected, what: "a connection")
        try await tab.waitUntil("document.querySelector('#remote').videoWidth > 0", what: "a picture")
    }
    for tab in tabs {
        let before = try await tab.video("#remote").currentTime
        try await eventually("a video that moves") { try await tab.video("#remote").currentTime > before + 0.2 }
    }
}
