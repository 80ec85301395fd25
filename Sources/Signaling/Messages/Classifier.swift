/// Tells what a message is from its shape: those of W3C webrtc-pc as the tutorial's clients wrap them, and our own.
///
/// ```
/// {"sdp":{"type":"offer","sdp":"v=0…"}}      also under description, desc, jsep, offer, answer, or not wrapped
/// {"candidate":{"candidate":"candidate:…","sdpMid":"0","sdpMLineIndex":0,"usernameFragment":"Ab3f"}}      also ice
/// {"candidate":null}  {"candidate":{"candidate":""}}          no more candidates
/// {"type":"bye"}
/// ```
/// Members beside these (`to`, `uuid`, …) do not matter.
enum Classifier {
    static func read(_ message: Message) -> Reading {
        guard let text = message.text, !text.unicodeScalars.contains(where: isBinary) else {
            return Reading(.opaque, "\(message.payload.count) bytes that are not text")
        }
        if let value = JSONValue(message.payload), value.isObject, let reading = read(value) { return reading }
        return Reading(.other, text)
    }

    /// Control characters other than the white space of texts.
    private static func isBinary(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x09 || (0x0E..<0x20).contains(scalar.value) && scalar.value != 0x1B
    }

    private static func read(_ object: JSONValue) -> Reading? {
        if let reading = description(object) { return reading }
        for key in ["sdp", "description", "desc", "jsep", "offer", "answer"] {
            if let wrapped = object[key], let reading = description(wrapped) { return reading }
        }
        for key in ["candidate", "ice"] {
            guard let value = object[key] else { continue }
            if value.isNull { return Reading(.endOfCandidates, "all candidates sent") }
            if let reading = candidate(value.isObject ? value : object) { return reading }
        }
        return object["type"]?.string == "bye" ? Reading(.bye, "") : nil
    }

    /// An `RTCSessionDescriptionInit`.
    private static func description(_ object: JSONValue) -> Reading? {
        guard object.isObject, let type = object["type"]?.string else { return nil }
        if type == "rollback" { return Reading(.rollback, "the offer is taken back") }
        guard let kind = ["offer": Kind.offer, "answer": .answer, "pranswer": .pranswer][type],
            let text = object["sdp"]?.string
        else { return nil }
        guard let description = SessionDescription(text) else { return Reading(kind, "not a session description") }
        return Reading(kind, description.summary, description: description)
    }

    /// An `RTCIceCandidateInit`.
    private static func candidate(_ object: JSONValue) -> Reading? {
        guard let line = object["candidate"]?.string else { return nil }
        let section = section(object)
        if line.isEmpty {
            return Reading(.endOfCandidates, section.isEmpty ? "all candidates sent" : "no more for \(section)")
        }
        guard let candidate = Candidate(line) else {
            let isOne = line.hasPrefix("candidate:") || line.hasPrefix("a=candidate:")
            return isOne ? Reading(.candidate, "malformed: " + line) : nil
        }
        return Reading(
            .candidate,
            [candidate.summary, section].filter { !$0.isEmpty }.joined(separator: " "),
            candidate: candidate
        )
    }

    /// The m-line a candidate belongs to: `m0` by index, else the mid.
    private static func section(_ object: JSONValue) -> String {
        if let index = object["sdpMLineIndex"]?.integer { return "m\(index)" }
        return object["sdpMid"]?.string.map { "mid \($0)" } ?? ""
    }
}
