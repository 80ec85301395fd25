/// A diagnostic: something that is checked in signaling, with the reason for it.
///
/// A rule fires on captured evidence only; without evidence it is silent. It is declared in the file of its check, in the
/// folder `Rules`, and listed in ``all``.
///
/// ```swift
/// extension Rule {
///     /// An answer came long after its offer.
///     public static let lateAnswer = Rule(
///         "late-answer", .order, .warning, title: "late answer", reference: "RFC 9429 §3.2", presumesDelivery: true,
///         explanation: "The answer came long after its offer. …",
///         remedy: "If a person has to accept the call, ask first and offer afterwards. …")
/// }
/// ```
public struct Rule: Hashable, Sendable {
    /// The subject of a rule.
    public enum Family: Hashable, Sendable, CaseIterable {
        /// The order of offers and answers.
        case order
        /// Candidates that are missing or belong to no description.
        case candidates
        /// A description by itself.
        case description
        /// An answer compared with its offer.
        case answer
        /// A description compared with the previous one of its author.
        case succession
        /// The delivery from one peer to another.
        case delivery
        /// The connection that a page reports.
        case connection
    }

    /// The subject of the rule.
    public let family: Family
    /// The severity of its findings, unless the check gives another one.
    public let severity: Severity
    /// Whether its findings presume that every message was delivered when it was sent.
    package let presumesDelivery: Bool
    /// Whether its findings may be consequences of glare, after which the two sides disagree on what was negotiated.
    package let followsFromGlare: Bool
    /// Whether its findings are resolved by the next offer that is answered.
    package let endsWithNextRound: Bool
    /// A hash of the name, by which two rules are compared.
    private let id: UInt64
    /// Static strings, so that copying a rule retains nothing.
    private let texts:
        (
            name: StaticString, title: StaticString, reference: StaticString, explanation: StaticString,
            remedy: StaticString
        )

    /// Declares a rule, whose findings stay open after the next offer and its answer if it `outlastsNextRound`.
    package init(
        _ name: StaticString, _ family: Family, _ severity: Severity, title: StaticString,
        reference: StaticString = "", presumesDelivery: Bool = false, followsFromGlare: Bool = false,
        outlastsNextRound: Bool = false, explanation: StaticString, remedy: StaticString
    ) {
        texts = (name, title, reference, explanation, remedy)
        self.family = family
        self.severity = severity
        self.presumesDelivery = presumesDelivery
        self.followsFromGlare = followsFromGlare
        endsWithNextRound = !outlastsNextRound && [.order, .answer, .succession, .candidates].contains(family)
        // FNV-1a.
        id = name.withUTF8Buffer { $0.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 } }
    }

    /// The name: `answer-without-offer`.
    public var name: String { texts.name.description }
    /// The name for lists: `answer without an offer`.
    public var title: String { texts.title.description }
    /// The standard that it follows from, such as `RFC 8842 §5.3`; empty if it follows from how the relay works.
    public var reference: String { texts.reference.description }
    /// An explanation of the problem, in a few sentences.
    public var explanation: String { texts.explanation.description }
    /// The remedy for the author of a client, in a few sentences.
    public var remedy: String { texts.remedy.description }

    /// Whether both have the same name.
    public static func == (left: Rule, right: Rule) -> Bool { left.id == right.id }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension Rule {
    /// Both sides offered before either had answered.
    ///
    /// Declared here and not beside its check, as ``FindingBook`` names it as the cause of findings that may follow from it.
    public static let glare = Rule(
        "glare", .order, .information, title: "glare",
        reference: "RFC 3264 §4, RFC 9429 §4.1.10.2",
        explanation: """
            Both sides offered before either had answered. One has to give its own offer up and answer: with perfect \
            negotiation the polite one does so by itself. Without it, browsers roll back on both sides, and each \
            answer is refused in the state stable.
            """,
        remedy: """
            Agree on who is polite, or let one side alone offer.
            """)
}
