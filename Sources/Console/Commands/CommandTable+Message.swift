import Drawing
import Screens
import Sessions

/// The commands of the message screen.
extension CommandTable {
    static let message: [Command] = [
        Command(
            "next-form", [.tab], .look, "an opened message in its next form", hint: "form", in: [.message],
            unless: noOtherForm
        ) { $0.turnMessage(by: 1) },
        Command(
            "previous-form", [.backTab], .look, "an opened message in its previous form", in: [.message],
            unless: noOtherForm
        ) { $0.turnMessage(by: -1) },
        Command(
            "find", [.character("/")], .look, "look for a text in an opened message", hint: "search", in: [.message]
        ) { $0.begin(.search, $0.top(MessageScreen.self)?.search?.query ?? "") },
        form("decoded", .decoded, "the content of an opened message, in words"),
        form("text", .text, "its description, its candidate or all of it, as it stands"),
        form("json", .json, "all of it as JSON, a line for each value"),
        form("hex", .hex, "its bytes"),
        Command(
            "next-entry", [.character(")")], .look, "open the next entry that the log shows", hint: "next",
            in: [.message], unless: { $0.neighbor(1) == nil ? "the log shows nothing behind this entry" : nil }
        ) { $0.openNeighbor(1) },
        Command(
            "previous-entry", [.character("(")], .look, "open the previous entry that the log shows", in: [.message],
            unless: { $0.neighbor(-1) == nil ? "the log shows nothing before this entry" : nil }
        ) { $0.openNeighbor(-1) },
        Command(
            "next-leg", [.character("v")], .look, "the same message as the upstream server sent it on, and back",
            hint: "as sent on", in: [.message], unless: DisabledReasons.noLeg
        ) { $0.openNextLeg() },
        Command(
            "next-found", [.character("n")], .look, "to the next match", in: [.message],
            unless: noSearch
        ) { $0.change(MessageScreen.self) { $0.findNext(by: 1, in: $1) } },
        Command(
            "previous-found", [.character("N")], .look, "to the previous match", in: [.message], unless: noSearch
        ) { $0.change(MessageScreen.self) { $0.findNext(by: -1, in: $1) } },
    ]

    private static func form(_ name: String, _ form: MessageForm, _ help: String) -> Command {
        Command(
            name, [.character(Unicode.Scalar(UInt8(ascii: "0") + UInt8(form.rawValue)))], .look, help, in: [.message],
            unless: {
                $0.top(MessageScreen.self)?.forms($0.context).contains(form) == true ? nil : form.unavailableReason
            }
        ) { $0.change(MessageScreen.self) { screen, _ in screen.show(form) } }
    }

    @Sendable private static func noOtherForm(_ model: Model) -> String? {
        model.top(MessageScreen.self)?.hasOtherForms(model.context) == true ? nil : "this entry has one form alone"
    }

    @Sendable private static func noSearch(_ model: Model) -> String? {
        model.top(MessageScreen.self)?.search == nil ? "nothing is searched for yet" : nil
    }
}

extension DisabledReasons {
    @Sendable static func noServer(_ model: Model) -> String? {
        model.context.session.endpoint.upstream == nil ? "there is no upstream server: this is a relay" : nil
    }

    @Sendable static func noLeg(_ model: Model) -> String? {
        if let reason = noServer(model) { return reason }
        return model.nextLeg == nil ? "the server did not send this message on" : nil
    }
}

extension Model {
    fileprivate mutating func turnMessage(by step: Int) -> [Effect] {
        change(MessageScreen.self) { $0.turn(by: step, in: $1) }
    }
}
