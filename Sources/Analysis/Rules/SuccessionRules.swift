import Connections
public import Findings
import Negotiations
import SDP
import Text

extension Rule {
    /// A peer sent the same description twice.
    public static let duplicateDescription = Rule(
        "duplicate-description", .succession, .warning, title: "repeated description",
        reference: "RFC 3264 §8",
        explanation: """
            The same description was sent again, with the same candidates. A repeated offer is negotiated once more, a \
            repeated answer is rejected.
            """,
        remedy: """
            Look for a message that is sent again after a reconnect, or a handler that is registered twice.
            """)

    /// A peer has new ICE credentials.
    public static let iceRestart = Rule(
        "ice-restart", .succession, .information, title: "ICE restart",
        reference: "RFC 8839 §4.4.1.1.1",
        followsFromGlare: true,
        explanation: """
            The side has a new ICE user name and password, so that ICE restarts and may find another path; media keeps \
            flowing until then. That is what restartIce does after a change of networks.
            """,
        remedy: """
            Nothing needs to be done. If only one of the two is new, look for code that edits the description: the \
            checks may fail.
            """)

    /// The version of a description does not increase.
    public static let staleVersion = Rule(
        "stale-version", .succession, .warning, title: "version that does not increase",
        reference: "RFC 3264 §8, RFC 9429 §5.2.2",
        explanation: """
            Each new description of a connection increases the version by one. A lower version is an old description \
            that was sent again; the same version with other content was edited on the way, or comes from a client \
            that does not count. Some recipients ignore both.
            """,
        remedy: """
            Send each description once, and exactly as the browser created it.
            """)

    /// A peer has a new connection.
    public static let newSession = Rule(
        "new-session", .succession, .information, title: "new connection",
        reference: "RFC 9429 §5.2.1",
        followsFromGlare: true,
        explanation: """
            The description belongs to a new connection of the peer, as after a reload of its page.
            """,
        remedy: """
            The other side has to create a new connection as well: its current one was negotiated with a connection \
            that no longer exists, and does not fit an offer for the new one.
            """)
}

/// Checks of a description against the previous one of its author in the same negotiation.
enum SuccessionRules {
    /// Checks `later`, the next description of the author of `earlier`.
    ///
    /// Two descriptions with one session id belong to the same connection only if the certificate is the same, too:
    /// some clients give all their connections the same id.
    static func check(earlier: SignaledDescription, later: SignaledDescription) -> [Observation] {
        guard let old = earlier.terms, let new = later.terms, let before = old.origin, let after = new.origin else {
            return []
        }
        guard before.isSameSession(as: after) else { return newSession(old, new, earlier, later) }
        // Usually only the version differs.
        let isRepeated = old.differsOnlyInOrigin(from: new)
        guard isRepeated || agree(old.fingerprints, new.fingerprints) else { return [] }
        if old.digest == new.digest, before.version == after.version {
            return duplicate(old, new, earlier, later)
        }
        let restart = isRepeated ? [] : iceRestart(old, new, earlier, later)
        return staleVersion(before, after, earlier, later) + restart
    }

    /// Whether two lists have an element in common, or one of them is empty.
    private static func agree(_ left: [String], _ right: [String]) -> Bool {
        left.isEmpty || right.isEmpty || left.contains(where: right.contains)
    }

    /// RFC 9429 §5.2.1; some clients use a new id for each description, but no new user name.
    private static func newSession(
        _ old: SDPSummary, _ new: SDPSummary, _ earlier: SignaledDescription, _ later: SignaledDescription
    ) -> [Observation] {
        guard !agree(old.ufrags, new.ufrags) else { return [] }
        let sentence: Sentence =
            """
            \(peer: later.author) made a new connection: \(entry: later.entry) has another session \
            id than \(entry: earlier.entry)
            """
        return [observation(.newSession, sentence, earlier, later)]
    }

    private static func duplicate(
        _ old: SDPSummary, _ new: SDPSummary, _ earlier: SignaledDescription, _ later: SignaledDescription
    ) -> [Observation] {
        // A client may repeat a description to add candidates, or the end of candidates.
        guard old.sections.map(\.candidates) == new.sections.map(\.candidates),
            old.sections.map(\.endsCandidates) == new.sections.map(\.endsCandidates)
        else { return [] }
        let sentence: Sentence =
            """
            \(peer: later.author) repeats the description of \(entry: earlier.entry) in \
            \(entry: later.entry)
            """
        return [observation(.duplicateDescription, sentence, earlier, later)]
    }

    /// RFC 3264 §8.
    private static func staleVersion(
        _ before: Origin, _ after: Origin, _ earlier: SignaledDescription, _ later: SignaledDescription
    ) -> [Observation] {
        if let old = UInt64(before.version), let new = UInt64(after.version), new > old { return [] }
        // Longer versions are compared, too.
        guard let old = Decimal(before.version), let new = Decimal(after.version), new <= old else { return [] }
        // A client that always uses 0 does not count.
        guard before.version != "0" || after.version != "0" else { return [] }
        let version = Excerpt(after.version).description
        if new < old {
            let last = Excerpt(before.version).description
            let sentence: Sentence =
                """
                \(entry: later.entry) of \(peer: later.author) has version \(version), but \
                \(entry: earlier.entry) had \(last) before it
                """
            return [observation(.staleVersion, sentence, earlier, later)]
        }
        // A client that uses the time as both id and version does not count either.
        guard before.sessionID != before.version else { return [] }
        let sentence: Sentence =
            """
            \(entry: later.entry) of \(peer: later.author) differs from \
            \(entry: earlier.entry) under the same version \(version)
            """
        return [observation(.staleVersion, sentence, earlier, later)]
    }

    /// RFC 8839 §4.4.1.1.1; an m-section that joins a bundle has the credentials of the bundle, and restarts nothing.
    private static func iceRestart(
        _ old: SDPSummary, _ new: SDPSummary, _ earlier: SignaledDescription, _ later: SignaledDescription
    ) -> [Observation] {
        // Most later descriptions have the same credentials in all sections.
        if old.sections.count == new.sections.count,
            old.sections.indices.allSatisfy({ index in
                old.sections[index].ufrag == new.sections[index].ufrag
                    && old.sections[index].password == new.sections[index].password
            })
        {
            return []
        }
        let ufrags = Set(old.sections.compactMap(\.ufrag))
        let passwords = Set(old.sections.compactMap(\.password))
        var indices: [String: Int] = [:]
        for (index, section) in old.sections.enumerated() {
            if let mid = section.mid, indices[mid] == nil { indices[mid] = index }
        }
        var restarted: [Int] = []
        var half: [Int] = []
        for index in new.transportSections {
            let section = new.sections[index]
            let match = section.mid.map { indices[$0] } ?? (index < old.sections.count ? index : nil)
            guard let match, !old.sections[match].isRejected, old.sections[match].ufrag != nil,
                old.sections[match].password != nil, let ufrag = section.ufrag, let password = section.password
            else { continue }
            let isNew = (!ufrags.contains(ufrag), !passwords.contains(password))
            if isNew == (true, true) { restarted.append(index) }
            if isNew.0 != isNew.1 { half.append(index) }
        }
        var observations: [Observation] = []
        if !restarted.isEmpty {
            let sentence: Sentence =
                "\(peer: later.author) restarts ICE in \(entry: later.entry): \(new.names(restarted))"
            observations.append(observation(.iceRestart, sentence, earlier, later))
        }
        if !half.isEmpty {
            let sentence: Sentence =
                """
                \(entry: later.entry) of \(peer: later.author) changes half of the ICE credentials \
                in \(new.names(half))
                """
            observations.append(observation(.iceRestart, severity: .warning, sentence, earlier, later, half))
        }
        return observations
    }

    private static func observation(
        _ rule: Rule, severity: Severity? = nil, _ sentence: Sentence, _ earlier: SignaledDescription,
        _ later: SignaledDescription,
        _ sections: [Int] = []
    ) -> Observation {
        Observation(
            rule,
            severity: severity,
            sentence,
            proof: [earlier.entry, later.entry],
            subject: later.subject(sections)
        )
    }
}

/// A decimal integer of any length.
private struct Decimal: Comparable {
    private let digits: Substring.UTF8View.SubSequence

    /// The number in `text`; `nil` if it has other characters than digits.
    init?(_ text: String) {
        let utf8 = text[...].utf8
        guard !utf8.isEmpty, utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else { return nil }
        digits = utf8.drop { $0 == UInt8(ascii: "0") }
    }

    static func < (left: Decimal, right: Decimal) -> Bool {
        let (one, other) = (left.digits.count, right.digits.count)
        return one == other ? left.digits.lexicographicallyPrecedes(right.digits) : one < other
    }

    static func == (left: Decimal, right: Decimal) -> Bool { left.digits.elementsEqual(right.digits) }
}
