// A call between the two people of a room, as applications of the web write it: the newcomer offers.
//
// The page of a server passes `signaling` to start():
//   join(receive)   enters the room, calls receive(message) for each message from now on, and returns {id, peers}
//   send(message)   sends {type, to, sdp} or {type, to, candidate} to the person with the id `to`
'use strict';

// What a test reads: the kinds of received messages, and the uncaught errors.
window.received = [];
window.failures = [];
addEventListener('error', event => failures.push(event.message));
addEventListener('unhandledrejection', event => failures.push(String(event.reason)));

const parameter = name => new URLSearchParams(location.search).get(name);

async function start(signaling) {
  const show = (id, stream) => { document.getElementById(id).srcObject = stream; };
  const camera = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
  show('local', camera);

  const pc = window.pc = new RTCPeerConnection();
  let other = null;
  const early = []; // candidates before the remote description
  camera.getTracks().forEach(track => pc.addTrack(track, camera));
  pc.ontrack = event => show('remote', event.streams[0]);
  pc.onicecandidate = event => {
    if (event.candidate) signaling.send({ type: 'candidate', to: other, candidate: event.candidate });
  };

  async function describe() {
    await pc.setLocalDescription();
    signaling.send({ type: pc.localDescription.type, to: other, sdp: pc.localDescription });
  }

  async function add(candidate) {
    if (pc.remoteDescription) await pc.addIceCandidate(candidate); else early.push(candidate);
  }

  async function handle(message) {
    received.push(message.type);
    other ??= message.from;
    if (message.type === 'candidate') return add(message.candidate);
    if (message.type === 'candidates') {
      for (const candidate of message.candidates) await add(candidate);
      return;
    }
    await pc.setRemoteDescription(message.sdp);
    while (early.length > 0) await pc.addIceCandidate(early.shift());
    if (message.type === 'offer') await describe();
  }

  // One message is handled after the other.
  let last = Promise.resolve();
  const { id, peers } = await signaling.join(message => { last = last.then(() => handle(message)); });
  window.id = id;
  if (peers.length > 0) {
    other = peers[0];
    await describe();
  }
}
