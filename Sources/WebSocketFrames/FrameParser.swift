import Events
package import Messages

/// An incremental parser for the frames of a client, or of an upstream server, which reassembles fragmented messages (RFC 6455 §5).
///
/// ```
/// start ─► length ─► extended length ─► mask ─► payload ─► start
/// ```
/// A violation is detected at the first byte that proves it. The parser buffers only the payload of the current message
/// and that of a control frame between its fragments.
package struct FrameParser {
    /// An element of the parsed stream: a complete message or a control frame.
    package enum Element: Equatable {
        case message(Message)
        case ping([UInt8])
        case pong([UInt8])
        case close(ClosePayload)
    }

    private enum State {
        /// Between two frames.
        case start
        /// Before the byte with the mask bit and the 7-bit length.
        case length(FrameHead)
        /// Within an extended length of `width` bytes; the first `read` of them have the value `value`.
        case extendedLength(FrameHead, width: Int, read: Int, value: UInt64)
        /// Within the masking key.
        case mask(FrameHead, length: Int, read: Int, key: (UInt8, UInt8, UInt8, UInt8))
        /// Before the last `left` bytes of the payload.
        case payload(FrameHead, Mask, left: Int)
        /// After a violation; nothing more is parsed.
        case failed
    }

    private let maxMessageSize: Int
    private let maxFragments: Int
    /// Whether the frames are masked, as those of a client are and those of a server are not (RFC 6455 §5.1).
    private let isMasked: Bool
    /// Whether the lengths of fragments are recorded in messages.
    private let recordsFragments: Bool
    private var state = State.start
    /// The payload so far of the control frame that is being parsed.
    private var control: [UInt8] = []
    /// The opcode of the message that is being parsed; `nil` between two messages.
    private var opcode: Message.Opcode?
    /// The number of fragments of that message so far, and their payload.
    private var fragments = 0
    private var message: [UInt8] = []
    /// The lengths of those fragments, if they are recorded.
    private var lengths: [Int] = []
    /// The index in ``message`` at which the current fragment begins, if they are recorded.
    private var fragmentStart = 0
    private var text = UTF8Validator()

    /// - Parameters:
    ///   - maxMessageSize: The maximum size of a message in bytes.
    ///   - maxFragments: The maximum number of frames in a message.
    ///   - isMasked: Whether the frames are those of a client; true by default.
    ///   - recordsFragments: Whether ``Message/fragments`` is recorded; false by default.
    package init(maxMessageSize: Int, maxFragments: Int, isMasked: Bool = true, recordsFragments: Bool = false) {
        self.maxMessageSize = maxMessageSize
        self.maxFragments = maxFragments
        self.isMasked = isMasked
        self.recordsFragments = recordsFragments
    }

    /// Whether a frame has begun and is not complete.
    package var isWithinFrame: Bool {
        switch state {
        case .start, .failed: false
        case .length, .extendedLength, .mask, .payload: true
        }
    }

    /// Parses `bytes` from `index` to the end of the next element, and advances `index` to that position.
    ///
    /// - Returns: The element; `nil` if the end of `bytes` is reached first.
    /// - Throws: The violation of RFC 6455 or of a limit. Nothing is parsed after it.
    package mutating func next(_ bytes: Span<UInt8>, at index: inout Int) throws(Violation) -> Element? {
        do throws(Violation) {
            while index < bytes.count {
                if case .payload(let head, let mask, let left) = state {
                    let count = min(left, bytes.count - index)
                    let part = bytes.extracting(index..<index + count)
                    index += count
                    if let element = try parsePayload(part, of: head, mask: mask, left: left) { return element }
                } else {
                    let byte = bytes[index]
                    index += 1
                    if let element = try parseHeader(byte) { return element }
                }
            }
            return nil
        } catch {
            state = .failed
            throw error
        }
    }

    // MARK: The header

    private mutating func parseHeader(_ byte: UInt8) throws(Violation) -> Element? {
        switch state {
        case .start: state = .length(try beginFrame(FrameHead(byte)))
        case .length(let head):
            guard byte & 0x80 != 0 || !isMasked else {
                throw .protocolError("a client masks its frames", section: "5.1")
            }
            guard byte & 0x80 == 0 || isMasked else {
                throw .protocolError("a server does not mask its frames", section: "5.1")
            }
            let length = byte & 0x7F
            guard length <= 125 || !head.opcode.isControl else {
                throw .protocolError("a control frame has 125 bytes at most", section: "5.5")
            }
            switch length {
            case 126: state = .extendedLength(head, width: 2, read: 0, value: 0)
            case 127: state = .extendedLength(head, width: 8, read: 0, value: 0)
            default: return try endLength(of: head, Int(length))
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
            return try endLength(of: head, length)
        case .mask(let head, let length, let read, var key):
            switch read {
            case 0: key.0 = byte
            case 1: key.1 = byte
            case 2: key.2 = byte
            default:
                key.3 = byte
                state = .payload(head, Mask(key), left: length)
                return length == 0 ? try endFrame(head) : nil
            }
            state = .mask(head, length: length, read: read + 1, key: key)
        case .payload, .failed: break
        }
        return nil
    }

    /// Checks that a frame may follow the frames before it (RFC 6455 §5.4), and counts it as a fragment of its message.
    private mutating func beginFrame(_ head: FrameHead) throws(Violation) -> FrameHead {
        switch (head.opcode, opcode) {
        case (.close, _), (.ping, _), (.pong, _): return head
        case (.continuation, .some), (.text, nil), (.binary, nil): break
        default: throw .protocolError("a fragment in the wrong place", section: "5.4")
        }
        if head.opcode != .continuation { opcode = head.opcode == .text ? .text : .binary }
        fragments += 1
        guard fragments <= maxFragments else {
            throw Violation(.tooBig, "a message is limited to \(maxFragments) fragments")
        }
        return head
    }

    /// Checks the length of a frame and expects its masking key next, or its payload; returns the message or control frame if
    /// the frame is complete.
    private mutating func endLength(of head: FrameHead, _ length: Int) throws(Violation) -> Element? {
        guard head.opcode.isControl || length <= maxMessageSize - message.count else {
            throw Violation(.tooBig, "a message is limited to \(maxMessageSize) bytes")
        }
        guard !isMasked else {
            state = .mask(head, length: length, read: 0, key: (0, 0, 0, 0))
            return nil
        }
        // A masking key of zeros changes nothing.
        state = .payload(head, Mask((0, 0, 0, 0)), left: length)
        return length == 0 ? try endFrame(head) : nil
    }

    // MARK: The payload

    private mutating func parsePayload(
        _ part: Span<UInt8>, of head: FrameHead, mask: Mask, left: Int
    ) throws(Violation) -> Element? {
        var mask = mask
        if head.opcode.isControl {
            mask.unmask(part, onto: &control)
        } else {
            let start = message.count
            reserveCapacity(for: part.count, left: left, isFinal: head.isFinal)
            mask.unmask(part, onto: &message)
            // A browser fails its connection on invalid UTF-8, so one peer could disconnect the others with it.
            if opcode == .text, !text.validate(message, from: start) { throw Self.notUTF8 }
        }
        state = .payload(head, mask, left: left - part.count)
        return part.count == left ? try endFrame(head) : nil
    }

    /// Reserves capacity for `count` more bytes and at most twice the size of the message so far, so that a large
    /// announced length alone allocates nothing.
    ///
    /// In the last frame at most the final size is reserved, because the journal keeps thousands of payloads.
    private mutating func reserveCapacity(for count: Int, left: Int, isFinal: Bool) {
        let needed = message.count + count
        guard needed > message.capacity else { return }
        message.reserveCapacity(min(2 * needed, isFinal ? message.count + left : maxMessageSize))
    }

    /// Returns the control frame or the message that the frame completes; `nil` if more fragments follow.
    private mutating func endFrame(_ head: FrameHead) throws(Violation) -> Element? {
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
        if recordsFragments, !head.isFinal || fragments > 1 {
            lengths.append(message.count - fragmentStart)
            fragmentStart = head.isFinal ? 0 : message.count
        }
        guard head.isFinal, let opcode else { return nil }
        guard text.isComplete else { throw Self.notUTF8 }
        // A copy has no spare capacity, unlike an array that grew by fragments.
        let payload = fragments > 1 ? message.withUnsafeBufferPointer { Array($0) } : message
        let lengths = lengths
        (self.opcode, fragments, message, self.lengths) = (nil, 0, [], [])
        return .message(Message(opcode, payload, fragments: lengths))
    }

    private static let notUTF8 = Violation(.notUTF8, "text is UTF-8 (RFC 6455 section 8.1)")
}
