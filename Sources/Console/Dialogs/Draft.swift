import Drafts
import Events
import Messages

/// A message that the operator has edited or composed and not yet sent.
struct Draft: Hashable, Sendable {
    /// The source of a draft.
    enum Origin: Hashable, Sendable {
        /// The message of an entry, which has been delivered already.
        case entry(Int)
        /// The message held in an entry, which the draft replaces.
        case held(Int)
        /// The template of this name.
        case template(String)
    }

    let origin: Origin
    /// The message before it was edited; `nil` for a composed one.
    let original: Message?
    var message: Message
    /// The peer in whose name the draft is sent.
    var author: PeerID
    let room: String
    /// The targets to choose from; empty if the draft replaces a held message.
    var targets: [SendTarget] = []
    /// The index of the chosen target.
    var choice = 0
    /// Whether the editor gets the whole payload instead of the description in it.
    var isRaw = false

    var target: SendTarget? { choice < targets.count ? targets[choice] : nil }

    /// The entry that the draft was made from; `nil` for a composed one.
    var entry: Int? {
        switch origin {
        case .entry(let entry), .held(let entry): entry
        case .template: nil
        }
    }

    /// The text for the editor; `nil` if the payload is not text.
    var editable: EditableText? { editable(message) }

    private func editable(_ message: Message) -> EditableText? {
        isRaw ? EditableText(raw: message) : EditableText(message)
    }

    /// The problems of the message. The size limit is the relay's default for peers.
    var faults: [DraftFault] { DraftCheck.faults(in: message, limit: Message.byteLimit) }

    /// The lines of the original message and of the draft.
    var lines: (before: [String]?, after: [String]) { (original.flatMap(lines(of:)), lines(of: message) ?? []) }

    private func lines(of message: Message) -> [String]? {
        editable(message)?.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
