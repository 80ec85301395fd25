// A call through a relay, as tutorials write it: the messages are {sdp} and {candidate}, and whoever receives an offer
// answers. Nothing starts by itself: a test calls the functions below. The query:
//   relay=ws://HOST   the relay (by default, the host of the page)
//   room=NAME         the room
//   media=MEDIA       video (camera and microphone; the default), data (a data channel), or none (neither)
//   policy=relay      only candidates of a TURN server
//   turn=URL          a TURN or STUN server, with user=NAME and credential=TEXT
//   play=MODE         how the remote video starts: auto (by its attribute; the default) or manual (by play())
'use strict';

const query = new URLSearchParams(location.search);
const option = (name, otherwise) => query.get(name) ?? otherwise;

// What a test reads: the uncaught errors, the errors of candidates, and the received messages.
window.failures = [];
window.candidateErrors = [];
window.received = [];
addEventListener('error', (event) => failures.push(event.message));
addEventListener('unhandledrejection', (event) => failures.push(String(event.reason)));

const remote = document.getElementById('remote');
remote.autoplay = option('play', 'auto') === 'auto';

// Changes a message before it is sent or handled; a test replaces them. Without a result, the message is dropped.
window.outgoing = (message) => message;
window.incoming = (message) => message;

function send(message) {
  const changed = outgoing(message);
  if (changed) socket.send(JSON.stringify(changed));
}

// Enters the room.
async function join() {
  const address = new URL(option('relay', `ws://${location.host}`));
  address.searchParams.set('room', option('room', 'probe'));
  window.socket = new WebSocket(address);
  // One message is handled after the other; an error does not stop the next.
  let last = Promise.resolve();
  socket.onmessage = ({ data }) => { last = last.then(() => handle(JSON.parse(data))).catch((error) => failures.push(String(error))); };
  await new Promise((opened, failed) => { socket.onopen = opened; socket.onerror = failed; });
}

// Creates the connection of a call, instead of an earlier one.
async function connect() {
  window.pc?.close();
  const iceServers = query.has('turn') ? [{ urls: option('turn'), username: option('user', ''), credential: option('credential', '') }] : [];
  const pc = window.pc = new RTCPeerConnection({ iceServers, iceTransportPolicy: option('policy', 'all') });
  pc.onicecandidate = ({ candidate }) => { if (candidate) send({ candidate }); };
  pc.onicecandidateerror = ({ url, errorCode }) => candidateErrors.push(`${errorCode} ${url}`);
  pc.ontrack = ({ streams: [stream] }) => { remote.srcObject = stream; };
  pc.ondatachannel = ({ channel }) => { window.channel = channel; };
  if (option('media', 'video') !== 'video') return;
  window.camera ??= await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
  document.getElementById('local').srcObject = camera;
  camera.getTracks().forEach((track) => pc.addTrack(track, camera));
}

// Calls the other page in the room.
async function call() {
  await connect();
  const media = option('media', 'video');
  if (media === 'data') window.channel = pc.createDataChannel('chat');
  if (media === 'none') pc.addTransceiver('audio', { direction: 'recvonly' });
  await offer();
}

async function offer(options) {
  await pc.setLocalDescription(await pc.createOffer(options));
  send({ sdp: pc.localDescription });
}

async function handle(message) {
  received.push(message);
  const { sdp, candidate } = incoming(message) ?? {};
  if (candidate) return window.pc?.addIceCandidate(candidate);
  if (!sdp) return;
  if (sdp.type === 'offer' && window.pc?.connectionState !== 'connected') await connect();
  await pc.setRemoteDescription(sdp);
  if (sdp.type !== 'offer') return;
  await pc.setLocalDescription(await pc.createAnswer());
  send({ sdp: pc.localDescription });
}
