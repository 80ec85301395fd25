import NIOCore
import Testing

@testable import Relay

/// What the first bytes say of a protocol.
@Suite struct FirstBytesTests {
    @Test(
        arguments: [
            ([], nil), ([0x16], nil), ([0x16, 0x03], .tls), ([0x16, 0x03, 0x01, 0x02], .tls), ([0x16, 0x02], .other),
            (Array("G".utf8), .http), (Array("OPTIONS * HTTP/1.1".utf8), .http), (Array("get /".utf8), .other),
            ([0x80, 0x2E], .other), ([0], .other), ([0x15, 0x03], .other), (Array("\r\nGET".utf8), .other),
        ] as [([UInt8], FirstBytes?)])
    func theyTell(bytes: [UInt8], spoken: FirstBytes?) {
        #expect(FirstBytes(bytes) == spoken)
    }

    /// A record of one alert, fatal and `unexpected_message` (RFC 8446 §5.1, §6.2).
    @Test func theAlertIsARecordOfItsLength() {
        #expect(FirstBytes.alert == [0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x0A])
    }
}
