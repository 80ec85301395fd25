/// A policy of `Content-Security-Policy` (CSP Level 3 §2.2), which can be extended; directives that stay are kept as written.
package struct ContentSecurityPolicy: Equatable {
    private struct Directive: Equatable {
        /// The directive as it is written.
        var text: String
        /// The name in lower case.
        let name: String
        /// The words after the name.
        let sources: [String]

        init(_ text: String) {
            let words = text.split { " \t\n\r\u{0C}".contains($0) }.map(String.init)
            (self.text, name, sources) = (text, words.first?.lowercased() ?? "", Array(words.dropFirst()))
        }

        /// Returns whether one of the sources is one of `words`, regardless of case.
        func contains(_ words: [String]) -> Bool {
            sources.contains { source in words.contains { $0.lowercased() == source.lowercased() } }
        }

        /// Whether scripts in the markup need a nonce, or a hash (CSP Level 3 §8.2).
        var isStrict: Bool { contains(["'strict-dynamic'"]) }

        /// The first nonce that can stand in an attribute.
        var nonce: String? {
            sources.lazy.compactMap { source in
                guard source.lowercased().hasPrefix("'nonce-"), source.hasSuffix("'"), source.count > 8 else {
                    return nil
                }
                let nonce = String(source.dropFirst(7).dropLast())
                return nonce.utf8.allSatisfy(ContentSecurityPolicy.isNonceByte) ? nonce : nil
            }.first
        }
    }

    /// The directives for a script that is loaded, and for a WebSocket; the first that is present holds (§6.8.3).
    private static let (script, connection) = (
        ["script-src-elem", "script-src", "default-src"], ["connect-src", "default-src"]
    )

    private var directives: [Directive]

    /// Parses a policy, of which there may be several in a field.
    package init(_ text: String) {
        directives = text.split(separator: ";", omittingEmptySubsequences: false).map { Directive(String($0)) }
    }

    /// The policy as it is sent.
    package var text: String { directives.map(\.text).joined(separator: ";") }

    private func directive(_ names: [String]) -> Directive? {
        names.lazy.compactMap { name in directives.first { $0.name == name } }.first
    }

    /// Allows a script of the page's own origin whose tag has this nonce.
    package mutating func allowScript(nonce: String?) {
        guard let directive = directive(Self.script) else { return }
        if let nonce, directive.sources.contains(where: { $0.dropFirst(7) == nonce + "'" }) { return }
        if directive.isStrict {
            if let nonce { extend(directive, by: ["'nonce-\(nonce)'"], as: "script-src") }
        } else if !directive.contains(["'self'", "*"]) {
            extend(directive, by: ["'self'"], as: "script-src")
        }
    }

    /// Allows connections to the page's own origin.
    ///
    /// - Parameter socket: The origin for WebSockets, such as `ws://localhost:8080`, which `'self'` does not match in older
    ///   browsers; `nil` if it is unknown.
    package mutating func allowConnections(socket: String?) {
        guard let directive = directive(Self.connection), !directive.contains(["*"]) else { return }
        var missing = directive.contains(["'self'"]) ? [] : ["'self'"]
        if let socket, !directive.contains(Self.matches(of: socket)) { missing.append(socket) }
        if !missing.isEmpty { extend(directive, by: missing, as: "connect-src") }
    }

    /// Returns whether a WebSocket of the page's own origin may be opened.
    package func allowsConnections(socket: String?) -> Bool {
        guard let directive = directive(Self.connection) else { return true }
        return directive.contains(["*", "'self'"] + (socket.map(Self.matches) ?? []))
    }

    /// Returns the sources, besides `'self'` and `*`, that match the origin `socket`; `ws:` matches `wss` too (§6.7.2.9).
    private static func matches(of socket: String) -> [String] {
        [socket, "ws:", String(socket.prefix { $0 != ":" }) + ":"]
    }

    /// Adds sources to a directive; in the place of `default-src`, which holds for other things too, adds a directive `name`.
    private mutating func extend(_ directive: Directive, by sources: [String], as name: String) {
        let kept = directive.sources.filter { $0.lowercased() != "'none'" }
        let words = [directive.name == "default-src" ? name : directive.name] + kept + sources
        let text = directive.text.prefix { $0 == " " } + words.joined(separator: " ")
        if directive.name != "default-src", let index = directives.firstIndex(of: directive) {
            directives[index] = Directive(String(text))
            return
        }
        // An empty directive at the end is the end of a policy that ends with a semicolon.
        if directives.last?.name.isEmpty == true { directives.removeLast() }
        directives.append(Directive(" " + words.joined(separator: " ")))
    }

    private static func isNonceByte(_ byte: UInt8) -> Bool {
        switch UnicodeScalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "+", "/", "-", "_", "=": true
        default: false
        }
    }

    /// Chooses the nonce of a tag that all `policies` can allow.
    ///
    /// - Parameters:
    ///   - policies: The policies, each of which must allow the script.
    ///   - fresh: A nonce for a policy that requires one and has none, as one with hashes may.
    /// - Returns: The nonce; `nil` if none is needed.
    package static func nonce(in policies: [ContentSecurityPolicy], fresh: String) -> String? {
        let directives = policies.compactMap { $0.directive(script) }
        let strict = directives.filter(\.isStrict)
        return (strict + directives).lazy.compactMap(\.nonce).first ?? (strict.isEmpty ? nil : fresh)
    }
}

extension HeaderFields {
    /// Extends the policies of a page by a script of its own origin, and by its WebSocket to `socket`.
    ///
    /// - Returns: The nonce of the script's tag; `nil` if none is needed.
    mutating func extendPolicies(socket: String?, fresh: String) -> String? {
        func policies(_ value: [UInt8]) -> [ContentSecurityPolicy] {
            String(decoding: value, as: UTF8.self).split(separator: ",", omittingEmptySubsequences: false)
                .map { ContentSecurityPolicy(String($0)) }
        }
        let all = values(of: "content-security-policy").flatMap(policies)
        let nonce = ContentSecurityPolicy.nonce(in: all, fresh: fresh)
        mapValues(of: "content-security-policy") { value in
            let before = policies(value)
            let after = before.map { policy in
                var policy = policy
                policy.allowScript(nonce: nonce)
                policy.allowConnections(socket: socket)
                return policy
            }
            return after == before ? value : Array(after.map(\.text).joined(separator: ",").utf8)
        }
        return nonce
    }
}
