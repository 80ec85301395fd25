/// A client that makes common mistakes, with an RTCPeerConnection of a browser.
///
/// It receives and answers like ``TutorialClient``. It offers when a test calls `offer()`, or in two steps, `prepare()` and
/// `send()`, between which it neither sends nor processes messages, so that the offers of two clients cross.
///
/// It defines `window.pc`, `window.failures` (uncaught errors) and `window.taken` (the number of candidates that its
/// connection accepted).
struct MistakenClient {
    /// Whether it ignores offers.
    var isDeaf = false
    /// Whether it sends its description after all its candidates.
    var isLate = false
    /// The only video codec; `nil` for all codecs of the browser.
    var codec: String?
    /// Whether it allows only relay candidates, without having a TURN server.
    var needsRelay = false

    private func script(port: Int, room: String) -> String {
        """
        (async () => {
            window.failures = [];
            window.taken = 0;
            addEventListener('unhandledrejection', event => failures.push(String(event.reason)));
            const camera = await navigator.mediaDevices.getUserMedia({video: true, audio: true});
            const socket = new WebSocket('ws://localhost:\(port)/?room=\(room)');
            let held = null, release = null, open = Promise.resolve();
            const post = message => {
                const text = JSON.stringify(message);
                held ? held.push(text) : socket.send(text);
            };
            const pc = window.pc = new RTCPeerConnection({iceTransportPolicy: '\(needsRelay ? "relay" : "all")'});
            const gathered = new Promise(done => {
                pc.onicegatheringstatechange = () => { if (pc.iceGatheringState === 'complete') done(); };
            });
            camera.getTracks().forEach(track => pc.addTrack(track, camera));
            const codec = '\(codec ?? "")';
            const choose = () => {
                for (const it of codec ? pc.getTransceivers() : []) {
                    if (it.receiver.track.kind !== 'video') continue;
                    it.setCodecPreferences(RTCRtpReceiver.getCapabilities('video').codecs
                        .filter(one => one.mimeType === 'video/' + codec));
                }
            };
            pc.onicecandidate = event => { if (event.candidate) post({candidate: event.candidate}); };
            socket.onmessage = async event => {
                await open;
                const message = JSON.parse(event.data);
                if (message.sdp && !\(isDeaf)) {
                    await pc.setRemoteDescription(message.sdp);
                    if (message.sdp.type !== 'offer') return;
                    choose();
                    await pc.setLocalDescription(await pc.createAnswer());
                    post({sdp: pc.localDescription});
                } else if (message.candidate) {
                    await pc.addIceCandidate(message.candidate);
                    taken += 1;
                }
            };
            window.offer = async () => {
                choose();
                await pc.setLocalDescription(await pc.createOffer());
                if (\(isLate)) await gathered;
                post({sdp: pc.localDescription});
            };
            window.prepare = async () => {
                held = [];
                open = new Promise(done => { release = done; });
                await offer();
                await gathered;
            };
            window.send = () => {
                const texts = held;
                held = null;
                texts.forEach(text => socket.send(text));
                release();
            };
            await new Promise((opened, failed) => { socket.onopen = opened; socket.onerror = failed; });
        })().then(() => true)
        """
    }

    /// Starts the client in a new tab.
    func start(in browser: Browser, port: Int, room: String) async throws -> Tab {
        let tab = try await browser.open("http://localhost:\(port)/healthz")
        try await tab.evaluate(script(port: port, room: room))
        return tab
    }

    /// Starts the client in a new page of a tab.
    func start(in tab: Tab, port: Int, room: String) async throws {
        try await tab.go(to: "http://localhost:\(port)/healthz")
        try await tab.evaluate(script(port: port, room: room))
    }
}
