@testable import Relay
@testable import WebSocketFrames

/// The result of parsing bytes in chunks.
struct ParserResult: Equatable {
    var elements: [FrameParser.Element] = []
    var violation: Violation?
    /// The number of chunks that were parsed until the end or the violation.
    var chunks = 0

    init(_ chunks: [ArraySlice<UInt8>], maxMessageSize: Int = 1000, maxFragments: Int = 10) {
        var parser = FrameParser(maxMessageSize: maxMessageSize, maxFragments: maxFragments)
        for chunk in chunks {
            self.chunks += 1
            let bytes = Array(chunk)
            var index = 0
            do throws(Violation) {
                while let element = try parser.next(bytes.span, at: &index) { elements.append(element) }
            } catch {
                violation = error
                return
            }
        }
    }

    init(_ bytes: [UInt8], maxMessageSize: Int = 1000, maxFragments: Int = 10) {
        self.init([bytes[...]], maxMessageSize: maxMessageSize, maxFragments: maxFragments)
    }

    init(byteByByte bytes: [UInt8], maxMessageSize: Int = 1000, maxFragments: Int = 10) {
        self.init(bytes.indices.map { bytes[$0...$0] }, maxMessageSize: maxMessageSize, maxFragments: maxFragments)
    }

    init(_ bytes: [UInt8], splitAt offset: Int, maxMessageSize: Int = 1000, maxFragments: Int = 10) {
        self.init([bytes[..<offset], bytes[offset...]], maxMessageSize: maxMessageSize, maxFragments: maxFragments)
    }

    /// Returns whether the elements and the violation are the same, whatever the chunks.
    func isEquivalent(to other: ParserResult) -> Bool { elements == other.elements && violation == other.violation }
}
