import Events
import Messages

/// Reads what a client sends, as its bytes come: frames, and messages of their fragments (RFC 6455 §5).
///
/// ```
/// start ─► length ─► extended length ─► mask ─► payload ─► start
/// ```
/// What is forbidden is found at the first byte that shows it. Nothing is kept of the bytes but what a message, or a
/// frame between its fragments, has so far.
struct FrameParser {
    /// What a frame brings, or the last of a message's.
    enum Step: Equatable {
        case message(Message)
        case ping([UInt8])
        case pong([UInt8])
        case close(ClosePayload)
    }

    private enum State {
        /// Between two frames.
        case start
        /// Before the byte with the mask bit and the short length.
        case length(FrameHead)
        /// Within a length of `width` bytes, `read` of which make `value`.
        case extendedLength(FrameHead, width: Int, read: Int, value: UInt64)
        /// Within the masking key.
        case mask(FrameHead, length: Int, read: Int, key: (UInt8, UInt8, UInt8, UInt8))
        /// Before so many bytes of payload.
        case payload(FrameHead, Mask, left: Int)
        /// After something forbidden: nothing is read any more.
        case failed
    }

    private let maxMessageSize: Int
    private let maxFragments: Int
    private var state = State.start
    /// The payload of the control frame that is being read.
    private var control: [UInt8] = []
    /// The kind of the message whose frames are being read; nil between two messages.
    private var kind: Message.Opcode?
    private var fragments = 0
    private var message: [UInt8] = []
    private var text = TextCheck()

    /// - Parameters:
    ///   - maxMessageSize: The largest message.
    ///   - maxFragments: The most frames that one message may come in.
    init(maxMessageSize: Int, maxFragments: Int) {
        self.maxMessageSize = maxMessageSize
        self.maxFragments = maxFragments
    }

    /// Whether the last frame is not whole yet.
    var isWithinFrame: Bool {
        switch state {
        case .start, .failed: false
        case .length, .extendedLength, .mask, .payload: true
        }
    }

    /// Reads `bytes` on from `index`, to the next step or, if it is nil, to their end.
    ///
    /// - Throws: What is forbidden; after that there are no more steps.
    mutating func next(_ bytes: Span<UInt8>, at index: inout Int) throws(Violation) -> Step? {
        do throws(Violation) {
            while index < bytes.count {
                if case .payload(let head, let mask, let left) = state {
                    let count = min(left, bytes.count - index)
                    let part = bytes.extracting(index..<index + count)
                    index += count
                    if let step = try read(part, of: head, mask, left: left) { return step }
                } else {
                    let byte = bytes[index]
                    index += 1
                    if let step = try read(byte) { return step }
                }
            }
            return nil
        } catch {
            state = .failed
            throw error
        }
    }

    // MARK: The header

    private mutating func read(_ byte: UInt8) throws(Violation) -> Step? {
        switch state {
        case .start: state = .length(try begin(FrameHead(byte)))
        case .length(let head):
            guard byte & 0x80 != 0 else { throw .protocolError("a client masks its frames", section: "5.1") }
            let length = byte & 0x7F
            guard length <= 125 || !head.opcode.isControl else {
                throw .protocolError("a control frame has 125 bytes at most", section: "5.5")
            }
            switch length {
            case 126: state = .extendedLength(head, width: 2, read: 0, value: 0)
            case 127: state = .extendedLength(head, width: 8, read: 0, value: 0)
            default: try expect(Int(length), of: head)
            }
        case .extendedLength(let head, let width, let read, let before):
            guard width == 2 || read > 0 || byte & 0x80 == 0 else {
                throw .protocolError("the highest bit of a length is 0", section: "5.2")
            }
            let value = before << 8 | UInt64(byte)
            guard read + 1 == width else {
                state = .extendedLength(head, width: width, read: read + 1, value: value)
                return nil
            }
            let length = Int(clamping: value)
            guard FrameHead.extendedLengthBytes(for: length) == width else {
                throw .protocolError("a length is written in as few bytes as it needs", section: "5.2")
            }
            try expect(length, of: head)
        case .mask(let head, let length, let read, var key):
            switch read {
            case 0: key.0 = byte
            case 1: key.1 = byte
            case 2: key.2 = byte
            default:
                key.3 = byte
                state = .payload(head, Mask(key), left: length)
                return length == 0 ? try end(head) : nil
            }
            state = .mask(head, length: length, read: read + 1, key: key)
        case .payload, .failed: break
        }
        return nil
    }

    /// Finds the frame's place among those before it (RFC 6455 §5.4).
    private mutating func begin(_ head: FrameHead) throws(Violation) -> FrameHead {
        switch (head.opcode, kind) {
        case (.close, _), (.ping, _), (.pong, _): return head
        case (.continuation, .some), (.text, nil), (.binary, nil): break
        default: throw .protocolError("a fragment in the wrong place", section: "5.4")
        }
        if head.opcode != .continuation { kind = head.opcode == .text ? .text : .binary }
        fragments += 1
        guard fragments <= maxFragments else {
            throw Violation(.tooBig, "a message is limited to \(maxFragments) fragments")
        }
        return head
    }

    private mutating func expect(_ length: Int, of head: FrameHead) throws(Violation) {
        guard head.opcode.isControl || length <= maxMessageSize - message.count else {
            throw Violation(.tooBig, "a message is limited to \(maxMessageSize) bytes")
        }
        state = .mask(head, length: length, read: 0, key: (0, 0, 0, 0))
    }

    // MARK: The payload

    private mutating func read(
        _ part: Span<UInt8>, of head: FrameHead, _ mask: Mask, left: Int
    ) throws(Violation) -> Step? {
        var mask = mask
        if head.opcode.isControl {
            mask.unmask(part, onto: &control)
        } else {
            let start = message.count
            makeRoom(for: part.count, left: left, isFinal: head.isFinal)
            mask.unmask(part, onto: &message)
            // A browser that is handed text that is no UTF-8 ends its connection: one peer could throw out the others.
            if kind == .text, !text.read(message, from: start) { throw Self.notUTF8 }
        }
        state = .payload(head, mask, left: left - part.count)
        return part.count == left ? try end(head) : nil
    }

    /// Makes room for what has come and at most as much again, whatever was announced.
    ///
    /// The last frame gets no more than the message will have: a journal keeps thousands of them.
    private mutating func makeRoom(for count: Int, left: Int, isFinal: Bool) {
        let needed = message.count + count
        guard needed > message.capacity else { return }
        message.reserveCapacity(min(2 * needed, isFinal ? message.count + left : maxMessageSize))
    }

    private mutating func end(_ head: FrameHead) throws(Violation) -> Step? {
        state = .start
        if head.opcode.isControl {
            let payload = control
            control = []
            switch head.opcode {
            case .ping: return .ping(payload)
            case .pong: return .pong(payload)
            default: return .close(try ClosePayload(payload))
            }
        }
        guard head.isFinal, let kind else { return nil }
        guard text.isWhole else { throw Self.notUTF8 }
        // Room that was made for fragments that did not come is given back.
        let payload = fragments > 1 ? message.withUnsafeBufferPointer { Array($0) } : message
        (self.kind, fragments, message) = (nil, 0, [])
        return .message(Message(kind, payload))
    }

    private static let notUTF8 = Violation(.notUTF8, "text is UTF-8 (RFC 6455 section 8.1)")
}
