/// A client that has a call with everybody in a room: it hears all that is said there, and names its addressees itself.
///
/// Nobody wrote to a standard here: the members are `uuid` and `dest`, or what a test calls them. Whoever is there
/// offers to a newcomer. It defines `window.calls`, the connections by the names of the others.
struct MeshClient {
    /// The members that name the sender, the addressee and what a message carries.
    var names = (sender: "uuid", addressee: "dest", content: "rtcData")

    /// Starts the client in a new tab.
    func start(in browser: Browser, port: Int, room: String, name: String) async throws -> Tab {
        let tab = try await browser.open("http://localhost:\(port)/healthz")
        try await tab.evaluate(
            """
            (async () => {
                const calls = window.calls = {};
                const socket = new WebSocket('ws://localhost:\(port)/?room=\(room)');
                const say = (other, body) => socket.send(JSON.stringify(
                    {'\(names.sender)': '\(name)', '\(names.addressee)': other, ...body}));
                const call = other => {
                    const pc = calls[other] = new RTCPeerConnection();
                    pc.onicecandidate = event => {
                        if (event.candidate) say(other, {'\(names.content)': {line: event.candidate.candidate,
                            sdp_mid: event.candidate.sdpMid, sdp_mline_index: event.candidate.sdpMLineIndex}});
                    };
                    return pc;
                };
                const describe = (other, pc) =>
                    say(other, {'\(names.content)': {kind: pc.localDescription.type, text: pc.localDescription.sdp}});
                socket.onmessage = async event => {
                    const message = JSON.parse(event.data);
                    const other = message['\(names.sender)'], content = message['\(names.content)'];
                    if (message.hello) {
                        const pc = call(other);
                        pc.createDataChannel('chat');
                        await pc.setLocalDescription();
                        describe(other, pc);
                    } else if (message['\(names.addressee)'] !== '\(name)') {
                        return;
                    } else if (content.kind === 'offer') {
                        const pc = call(other);
                        await pc.setRemoteDescription({type: 'offer', sdp: content.text});
                        await pc.setLocalDescription();
                        describe(other, pc);
                    } else if (content.kind === 'answer') {
                        await calls[other].setRemoteDescription({type: 'answer', sdp: content.text});
                    } else {
                        const line = {candidate: content.line, sdpMid: content.sdp_mid};
                        const pc = calls[other];
                        while (!pc.remoteDescription) await new Promise(done => setTimeout(done, 5));
                        await pc.addIceCandidate(line);
                    }
                };
                await new Promise((opened, failed) => { socket.onopen = opened; socket.onerror = failed; });
                say('everyone', {hello: true});
            })().then(() => true)
            """)
        return tab
    }
}
