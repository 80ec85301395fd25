/// The insertion of a tag into an HTML document that passes in parts, so that it is the first child of `head`.
///
/// ```
/// <!doctype html> <html lang=en> <!-- <head> --> <head class=a> ▲ <meta …>
/// ```
/// It is inserted after the start tag of `head`; without one, after that of `html`, or else after the document type, or else
/// at the beginning. As a browser does (WHATWG HTML §13.2.6), the first part of the document that can stand before none of these
/// ends the search, so that a `<head>` in the text of a page is none. Only bytes after the best place so far are held.
package struct HTMLInjection {
    /// The number of bytes that are searched: 64 KiB, more than comments before the head have.
    package static let limit = 64 * 1024

    private enum Stage: Comparable {
        case beginning, doctype, html, found
    }

    /// The marks at the beginning of UTF-8, and of UTF-16 in both orders (WHATWG Encoding §6.1).
    private static let marks: [[UInt8]] = [[0xEF, 0xBB, 0xBF], [0xFE, 0xFF], [0xFF, 0xFE]]
    /// The elements that may be in the head of a document.
    private static let headElements: Set = [
        "html", "head", "base", "basefont", "bgsound", "link", "meta", "title", "script", "style", "noscript",
        "noframes",
        "template",
    ]

    private var tag: [UInt8]
    private var scanner = HTMLScanner()
    private var stage = Stage.beginning
    /// The bytes that were not returned yet, and the number of those that were.
    private var (held, returned) = ([UInt8](), 0)
    /// The number of bytes that were scanned; the best place so far.
    private var (scanned, place) = (0, 0)
    private var isInserted = false
    /// Whether the rest of the document passes unread.
    package private(set) var isDone = false
    /// Whether the tag is, or will be, part of the output; `nil` as long as that is unknown.
    package private(set) var inserts: Bool?
    /// The policies in the head of the document, which hold from there on: `<meta http-equiv="Content-Security-Policy">`.
    package private(set) var policies: [String] = []

    /// Creates an injection of `tag`, which is ASCII.
    package init(_ tag: String) { self.tag = Array(tag.utf8) }

    /// Scans a part of the document; returns the bytes that can be sent.
    package mutating func feed(_ bytes: [UInt8]) -> [UInt8] {
        guard !isDone else { return bytes }
        held += bytes
        guard inserts != nil || readMark(isLast: false) else { return [] }
        while !isDone, scanned - returned < held.count {
            let byte = held[scanned - returned]
            scanned += 1
            if let token = scanner.scan(byte) { read(token) }
            if scanned == Self.limit { (stage, isDone) = (.found, true) }
        }
        return release()
    }

    /// Ends the document; returns the bytes that were held.
    package mutating func finish() -> [UInt8] {
        guard !isDone, inserts != nil || readMark(isLast: true) else { return [] }
        (stage, isDone) = (.found, true)
        return release()
    }

    /// Reads the mark at the beginning; returns false if more bytes are needed for that.
    private mutating func readMark(isLast: Bool) -> Bool {
        guard !held.isEmpty else { return false }
        let mark = Self.marks.first { held.starts(with: $0) }
        if mark == nil, !isLast, Self.marks.contains(where: { $0.starts(with: held) }) { return false }
        inserts = mark?.count != 2
        if inserts == false {
            // The bytes of the tag are no characters of UTF-16.
            tag = []
            (stage, isDone) = (.found, true)
        }
        scanned = mark?.count ?? 0
        place = scanned
        return true
    }

    private mutating func read(_ token: HTMLScanner.Token) {
        if stage < .found {
            switch token {
            case .comment: return
            case .doctype where stage == .beginning: (stage, place) = (.doctype, scanned)
            case .doctype: return
            case .start(let tag) where tag.name == "html":
                if stage < .html { (stage, place) = (.html, scanned) }
            case .start(let tag) where tag.name == "head": (stage, place) = (.found, scanned)
            case .start, .end, .text: stage = .found
            }
        }
        guard stage == .found else { return }
        switch token {
        case .text, .end("head"): isDone = true
        case .start(let tag):
            isDone = !Self.headElements.contains(tag.name)
            if tag.attributes["http-equiv"]?.lowercased() == "content-security-policy",
                let policy = tag.attributes["content"]
            {
                policies.append(Self.unescaped(policy))
            }
        case .end, .comment, .doctype: break
        }
    }

    /// Removes and returns the bytes that can be sent, with the tag if its place is among them.
    private mutating func release() -> [UInt8] {
        var output = held
        if stage < .found {
            output = Array(held[..<(place - returned)])
        } else if !isInserted {
            output.insert(contentsOf: tag, at: place - returned)
            isInserted = true
            returned -= tag.count
        }
        held.removeFirst(min(held.count, output.count))
        returned += output.count
        return output
    }

    /// Returns `value` with the quotation marks that templates escape.
    private static func unescaped(_ value: String) -> String {
        ["&#39;", "&#x27;", "&apos;"].reduce(value) { $0.replacing($1, with: "'") }
    }
}
