import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import ServerTLS
import Synchronization
import TestSupport
import Testing

@testable import Events
@testable import Relay
@testable import Routing
@testable import SelfSigned

/// TLS (RFC 8446) with real sockets.
@Suite struct TLSTests {
    private static let names = CertificateNames(host: "box", addresses: [])

    /// Runs `body` with a certificate and a key in a temporary folder.
    private func withFiles(_ body: (CertificateFiles) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let files = CertificateFiles(certificate: folder + "/cert.pem", key: folder + "/key.pem")
        try renew(files)
        try body(files)
    }

    private func renew(_ files: CertificateFiles) throws {
        let made = try SelfSignedCertificate(for: Self.names, at: Int64(time(nil)))
        try made.certificate.write(toFile: files.certificate, atomically: true, encoding: .utf8)
        try made.key.write(toFile: files.key, atomically: true, encoding: .utf8)
    }

    private func withTLS(
        _ configure: (inout RelayConfiguration) -> Void = { _ in },
        _ body: (RelayServer, EntryRecorder, CertificateFiles) throws -> Void
    ) throws {
        try withFiles { files in
            try withRelay {
                $0.tls = CertificateSource(files)
                configure(&$0)
            } _: {
                try body($0, $1, files)
            }
        }
    }

    private func failure(_ watch: EntryRecorder) -> FailedConnection.Cause? {
        let entry = watch.first { if case .noted(.failed) = $0.content { true } else { false } }
        guard case .noted(.failed(let connection)) = entry?.content else { return nil }
        return connection.cause
    }

    private func news(_ watch: EntryRecorder, _ matches: (CertificateNews) -> Bool = { _ in true }) -> CertificateNews?
    {
        let entry = watch.first {
            if case .noted(.certificate(let news)) = $0.content { matches(news) } else { false }
        }
        guard case .noted(.certificate(let news)) = entry?.content else { return nil }
        return news
    }

    // MARK: Requests

    @Test func anIncompleteRequestIsRecorded() throws {
        try withTLS {
            $0.limits.handshakeTimeout = .milliseconds(300)
        } _: { relay, watch, _ in
            let client = try WebSocketClient(overTLS: relay)
            try client.write("GET / HT")
            guard case .refused(_, .requestTooSlow) = watch.first({ $0.number == 1 })?.content else {
                Issue.record("\(watch.entries)")
                return
            }
        }
    }

    // MARK: Peers

    @Test(arguments: [TLSVersion.tlsv12, .tlsv13])
    func peersExchangeMessages(newest: TLSVersion) throws {
        try withTLS { relay, watch, _ in
            let alice = try WebSocketClient(overTLS: relay, newest: newest)
            let bob = try WebSocketClient(overTLS: relay, newest: newest)
            try alice.open("/?name=alice")
            try bob.open("/?name=bob")
            #expect(watch.first { $0.number == 2 } != nil)
            try alice.send(text: "over TLS")
            #expect(try bob.next() == .text("over TLS"))
            bob.cut()
            #expect(watch.disconnectReason(of: 2) == .lost)
            let page = try WebSocketClient(overTLS: relay)
            try page.write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try page.rest().hasSuffix("\r\n\r\nok\n"))
        }
    }

    /// RFC 8996: TLS 1.1 must not be used.
    @Test func anOldVersionIsRefusedAndRecorded() throws {
        try withTLS { relay, watch, _ in
            let old = try WebSocketClient(overTLS: relay, newest: .tlsv11)
            try old.write(OpeningHandshake.request())
            #expect(try old.isEnded())
            #expect(failure(watch) == .oldVersion)
        }
    }

    @Test func anUntrustedCertificateIsRecorded() throws {
        try withTLS { relay, watch, _ in
            let client = WebSocketClient(try TLSStream(relay, trusts: false))
            #expect(try client.isEnded())
            #expect(failure(watch) == .untrustedCertificate)
        }
    }

    @Test func anInvalidHandshakeIsRecorded() throws {
        try withTLS { relay, watch, _ in
            let client = try WebSocketClient(relay)
            try client.write([0x16, 0x03, 0x01, 0x00, 0x01, 0x00])
            try client.write([UInt8](repeating: 0xFF, count: 100))
            _ = try client.rest()
            guard case .handshake(let reason)? = failure(watch) else {
                Issue.record("no entry")
                return
            }
            #expect(!reason.isEmpty && reason.allSatisfy { $0.isLetter || $0 == " " || $0.isNumber })
        }
    }

    @Test func anIncompleteHandshakeTimesOut() throws {
        try withTLS {
            $0.limits.handshakeTimeout = .milliseconds(100)
        } _: { relay, watch, _ in
            let client = try WebSocketClient(relay)
            try client.write([0x16, 0x03, 0x01, 0x02, 0x00])
            #expect(try client.isEnded())
            #expect(failure(watch) == .unfinishedHandshake)
        }
    }

    @Test func aConnectionWithoutAHandshakeIsNotRecorded() throws {
        try withTLS { relay, watch, _ in
            _ = try WebSocketClient(relay)
            let client = try WebSocketClient(overTLS: relay)
            try client.open()
            let joined = watch.first { _ in true }
            guard case .joined = joined?.content else {
                Issue.record("an entry before the first peer: \(String(describing: joined))")
                return
            }
        }
    }

    // MARK: The wrong protocol

    @Test(arguments: [1, 2, 100])
    func aClientHelloOnThePlainPortIsAnsweredWithAnAlert(chunk: Int) throws {
        try withRelay { relay, watch in
            let client = try WebSocketClient(relay)
            let hello: [UInt8] = [0x16, 0x03, 0x01, 0x00, 0x2F, 0x01] + [UInt8](repeating: 7, count: 0x2E)
            for start in stride(from: 0, to: hello.count, by: chunk) {
                try client.write(Array(hello[start..<min(hello.count, start + chunk)]))
            }
            #expect(Array(try client.rest().utf8) == DetectedProtocol.unexpectedMessageAlert)
            #expect(failure(watch) == .tlsOnPlainPort)
            // Other clients can still connect.
            _ = try WebSocketClient.opened(relay)
        }
    }

    @Test func aTLSClientReceivesTheAlert() throws {
        try withRelay { relay, watch in
            let client = try WebSocketClient(overTLS: relay)
            #expect(try client.isEnded())
            #expect(failure(watch) == .tlsOnPlainPort)
        }
    }

    @Test func plainHTTPOnTheTLSPortIsAnsweredWith400() throws {
        try withTLS { relay, watch, _ in
            let client = try WebSocketClient(relay)
            let head = try client.request("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(head.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            let authority = "127.0.0.1:\(relay.port)/"
            #expect(try client.rest() == "This port speaks TLS: https://\(authority) and wss://\(authority)\n")
            #expect(failure(watch) == .httpOnTLSPort)
        }
    }

    @Test func aRequestOfSingleBytesIsAcceptedOnThePlainPort() throws {
        try withRelay { relay, watch in
            let client = try WebSocketClient(relay)
            for byte in OpeningHandshake.request().utf8.dropLast() { try client.write([byte]) }
            #expect(try client.request("\n").hasPrefix("HTTP/1.1 101 "))
            #expect(watch.entries.allSatisfy { if case .noted = $0.content { false } else { true } })
        }
    }

    @Test func aFloodIsSummarizedOnceASecond() throws {
        try withRelay { relay, watch in
            for _ in 0..<50 { try WebSocketClient(relay).write([0x16, 0x03, 0x01]) }
            let summary = watch.first {
                if case .noted(.failed(let connection)) = $0.content { connection.others > 0 } else { false }
            }
            #expect(summary != nil)
            let reported = watch.entries.compactMap { entry -> FailedConnection? in
                guard case .noted(.failed(let connection)) = entry.content else { return nil }
                return connection
            }
            #expect(reported.count < 10 && reported.reduce(0) { $0 + 1 + $1.others } <= 50)
        }
    }

    // MARK: Slow peers

    @Test func aPeerThatDoesNotReadIsClosedAndOthersMissNothing() throws {
        try withTLS {
            $0.limits.maxQueueSize = 100_000
            $0.limits.closeTimeout = .milliseconds(100)
        } _: { relay, watch, _ in
            let (sender, reader) = (try WebSocketClient(overTLS: relay), try WebSocketClient(overTLS: relay))
            let stalled = try TLSStream(relay, receiveBuffer: 4096)
            let slow = WebSocketClient(stalled)
            for client in [sender, slow, reader] { try client.open() }
            _ = watch.first { $0.number == 3 }
            try stalled.stopReading()
            let text = String(repeating: "x", count: 60_000)
            func hasLeft(_ entry: Entry) -> Bool { if case .left(PeerID(2), _) = entry.content { true } else { false } }
            for number in 1...400 where !watch.entries.contains(where: hasLeft) {
                try sender.send(text: text)
                // More than the socket buffers hold for the slow peer, but at most one message at a time for the
                // reader.
                _ = watch.first { $0.number >= 3 + number }
            }
            guard case .tooSlow(let queued) = watch.disconnectReason(of: 2) else {
                Issue.record("the peer was not disconnected"); return
            }
            #expect(queued > 0 && queued <= 100_000)
            try sender.send(text: "the last message")
            #expect(try reader.next { $0 == .text("the last message") } != nil)
            #expect(watch.entries.filter { if case .left = $0.content { true } else { false } }.count == 1)
        }
    }

    // MARK: Reloading

    @Test func aFailedRenewalIsReportedOnceAndBlocksNothing() throws {
        try withTLS { relay, watch, files in
            let renewals = Atomic(0)
            let (hasStarted, mayFinish) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            defer { try? group.syncShutdownGracefully() }
            let loop = group.next()
            let source = CertificateSource(files) {
                hasStarted.signal()
                mayFinish.wait()
                return renewals.add(1, ordering: .relaxed).newValue < 3 ? "no room" : "no folder"
            }
            let certificates = try loop.submit {
                let core = RelayCore(RelayConfiguration(), loop: loop, now: { .start }, watch: watch.record)
                return NIOLoopBound(
                    try Certificates(source, on: loop) { core.record(.certificate($0)) }, eventLoop: loop)
            }.wait()
            for _ in 1...3 {
                // A renewal does not begin while another is running.
                var tries = 0
                repeat {
                    try loop.submit { for _ in 1...Certificates.checksPerRenewal { certificates.value.checkFiles() } }
                        .wait()
                    tries += 1
                } while hasStarted.wait(timeout: .now() + .milliseconds(50)) == .timedOut && tries < 400
                // The loop is not blocked by the renewal.
                try loop.submit {}.wait()
                mayFinish.signal()
            }
            #expect(news(watch) { $0 == .kept("no folder") } != nil)
            #expect(renewals.load(ordering: .relaxed) == 3)
            let reported = watch.entries.compactMap { entry in
                if case .noted(.certificate(let news)) = entry.content { news } else { nil }
            }
            #expect(reported == [.kept("no room"), .kept("no folder")])
        }
    }

    @Test func newConnectionsGetTheNewCertificateAndOpenOnesStay() throws {
        try withTLS { relay, watch, files in
            let oldStream = try TLSStream(relay)
            let old = WebSocketClient(oldStream)
            try old.open()
            try renew(files)
            // The relay detects the change by itself.
            let news = news(watch)
            guard case .reloaded(let fingerprint, _)? = news else {
                Issue.record("not reloaded: \(String(describing: news))")
                return
            }
            #expect(fingerprint != relay.fingerprint && fingerprint.utf8.count == 95)
            let newStream = try TLSStream(relay)
            let new = WebSocketClient(newStream)
            try new.open()
            #expect(!newStream.certificate.isEmpty && newStream.certificate != oldStream.certificate)
            try old.send(text: "still here")
            #expect(try new.next() == .text("still here"))
        }
    }

    @Test func anInvalidNewFileIsReportedAndTheOldCertificateKept() throws {
        try withTLS { relay, watch, files in
            let before = try TLSStream(relay)
            try WebSocketClient(before).open()
            try "no certificate".write(toFile: files.certificate, atomically: true, encoding: .utf8)
            relay.reload(RelayConfiguration())
            guard case .kept(let reason)? = news(watch) else {
                Issue.record("no entry")
                return
            }
            #expect(reason == CertificateError.noCertificate(files.certificate).description)
            let after = try TLSStream(relay)
            try WebSocketClient(after).open()
            #expect(after.certificate == before.certificate)
        }
    }
}
