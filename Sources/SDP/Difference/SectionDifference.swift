/// A section of two descriptions side by side.
public struct SectionDifference: Hashable, Sendable {
    /// Something that changed as a whole.
    public enum Change: String, Hashable, Sendable, CaseIterable {
        /// The later description alone has it.
        case added = "new"
        /// The earlier description alone has it, which RFC 3264 §8 forbids: a section is rejected, never left out.
        case removed
        /// Its port became 0 (RFC 3264 §6 and §8.2).
        case rejected
        /// Its port is no longer 0.
        case restored
        /// The same side has another user name and another password (RFC 8839 §4.4.1.1.1).
        case iceRestart = "ICE restart"
        /// The same side has another user name or another password, and not both.
        case halfICERestart = "half an ICE restart"
        /// The same side has another certificate (RFC 8842 §5).
        case fingerprint = "new fingerprint"
        /// The kind or the transport protocol is another.
        case kind = "another kind"
    }

    /// The section as it was; `nil` if it is new.
    public let before: MediaDescription?
    /// The section as it is; `nil` if it is gone.
    public let after: MediaDescription?
    /// What changed as a whole, in the order of ``Change``.
    public let changes: [Change]
    /// The names of codecs in both, in the later order.
    public let keptCodecs: [String]
    /// Those in the earlier alone.
    public let droppedCodecs: [String]
    /// Those in the later alone.
    public let addedCodecs: [String]
    /// What changed in its lines.
    public let hunks: [LineHunk]

    init(before: MediaDescription?, after: MediaDescription?, isSameSide: Bool, hunks: [LineHunk]) {
        self.before = before
        self.after = after
        self.hunks = hunks
        changes = Self.changes(before, after, isSameSide: isSameSide)
        let (old, new) = (before?.codecNames ?? [], after?.codecNames ?? [])
        // Case does not matter in their names (RFC 4855 §3).
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
        // Each side has its own user name and certificate: between two sides they are no change. A rejected section
        // has none that count.
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

    /// A line: `m1 video · new`, `m0 audio · sendrecv → recvonly · setup actpass → active · G722 dropped`.
    ///
    /// It holds names that a peer chose, so it is made printable when it is drawn.
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
