import Foundation
import TestSupport

extension Browser {
    private static let preferences: [String: String] = [
        "media.navigator.streams.fake": "true",
        "media.navigator.permission.disabled": "true",
        "media.autoplay.default": "0",
        "app.update.enabled": "false",
        "app.normandy.enabled": "false",
        "browser.shell.checkDefaultBrowser": "false",
        "datareporting.policy.dataSubmissionEnabled": "false",
        "toolkit.telemetry.enabled": "false",
    ]

    /// Starts Firefox, which speaks WebDriver BiDi without a driver.
    static func firefox() async throws -> Browser {
        let folder = try ScratchFolder()
        let profile = folder.path + "/profile"
        try FileManager.default.createDirectory(atPath: profile, withIntermediateDirectories: true)
        let lines = preferences.map { "user_pref(\"\($0.key)\", \($0.value));\n" }
        _ = try folder.write(lines.joined(), to: "profile/user.js")
        let command = [
            "firefox-esr", "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0",
            "about:blank",
        ]
        return try await start(in: folder, command) { firefox, _ in
            let line = try await firefox.line(containing: "WebDriver BiDi listening on ws://", within: .seconds(60))
            let url = line.split(separator: " ").last.map(String.init) ?? ""
            let connection = try await BiDiConnection.open(url + "/session")
            try await connection.command("session.new", ["capabilities": [:]])
            return connection
        }
    }
}
