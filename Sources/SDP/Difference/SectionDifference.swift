/// The differences between two versions of a section.
public struct SectionDifference: Hashable, Sendable {
    /// A change that concerns the section as a whole.
    public enum Change: String, Hashable, Sendable, CaseIterable {
        /// Only the later description has the section.
        case added = "new"
        /// Only the earlier description has the section, which RFC 3264 §8 forbids: a section is rejected, never
        /// removed.
        case removed
        /// The port became 0 (RFC 3264 §6 and §8.2).
        case rejected
        /// The port is no longer 0.
        case restored
        /// The same side has a new user name and a new password (RFC 8839 §4.4.1.1.1).
        case iceRestart = "ICE restart"
        /// The same side has a new user name or a new password, but not both.
        case halfICERestart = "half an ICE restart"
        /// The same side has a new certificate (RFC 8842 §5).
        case fingerprint = "new fingerprint"
        /// The kind of media or the transport protocol changed.
        case kind = "another kind"
    }

    /// The earlier section; `nil` if the section was added.
    public let before: MediaDescription?
    /// The later section; `nil` if the section was removed.
    public let after: MediaDescription?
    /// The changes in the order of ``Change``.
    public let changes: [Change]
    /// The names of the codecs in both sections, in the later order.
    public let keptCodecs: [String]
    /// The names of the codecs that only the earlier section has.
    public let droppedCodecs: [String]
    /// The names of the codecs that only the later section has.
    public let addedCodecs: [String]
    /// The changed lines.
    public let hunks: [LineHunk]

    init(before: MediaDescription?, after: MediaDescription?, isSameSide: Bool, hunks: [LineHunk]) {
        self.before = before
        self.after = after
        self.hunks = hunks
        changes = Self.changes(before, after, isSameSide: isSameSide)
        let (old, new) = (before?.codecNames ?? [], after?.codecNames ?? [])
        // Codec names are case-insensitive (RFC 4855 §3).
        let (oldNames, newNames) = (Set(old.map { $0.lowercased() }), Set(new.map { $0.lowercased() }))
        keptCodecs = new.filter { oldNames.contains($0.lowercased()) }
        droppedCodecs = old.filter { !newNames.contains($0.lowercased()) }
        addedCodecs = new.filter { !oldNames.contains($0.lowercased()) }
    }

    private static func changes(
        _ before: MediaDescription?, _ after: MediaDescription?, isSameSide: Bool
    ) -> [Change] {
        guard let before else { return after == nil ? [] : after?.isRejected == true ? [.added, .rejected] : [.added] }
        guard let after else { return [.removed] }
        var changes: [Change] = []
        if before.isRejected != after.isRejected { changes.append(after.isRejected ? .rejected : .restored) }
        // Two sides always differ in their user names and certificates, and those of a rejected section do not count.
        if isSameSide, !after.isRejected, !before.isRejected {
            let isNewUfrag = before.iceUfrag != after.iceUfrag
            let isNewPassword = before.icePassword != after.icePassword
            if isNewUfrag, isNewPassword { changes.append(.iceRestart) }
            if isNewUfrag != isNewPassword { changes.append(.halfICERestart) }
            if Set(before.fingerprints) != Set(after.fingerprints) { changes.append(.fingerprint) }
        }
        if before.kind != after.kind || before.transport != after.transport { changes.append(.kind) }
        return changes
    }

    /// A one-line summary: `m1 video · new`, `m0 audio · sendrecv → recvonly · setup actpass → active · G722 dropped`.
    ///
    /// It contains names that a peer chose, so it must be made printable before it is shown.
    public var summary: String {
        guard let section = after ?? before else { return "" }
        var facts = ["m\(section.index) \(section.kind)"] + changes.map(\.rawValue)
        if let before, let after, !after.isRejected {
            if let step = Self.step(before.direction.rawValue, after.direction.rawValue) { facts.append(step) }
            if let step = Self.step(before.setup?.rawValue ?? "none", after.setup?.rawValue ?? "none") {
                facts.append("setup " + step)
            }
            if !droppedCodecs.isEmpty { facts.append(Self.listed(droppedCodecs) + " dropped") }
            if !addedCodecs.isEmpty { facts.append(Self.listed(addedCodecs) + " added") }
        }
        return facts.count == 1 ? facts[0] + " · same" : facts.joined(separator: " · ")
    }

    private static func step(_ old: String, _ new: String) -> String? {
        old == new ? nil : "\(old) → \(new)"
    }

    private static func listed(_ names: [String]) -> String {
        names.prefix(6).joined(separator: ",") + (names.count > 6 ? "…" : "")
    }
}
