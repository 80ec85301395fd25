import Drafts
import Drawing
import Messages
import Screens
import Sessions

/// Editing, composing and sending messages.
extension CommandTable {
    /// The places where a message can be edited or composed.
    private static let sources = panes.union([.message, .ladder, .rules])

    static let drafting: [Command] = [
        Command(
            "edit", [.character("e")], .act, "change the selected message in an editor, then send it", hint: "edit",
            in: sources.union([.draft]),
            taking: Command.Parameter("[raw]", values: { _ in ["raw"] }) { model, word in
                word == "raw" ? model.edit(raw: true) : model.report("edit takes raw, for all of its bytes, or nothing")
            },
            unless: DisabledReasons.nothingToEdit
        ) { $0.edit() },
        Command(
            "compose", [.character("+")], .act, "write a message from a template", in: sources,
            taking: Command.Parameter(
                "TEMPLATE", values: { _ in MessageTemplate.all.map(\.name) }
            ) { $0.compose($1) },
            unless: DisabledReasons.nobodyToWriteTo
        ) { $0.begin(.command, "compose ") },
        Command(
            "send", [.enter], .act, "send the draft", hint: "send", in: [.draft],
            unless: { DisabledReasons.readOnly($0) ?? $0.top(DraftScreen.self)?.disabledReason }
        ) { $0.sendDraft() },
        Command(
            "next-target", [.tab], .act, "the next recipient of the draft", hint: "recipient", in: [.draft],
            unless: DisabledReasons.noOtherTarget
        ) { $0.nextTarget(by: 1) },
        Command(
            "previous-target", [.backTab], .act, "the previous recipient of the draft", in: [.draft],
            unless: DisabledReasons.noOtherTarget
        ) { $0.nextTarget(by: -1) },
        Command(
            "next-author", [.character("f")], .act, "the next author of the draft", hint: "author",
            in: [.draft], unless: DisabledReasons.noOtherTarget
        ) { $0.nextAuthor() },
    ]

    /// The commands that edit a description in one step.
    static let edits: [Command] = EditCommand.allCases.map { edit in
        Command(
            edit.name, [], .act, edit.help, in: sources.union([.draft]),
            taking: Command.Parameter(edit.parameters, values: { _ in edit.values }) { $0.edit(edit.name, $1) },
            unless: DisabledReasons.noDescriptionToEdit, run: { $0.edit(edit.name, "") }
        )
    }
}

extension DisabledReasons {
    @Sendable static func nothingToEdit(_ model: Model) -> String? {
        if let reason = readOnly(model) { return reason }
        if model.draft != nil || model.draftOfEntry != nil { return nil }
        return model.currentEntry.map { "#\($0) is a fact, not a message: nothing to edit" }
            ?? "a message is edited from the log: 2 goes there"
    }

    @Sendable static func noDescriptionToEdit(_ model: Model) -> String? {
        if let reason = nothingToEdit(model) { return reason }
        guard let draft = model.draft ?? model.draftOfEntry else { return nil }
        return ParsedMessage(draft.message).descriptionText == nil ? "there is no description in it" : nil
    }

    @Sendable static func nobodyToWriteTo(_ model: Model) -> String? {
        readOnly(model) ?? (model.context.session.roster.present.isEmpty ? "there is no peer to send it to" : nil)
    }

    @Sendable static func noOtherTarget(_ model: Model) -> String? {
        guard let draft = model.draft else { return nil }
        if case .held(let entry) = draft.origin { return "it is sent in place of #\(entry)" }
        return nil
    }
}
