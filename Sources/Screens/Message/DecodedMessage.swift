import Drawing
import Messages
import Redaction
import SDP
import Sessions
import Text

/// The decoded form of a message: its description or candidate explained, or the members of its JSON object.
enum DecodedMessage {
    /// The maximum number of syntax errors of a description that are listed.
    static let faultLimit = 8
    /// The maximum number of members of a JSON object that are listed.
    static let memberLimit = 64

    static func lines(
        _ parsed: ParsedMessage, _ inspection: Inspection, _ payload: [UInt8], showsSecrets: Bool
    ) -> [Paragraph] {
        if let description = inspection.description {
            return faults(inspection.faults, showsSecrets: showsSecrets)
                + DecodedDescription(description, showsSecrets: showsSecrets).lines
        }
        if let candidate = parsed.candidate { return DecodedCandidate(candidate, parsed).lines }
        let summary = showsSecrets ? parsed.summary : Secrets.masked(parsed.summary)
        let members = members(ShownBytes(payload, showsSecrets: showsSecrets))
        let isRepeated = !members.isEmpty && (summary.isEmpty || summary.hasPrefix("{"))
        let title = isRepeated ? parsed.kind.rawValue : "\(parsed.kind.rawValue)  \(summary)"
        return [Paragraph(title, Style(bold: true))] + members
    }

    /// Returns the syntax errors of a description, each with its line and column.
    private static func faults(_ faults: [SDPError], showsSecrets: Bool) -> [Paragraph] {
        guard !faults.isEmpty else { return [] }
        let rows = faults.prefix(faultLimit).map { fault in
            let text = showsSecrets ? fault.description : Secrets.masked(fault.description)
            return Paragraph.row("text", text, Style(fault.isWarning ? .information : .warning))
        }
        let rest = faults.count - faultLimit
        return rows + (rest > 0 ? [Paragraph.row("", "… \(rest) more", .chrome)] : []) + [.blank]
    }

    /// Returns the members of a JSON object, each in a line; empty if the payload is no object.
    private static func members(_ shown: ShownBytes) -> [Paragraph] {
        var tokens = JSONTokens(shown.bytes)
        guard let first = tokens.next(), first.kind == .open, shown.bytes[first.range.lowerBound] == UInt8(ascii: "{")
        else { return [] }
        var members: [Paragraph] = []
        var name: Range<Int>?
        var value: Range<Int>?
        var depth = 1
        func endMember() {
            if let name, let value { members.append(member(of: shown, name: name, value: value)) }
            (name, value) = (nil, nil)
        }
        while depth > 0, members.count < memberLimit, let token = tokens.next() {
            if token.kind == .open { depth += 1 }
            if token.kind == .close { depth -= 1 }
            switch (depth, token.kind, name) {
            case (0, _, _), (1, .comma, _): endMember()
            case (1, .colon, _): break
            case (1, .string, nil): name = token.content
            default: value = (value?.lowerBound ?? token.range.lowerBound)..<token.range.upperBound
            }
        }
        endMember()
        return depth > 0 && members.count == memberLimit ? members + [Paragraph("…", .chrome)] : members
    }

    private static func member(of shown: ShownBytes, name: Range<Int>, value: Range<Int>) -> Paragraph {
        let label = TextLine(shown.spans(name, .key)).text
        let limit = Paragraph.valueLimit
        let cut = value.prefix(limit)
        let body = TextLine(shown.spans(cut) + (cut.count < value.count ? [TextLine.Span("…", .chrome)] : []))
        return Paragraph(
            body, behind: TextLine(text: Printable.padded(Paragraph.cut(label), 10) + "  ", style: .chrome))
    }
}

/// The decoded form of an ICE candidate.
struct DecodedCandidate {
    private let candidate: Candidate
    private let parsed: ParsedMessage

    init(_ candidate: Candidate, _ parsed: ParsedMessage) {
        self.candidate = candidate
        self.parsed = parsed
    }

    var lines: [Paragraph] {
        var rows: [(String, String)] = [
            ("type", type), ("address", address), ("transport", transport), ("component", component),
            ("priority", priority), ("foundation", candidate.foundation),
        ]
        if let related { rows.append(("related", related)) }
        rows.append(("belongs to", target))
        let others = candidate.extensions.filter { !Self.listedExtensions.contains($0.name) }
            .map { [$0.name, $0.value].compactMap(\.self).joined(separator: " ") }
        if !others.isEmpty { rows.append(("other", others.joined(separator: " · "))) }
        return [Paragraph(parsed.summary, Style(bold: true)), .blank] + fault
            + rows.map { Paragraph.row($0.0, $0.1) }
    }

    /// The extensions that have lines of their own.
    private static let listedExtensions: Set<String> = ["raddr", "rport", "tcptype", "ufrag"]

    private var fault: [Paragraph] {
        do throws(CandidateError) {
            try Candidate.check(candidate.line)
            return []
        } catch {
            return [Paragraph.row("line", error.description, Style(.warning))]
        }
    }

    /// The candidate type with its meaning (RFC 8445 §4).
    private var type: String {
        switch CandidateType(rawValue: candidate.type) {
        case .host: "host: an address of its own interfaces"
        case .serverReflexive: "srflx: its address as a STUN server saw it"
        case .peerReflexive: "prflx: its address as the other side saw it"
        case .relay: "relay: an address on a TURN server"
        case nil: "\(candidate.type): unknown type"
        }
    }

    private var address: String {
        let kind =
            switch candidate.ip {
            case _ where candidate.isMDNS: "an mDNS name, which hides the address"
            case .v4: scope("IPv4")
            case .v6: scope("IPv6")
            case nil: "a name"
            }
        return "\(candidate.address) port \(candidate.port): \(kind)"
    }

    private func scope(_ family: String) -> String {
        candidate.ip.map { "\(family), \($0.scope.rawValue)" } ?? family
    }

    private var transport: String {
        switch candidate.tcpType {
        case "active": "\(candidate.transport) active: opens the connection"
        case "passive": "\(candidate.transport) passive: accepts the connection"
        case "so": "\(candidate.transport) so: simultaneous open"
        case let type?: "\(candidate.transport) \(type)"
        case nil: candidate.transport
        }
    }

    private var component: String {
        switch candidate.component {
        case 1: "1: RTP, or all of a transport that is shared"
        case 2: "2: RTCP"
        default: String(candidate.component)
        }
    }

    /// The priority and its parts (RFC 8445 §5.1.2.1).
    private var priority: String {
        let (type, local) = (candidate.priority >> 24, candidate.priority >> 8 & 0xFFFF)
        let component = 256 - Int(candidate.priority & 0xFF)
        return "\(candidate.priority): type preference \(type), local preference \(local), component \(component)"
    }

    private var related: String? {
        guard let address = candidate.relatedAddress else { return nil }
        return address + (candidate.relatedPort.map { " port \($0)" } ?? "")
    }

    /// The m-section and the ICE generation that the candidate is for.
    private var target: String {
        let facts = [
            parsed.mLineIndex.map { "m\($0)" }, parsed.mid.map { "mid \($0)" },
            parsed.usernameFragment.map { "ufrag \($0)" },
        ].compactMap(\.self)
        return facts.isEmpty ? "no m-section is named" : facts.joined(separator: " · ")
    }
}
