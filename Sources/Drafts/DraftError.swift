public import SDP
import Text

/// The reason why an edit or a message template cannot be applied.
public enum DraftError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no command or template with this name.
    case unknownCommand(String, known: [String])
    /// A command lacks an argument.
    case missingWord(String, parameters: String)
    /// A command has too many arguments.
    case extraWord(String, String, parameters: String)
    /// A word is not one of those that are allowed in its place.
    case unknownWord(String, what: String, known: [String])
    /// The bandwidth is not a number from 0 to ``DescriptionEdit/kilobitLimit``.
    case bandwidth(String)

    /// The text does not begin with `v=0` (RFC 8866 §5.1).
    case noDescription(String)
    /// No open section has the codec, but only those that are present.
    case noCodec(String, present: [String])
    /// The edit would leave the section without codecs.
    ///
    /// Those that it has are present.
    case nothingLeft(section: String, present: [String])
    /// The sections with these codecs have no others.
    case nothingElse([String])
    /// No section has this mid, but only those that are present.
    case noSection(mid: String, present: [String])
    /// There is no open media section.
    case noMedia
    /// The section does not use RTP.
    case notMedia(section: String)
    /// There are no candidates of these types, but only those that are present.
    case noCandidate([String], present: [String])
    /// There is no `a=setup` line.
    case noSetup
    /// The property has this value already.
    ///
    /// Others can be chosen.
    case already(String, String, choices: [String])

    /// There is no known codec of this name for this kind of media.
    case unknownCodec(String, kind: String, known: [String])
    /// A section for data channels has no codecs, and there is only one (RFC 8841 §5).
    case data(String)
    /// There are more sections than ``OfferTemplate/sectionLimit``.
    case tooManySections(Int)
    /// There is no offer to answer.
    case noOffer
    /// The candidate is malformed.
    case candidate(CandidateError)
    /// The word is not a peer id such as `p1`.
    case peer(String)

    /// The largest number of names that an error message lists.
    static let listLimit = 16

    /// The error, and its remedy.
    public var description: String {
        switch self {
        case .unknownCommand(let name, let known): "there is no '\(Excerpt(name))'; \(Self.remedy(name, known))"
        case .missingWord(let name, let parameters): "\(name): missing argument; usage: \(name) \(parameters)"
        case .extraWord(let name, let word, let parameters):
            "unexpected argument '\(Excerpt(word))'; usage: \(parameters.isEmpty ? name : name + " " + parameters)"
        case .unknownWord(let word, let what, let known):
            "'\(Excerpt(word))' is no \(what); \(Self.remedy(word, known))"
        case .bandwidth(let text):
            "bandwidth '\(Excerpt(text))' is not a number of kbit/s from 0 to \(DescriptionEdit.kilobitLimit)"
        case .noDescription(let text): "'\(Excerpt(text))' is no session description: it does not begin with v=0"
        case .noCodec(let name, let present): "no section has codec '\(Excerpt(name))'; \(Self.present(present))"
        case .nothingLeft(let section, let present):
            "\(section) would have no codec left; keep one of: \(Self.list(present))"
        case .nothingElse(let names):
            "nothing but '\(Excerpt(names.joined(separator: " ")))' is in its sections; name another codec to keep"
        case .noSection(let mid, let present): "no section has mid '\(Excerpt(mid))'; \(Self.present(present))"
        case .noMedia: "no section carries media that is not rejected; name a section by its mid"
        case .notMedia(let section): "\(section) carries no media over RTP, and has no direction; name another section"
        case .noCandidate(let types, let present):
            "no candidate is of type '\(types.joined(separator: " "))'; \(Self.present(present))"
        case .noSetup: "no a=setup is in the description; there is nothing to change"
        case .already(let what, let value, let choices):
            "\(what) is '\(value)' already; "
                + (choices.isEmpty ? "choose another" : "choose \(Self.either(choices.filter { $0 != value }))")
        case .unknownCodec(let name, let kind, let known):
            "no \(kind) codec '\(Excerpt(name))' is known; \(Self.remedy(name, known))"
        case .data(let text): "'\(Excerpt(text))' is not needed: one data section, without codecs, has all channels"
        case .tooManySections(let count):
            "an offer of \(count) sections is too large; name \(OfferTemplate.sectionLimit) at the most"
        case .noOffer: "an answer needs the offer that it answers; select one"
        case .candidate(let error): error.description
        case .peer(let text): "'\(Excerpt(text))' is no peer's id; write one such as p1"
        }
    }

    private static func remedy(_ word: String, _ known: [String]) -> String {
        Nearest.closestMatch(word, in: known).map { "did you mean \($0)?" } ?? "choose \(either(known))"
    }

    private static func present(_ names: [String]) -> String {
        names.isEmpty ? "there are none" : "there are: \(list(names))"
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(listLimit).map { Excerpt($0).description }.joined(separator: " ")
        return names.count > listLimit ? shown + " …" : shown
    }

    private static func either(_ words: [String]) -> String {
        let start = words.dropLast().joined(separator: ", ")
        return start + (words.last.map { start.isEmpty ? $0 : " or \($0)" } ?? "")
    }
}
