@testable import Relay

/// What a parser makes of bytes that come in pieces.
struct Reading: Equatable {
    var steps: [FrameParser.Step] = []
    var violation: Violation?
    /// How many pieces were read before the parser ended, or the bytes.
    var pieces = 0

    init(_ pieces: [ArraySlice<UInt8>], messageBytes: Int = 1000, fragments: Int = 10) {
        var parser = FrameParser(maxMessageSize: messageBytes, maxFragments: fragments)
        for piece in pieces {
            self.pieces += 1
            let bytes = Array(piece)
            var index = 0
            do throws(Violation) {
                while let step = try parser.next(bytes.span, at: &index) { steps.append(step) }
            } catch {
                violation = error
                return
            }
        }
    }

    init(_ bytes: [UInt8], messageBytes: Int = 1000, fragments: Int = 10) {
        self.init([bytes[...]], messageBytes: messageBytes, fragments: fragments)
    }

    init(byteByByte bytes: [UInt8], messageBytes: Int = 1000, fragments: Int = 10) {
        self.init(bytes.indices.map { bytes[$0...$0] }, messageBytes: messageBytes, fragments: fragments)
    }

    init(_ bytes: [UInt8], splitAt place: Int, messageBytes: Int = 1000, fragments: Int = 10) {
        self.init([bytes[..<place], bytes[place...]], messageBytes: messageBytes, fragments: fragments)
    }

    /// Whether the same was heard, in however many pieces.
    func isLike(_ other: Reading) -> Bool { steps == other.steps && violation == other.violation }
}
