/// The client of a common WebRTC tutorial: it uses no subprotocol, offers when its socket opens, and does not handle glare.
///
/// Its script must be evaluated in a page of `http://localhost`, because browsers allow cameras only on secure origins.
enum TutorialClient {
    /// Returns the client as an expression whose promise is fulfilled when its offer has been sent.
    ///
    /// It defines `window.pc`, `window.gathered` (whether it has gathered all candidates) and `window.failures` (uncaught
    /// errors), and shows the videos `local` and `remote`.
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
            const send = message => socket.send(JSON.stringify(message));

            const pc = window.pc = new RTCPeerConnection();
            camera.getTracks().forEach(track => pc.addTrack(track, camera));
            pc.ontrack = event => show('remote', event.streams[0]);
            pc.onicecandidate = event => { if (event.candidate) send({candidate: event.candidate}); };
            pc.onicegatheringstatechange = () => { window.gathered = pc.iceGatheringState === 'complete'; };

            socket.onmessage = async event => {
                const message = JSON.parse(event.data);
                if (message.sdp) {
                    await pc.setRemoteDescription(message.sdp);
                    if (message.sdp.type === 'offer') {
                        await pc.setLocalDescription(await pc.createAnswer());
                        send({sdp: pc.localDescription});
                    }
                } else if (message.candidate) {
                    await pc.addIceCandidate(message.candidate);
                }
            };
            await new Promise((opened, failed) => { socket.onopen = opened; socket.onerror = failed; });
            await pc.setLocalDescription(await pc.createOffer());
            send({sdp: pc.localDescription});
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
