import Events
import Messages
import Reports
import Routing
import SDP
import Text

/// The reports of pages in the language of conversations: each page is a socket of that number.
///
/// ```
/// page1 opens              page1 opens insecure           page1 leaves
/// page1 makes 1            page1 makes 1 turn:192.0.2.9 policy=relay
/// page1 sets-local 1 #3    page1 sets-remote 1 #4         page1 sets-remote 1 #4 error=InvalidStateError
/// page1 sets-remote 1 #4 changed                          page1 adds 1 #5       page1 adds 1 #5 error=OperationError
/// page1 state 1 ice checking                              page1 closes 1
/// page1 fails 1 401 turn:192.0.2.9                        page1 gathers 1 relay
/// page1 asks error=NotAllowedError                        page1 plays 1 error=NotAllowedError
/// page1 counts 1 "dtls":"connecting","pairs":[…]          the members of statistics
/// ```
/// A number with `#` is that of the entry whose description or candidate the page applies.
enum ReportScript {
    /// Returns the event that `line` stands for; `nil` if it is not understood.
    static func event(_ line: Substring, _ words: [String], _ delivery: (Int) -> Delivery?) -> Switchboard.Event? {
        guard words[0].hasPrefix("page"), let socket = Int(words[0].dropFirst(4)) else { return nil }
        let address = "127.0.0.1:\(60_000 + socket)"
        if words[1] == "leaves" { return .probe(.left, socket: socket, address: address) }
        guard let (connection, members) = members(line, words, delivery) else { return nil }
        let pc = connection.map { ",\"pc\":\($0)" } ?? ""
        // A time that is yet to come is that of the arrival.
        let text = "{\(members)\(pc),\"t\":1000000000}"
        guard let report = try? ReportDecoder.decode(Array(text.utf8)) else { return nil }
        return .probe(.reported(report), socket: socket, address: address)
    }

    /// The number of the connection, and the members of the report.
    private static func members(
        _ line: Substring, _ words: [String], _ delivery: (Int) -> Delivery?
    ) -> (connection: Int?, text: String)? {
        let error = words.first { $0.hasPrefix("error=") }.map {
            ",\"error\":{\"name\":\"\($0.dropFirst(6))\",\"message\":\"in a test\"}"
        }
        let connection = words.count > 2 ? Int(words[2]) : nil
        let entry = words.first { $0.hasPrefix("#") }.flatMap { Int($0.dropFirst()) }.flatMap(delivery)
        let parsed = entry.map { ParsedMessage($0.message) }
        switch words[1] {
        case "opens":
            let isSecure = !words.contains("insecure")
            return (
                nil,
                "\"type\":\"page\",\"session\":\"\(words[0])\",\"now\":0,\"url\":\"http://localhost/\",\"secure\":\(isSecure),\"devices\":\(isSecure)"
            )
        case "makes":
            let servers = words.dropFirst(3).filter { !$0.hasPrefix("policy=") }.map { "{\"urls\":[\"\($0)\"]}" }
            let policy = words.contains("policy=relay") ? "relay" : "all"
            return (
                connection,
                "\"type\":\"connection\",\"servers\":[\(servers.joined(separator: ","))],\"policy\":\"\(policy)\""
            )
        case "sets-local", "sets-remote":
            guard let parsed, let text = parsed.descriptionText, let terms = parsed.descriptionSummary,
                let section = terms.sections.first(where: { $0.ufrag != nil })
            else { return nil }
            let applied = words.contains("changed") ? text + "a=changed\r\n" : text
            let method = words[1] == "sets-local" ? "setLocalDescription" : "setRemoteDescription"
            return (
                connection,
                """
                "type":"call","method":"\(method)","ms":3,"kind":"\(parsed.kind.rawValue)",\
                "sdp":\(quoted(withoutSecrets(applied))),"ufrag":\(quoted(section.ufrag ?? "")),\
                "fingerprint":\(quoted(section.fingerprints.first ?? ""))\(error ?? "")
                """
            )
        case "adds":
            guard let candidate = parsed?.candidate else { return nil }
            return (
                connection,
                "\"type\":\"call\",\"method\":\"addIceCandidate\",\"ms\":1,\"candidate\":\(quoted(text(of: candidate)))\(error ?? "")"
            )
        case "state" where words.count == 5:
            return (connection, "\"type\":\"state\",\"of\":\"\(words[3])\",\"to\":\"\(words[4])\"")
        case "closes": return (connection, "\"type\":\"call\",\"method\":\"close\",\"ms\":0")
        case "fails" where words.count == 5:
            return (
                connection, "\"type\":\"candidateerror\",\"code\":\(words[3]),\"url\":\"\(words[4])\",\"text\":\"no\""
            )
        case "gathers" where words.count == 4:
            let text = "candidate:1 1 udp 1 192.0.2.7 5 typ \(words[3])"
            return (connection, "\"type\":\"candidate\",\"candidate\":\"\(text)\"")
        case "asks":
            return (nil, "\"type\":\"media\",\"method\":\"getUserMedia\",\"kinds\":[\"video\"],\"ms\":5\(error ?? "")")
        case "plays": return (connection, "\"type\":\"play\",\"kind\":\"video\",\"event\":\"rejected\"\(error ?? "")")
        case "counts":
            let members = line.dropFirst(words[0].count + words[1].count + words[2].count + 3)
            return (connection, "\"type\":\"stats\",\(members)")
        default: return nil
        }
    }

    private static func text(of candidate: Candidate) -> String {
        "candidate:\(candidate.foundation) \(candidate.component) \(candidate.transport) \(candidate.priority) "
            + "\(candidate.address) \(candidate.port) typ \(candidate.type)"
    }

    private static func withoutSecrets(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map {
            $0.hasPrefix("a=ice-pwd:") ? "a=ice-pwd:-" : String($0)
        }.joined(separator: "\r\n")
    }

    private static func quoted(_ text: String) -> String { JSONString.encode(text) }
}
