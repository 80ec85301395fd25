/// The client of a common WebRTC tutorial, which knows nothing of this program: no room, no subprotocol, an offer the
/// moment the socket opens, and no remedy when two offers cross.
///
/// It starts when its script is evaluated, in a page from `http://localhost`: elsewhere a browser gives it no camera.
enum TutorialClient {
    /// The client as an expression; its value comes once its offer is sent.
    ///
    /// It knows of no room; that is part of the address. It defines `window.pc`, `window.gathered` (all its own candidates are known) and `window.failures` (what it did
    /// not catch), and shows the videos `local` and `remote`.
    static func script(port: Int, room: String = "") -> String {
        """
        (async () => {
            window.gathered = false;
            window.failures = [];
            addEventListener('error', event => failures.push(event.message));
            addEventListener('unhandledrejection', event => failures.push(String(event.reason)));
            document.body.innerHTML =
                '<video id="local" autoplay playsinline muted></video>' +
                '<video id="remote" autoplay playsinline></video>';
            const show = (id, stream) => { document.getElementById(id).srcObject = stream; };

            const camera = await navigator.mediaDevices.getUserMedia({video: true, audio: true});
            show('local', camera);

            const socket = new WebSocket('ws://localhost:\(port)/?room=\(room)');
            const say = message => socket.send(JSON.stringify(message));

            const pc = window.pc = new RTCPeerConnection();
            camera.getTracks().forEach(track => pc.addTrack(track, camera));
            pc.ontrack = event => show('remote', event.streams[0]);
            pc.onicecandidate = event => { if (event.candidate) say({candidate: event.candidate}); };
            pc.onicegatheringstatechange = () => { window.gathered = pc.iceGatheringState === 'complete'; };

            socket.onmessage = async event => {
                const message = JSON.parse(event.data);
                if (message.sdp) {
                    await pc.setRemoteDescription(message.sdp);
                    if (message.sdp.type === 'offer') {
                        await pc.setLocalDescription(await pc.createAnswer());
                        say({sdp: pc.localDescription});
                    }
                } else if (message.candidate) {
                    await pc.addIceCandidate(message.candidate);
                }
            };
            await new Promise((opened, failed) => { socket.onopen = opened; socket.onerror = failed; });
            await pc.setLocalDescription(await pc.createOffer());
            say({sdp: pc.localDescription});
        })().then(() => true)
        """
    }

    /// Starts the client in a new tab.
    static func start(in browser: Browser, port: Int) async throws -> Tab {
        let tab = try await browser.open("http://localhost:\(port)/healthz")
        try await tab.evaluate(script(port: port))
        return tab
    }
}
