import Foundation
import Glibc
import TestSupport

/// A headless browser with an empty profile, a fake camera and a fake microphone: Chromium, or ``firefox()``.
struct Browser: Sendable {
    private static let flags = [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
    ]

    let connection: BiDiConnection
    /// The process that was started: chromedriver, or Firefox.
    let driver: ChildProcess
    /// The folder of its profile and other files.
    let folder: ScratchFolder

    /// Starts Chromium with `flags` in addition to the default ones.
    static func start(_ flags: [String] = []) async throws -> Browser {
        try await start(in: try ScratchFolder(), ["chromedriver", "--port=0"]) { driver, folder in
            try await startSession(of: driver, profile: folder.path + "/profile", Self.flags + flags)
        }
    }

    /// Starts a browser.
    ///
    /// - Parameters:
    ///   - folder: The folder of its files, which is removed if that fails.
    ///   - command: The command that starts it.
    ///   - connect: Connects to it.
    /// - Returns: The browser.
    /// - Throws: The error of the command or of `connect`.
    static func start(
        in folder: ScratchFolder, _ command: [String],
        connect: (ChildProcess, ScratchFolder) async throws -> BiDiConnection
    ) async throws -> Browser {
        // Browsers also write files outside of their profiles.
        let environment = ["HOME": folder.path, "TMPDIR": folder.path]
        do {
            let driver = try ChildProcess(command, environment: environment, errors: .output)
            do {
                return Browser(connection: try await connect(driver, folder), driver: driver, folder: folder)
            } catch {
                await driver.end()
                await endProcesses(naming: folder.path, within: .zero)
                throw error
            }
        } catch {
            folder.remove()
            throw error
        }
    }

    /// Opens a tab and waits until its page is loaded.
    ///
    /// The statements of `preload` run in each page of the tab before the scripts of the page.
    func open(_ url: String, preload: String? = nil) async throws -> Tab {
        let created = try await connection.command("browsingContext.create", ["type": "tab"])
        let tab = Tab(context: created["context"].string ?? "", connection: connection)
        if let preload {
            let script: JSON = [
                "functionDeclaration": .string("() => {\n\(preload)\n}"),
                "contexts": [.string(tab.context)],
            ]
            try await connection.command("script.addPreloadScript", script)
        }
        try await tab.go(to: url)
        return tab
    }

    /// Ends the browser with all its processes and removes its profile.
    func end() async {
        // Ending chromedriver does not end Chromium.
        let sessionEnd = try? await connection.command("session.end", within: .seconds(10))
        try? await connection.close()
        await driver.end()
        await Self.endProcesses(naming: folder.path, within: sessionEnd == nil ? .zero : .seconds(5))
        folder.remove()
    }

    private static func startSession(
        of driver: ChildProcess, profile: String, _ flags: [String]
    ) async throws -> BiDiConnection {
        let started = try await driver.line(containing: "successfully on port")
        let port = started.filter(\.isNumber)
        let connection = try await BiDiConnection.open("ws://127.0.0.1:\(port)/session")
        let arguments = (flags + ["--user-data-dir=\(profile)"]).map { JSON.string($0) }
        let capabilities: JSON = ["browserName": "chrome", "goog:chromeOptions": ["args": .array(arguments)]]
        try await connection.command("session.new", ["capabilities": ["alwaysMatch": capabilities]])
        return connection
    }

    /// Waits until all processes whose command line contains `text` have ended; kills those that have not within `limit`.
    private static func endProcesses(naming text: String, within limit: Duration) async {
        func haveEnded(within limit: Duration) async -> Bool {
            let ended: ()? = try? await eventually("the end of the browser's processes", within: limit) {
                processes(naming: text).isEmpty
            }
            return ended != nil
        }
        if await haveEnded(within: limit) { return }
        for process in processes(naming: text) { kill(process, SIGKILL) }
        _ = await haveEnded(within: .seconds(5))
    }
}

/// Runs `body` with Chromium, and ends it afterwards.
func withBrowser<Result>(_ flags: String..., body: (Browser) async throws -> Result) async throws -> Result {
    try await withBrowser(try await Browser.start(flags), body: body)
}

/// Runs `body` with a browser, and ends it afterwards.
func withBrowser<Result>(_ browser: Browser, body: (Browser) async throws -> Result) async throws -> Result {
    try await withCleanup {
        await browser.end()
    } _: {
        try await body(browser)
    }
}
