/// A client that has a call with every other client in a room, and addresses its messages by members of its own.
///
/// By default, the members are `uuid` and `dest`. Clients that are in the room offer to a new one. It defines
/// `window.calls`, the connections by the names of the other clients.
struct MeshClient {
    /// The names of the members with the sender, the addressee and the content of a message.
    var names = (sender: "uuid", addressee: "dest", content: "rtcData")

    /// Starts the client in a new tab.
    func start(in browser: Browser, port: Int, room: String, name: String) async throws -> Tab {
        let tab = try await browser.open("http://localhost:\(port)/healthz")
        try await tab.evaluate(
            """
            (async () => {
                const calls = window.calls = {};
                const socket = new WebSocket('ws://localhost:\(port)/?room=\(room)');
                const send = (other, body) => socket.send(JSON.stringify(
                    {'\(names.sender)': '\(name)', '\(names.addressee)': other, ...body}));
                const call = other => {
                    const pc = calls[other] = new RTCPeerConnection();
                    pc.onicecandidate = event => {
                        if (event.candidate) send(other, {'\(names.content)': {line: event.candidate.candidate,
                            sdp_mid: event.candidate.sdpMid, sdp_mline_index: event.candidate.sdpMLineIndex}});
                    };
                    return pc;
                };
                const describe = (other, pc) =>
                    send(other, {'\(names.content)': {kind: pc.localDescription.type, text: pc.localDescription.sdp}});
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
                send('everyone', {hello: true});
            })().then(() => true)
            """)
        return tab
    }
}
