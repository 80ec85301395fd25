import NIOCore
import Testing

@testable import Relay

/// Detection of the protocol from the first bytes of a connection.
@Suite struct DetectedProtocolTests {
    @Test(
        arguments: [
            ([], nil), ([0x16], nil), ([0x16, 0x03], .tls), ([0x16, 0x03, 0x01, 0x02], .tls), ([0x16, 0x02], .unknown),
            (Array("G".utf8), .http), (Array("OPTIONS * HTTP/1.1".utf8), .http), (Array("get /".utf8), .unknown),
            ([0x80, 0x2E], .unknown), ([0], .unknown), ([0x15, 0x03], .unknown), (Array("\r\nGET".utf8), .unknown),
        ] as [([UInt8], DetectedProtocol?)])
    func theProtocolIsDetected(bytes: [UInt8], expected: DetectedProtocol?) {
        #expect(DetectedProtocol(bytes) == expected)
    }

    /// RFC 8446 §5.1 and §6.2: a record with one alert, fatal and `unexpected_message`.
    @Test func theAlertIsAValidRecord() {
        #expect(DetectedProtocol.unexpectedMessageAlert == [0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x0A])
    }
}
