// A call between two peers through the relay that serves this page. Sections:
//   Address  room and token from the URL       Room  the WebSocket to the relay
//   Camera   opened after joining the room     Call  the RTCPeerConnection with the partner     Screen
// "W3C" refers to WebRTC: Real-Time Communication in Browsers, "JSEP" to RFC 9429.
// Input from peers is validated, displayed as text only, and truncated.
'use strict';

const limits = {
  name: 64, // characters of a name or a room that the relay accepts
  shown: 40, // characters of a peer's text that are displayed
  queued: 500, // messages queued in a call
  early: 100, // candidates queued for a remote description
  restarts: 2, // ICE restarts before a call fails
  connectWait: 15_000, // ms to connect after the descriptions; without candidates, browsers never report a failure
  yield: 1_500, // ms that a plain peer has to answer our offer if its own crossed it
  patience: 3_000, // ms that a new peer has to offer before this page does
  rejoin: 1_000, // ms before a call that continues without the relay enters the room again, doubled each time
  rejoinMax: 30_000,
};

// A visit to a room: { socket, id, iceServers, camera, stream, relayGone, rejoin, call }.
// A call in it: { visit, partner, pc, steps, queued, early, heardOffer, ignoring, aside, restarts, timer, over }.
const app = { room: '', token: null, visit: null };

// ---------------------------------------------------------------- Address

function readAddress() {
  const query = new URLSearchParams(location.search);
  app.room = cut(query.get('room') || decoded(location.hash.slice(1)) || 'lobby', limits.name);
  app.token = query.get('token');
  return query;
}

function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

function rootAddress(query) {
  const url = new URL('/', location.href);
  for (const [key, value] of Object.entries({ ...query, token: app.token })) if (value) url.searchParams.set(key, value);
  return url;
}

function relayAddress() {
  const url = rootAddress({ room: app.room, name: cut(view.name.value.trim(), limits.name) });
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return url;
}

function invitation() {
  const url = rootAddress({});
  url.hash = encodeURIComponent(app.room);
  return url.href;
}

// ---------------------------------------------------------------- Room

function join() {
  leave(); // ends a call that continued after the relay was gone
  showAddress();
  if (!navigator.mediaDevices) return show('camera-refused', noCamera());
  const visit = { socket: null, id: null, iceServers: [], camera: null, stream: null, relayGone: false, rejoin: limits.rejoin, call: null };
  app.visit = visit;
  enter(visit);
  show('starting', 'Asking the relay for a place in the room…');
}

function enter(visit) {
  if (app.visit !== visit) return;
  const socket = visit.socket = new WebSocket(relayAddress(), 'signal-console.v1');
  visit.id = null;
  socket.onmessage = ({ data }) => { if (app.visit === visit) hear(visit, data); };
  socket.onclose = (event) => { if (app.visit === visit) relayClosed(visit, event); };
}

// Ends call, camera and socket.
function leave() {
  const { visit } = app;
  if (!visit) return;
  app.visit = null; // later events of this visit are ignored
  if (visit.call) tell(visit.call, { type: 'bye' });
  endCall(visit);
  visit.socket.close(1000);
  stopCamera(visit.stream);
  view.local.srcObject = null;
}

function leaveSaying(state, words) {
  leave();
  show(state, words);
}

function hear(visit, data) {
  let message;
  // Text only: the relay adds `from` to text messages of peers, and messages without `from` are from the relay.
  try { message = typeof data === 'string' && JSON.parse(data); } catch { return; }
  if (!isObject(message)) return;
  if ('from' in message) hearPeer(visit, message);
  else hearRelay(visit, message);
}

function hearRelay(visit, message) {
  switch (message.type) {
    case 'welcome': return welcomed(visit, message);
    case 'peer-joined': return peerJoined(visit, message);
    case 'peer-left': return partnerGone(visit, message.id);
    // An error does not end a call: "no-such-peer" may concern a previous partner, and `peer-left` follows in any case.
    case 'error': console.warn('relay:', message.code, message.message);
  }
}

function welcomed(visit, { id, peers, iceServers }) {
  if (visit.id || typeof id !== 'string') return;
  const others = (Array.isArray(peers) ? peers : []).filter((peer) => isPeer(peer) && peer.id !== id);
  if (visit.relayGone) return returned(visit, id, others);
  if (others.length > 1) return leaveSaying('room-full', fullWords);
  visit.id = id;
  if (Array.isArray(iceServers)) visit.iceServers = iceServers;
  openCamera(visit);
  // The new peer offers to the one in the room, so that offers do not cross and none is sent into an empty room.
  if (others.length) step(beginCall(visit, others[0]), offerUnlessOffered);
}

// The call continued without the relay. The partner has another id if it entered the room again too, and may still be about to.
function returned(visit, id, others) {
  const { call } = visit;
  visit.id = id;
  visit.relayGone = false;
  visit.rejoin = limits.rejoin;
  const partner = others.length === 1 ? others[0] : others.find((peer) => peer.id === call.partner.id);
  call.partner.id = null;
  showCall(call);
  if (partner) partnerReturned(call, partner);
}

function partnerReturned(call, { id }) {
  call.partner.id = id;
  if (call.pc.connectionState === 'failed') recover(call);
}

function peerJoined(visit, peer) {
  if (visit.id && visit.call?.partner.id === null && isPeer(peer)) return partnerReturned(visit.call, peer);
  if (!visit.id || visit.call || !isPeer(peer)) return; // peers other than the partner are ignored
  const call = beginCall(visit, peer);
  // Some clients only answer. If the peer offers at the same moment, `takeDescription` resolves the glare.
  call.timer = setTimeout(() => step(call, offerUnlessOffered), limits.patience);
}

function hearPeer(visit, { from, sdp, candidate, type, ...rest }) {
  if (!visit.id || typeof from !== 'string') return;
  const description = isDescription(sdp) ? sdp : null;
  const isOffer = description?.type === 'offer';
  const { partner } = visit.call ?? {};
  if (partner?.id === from && description && isAnew(visit.call, description)) {
    endCall(visit);
    if (!isOffer) return step(beginCall(visit, partner), offerUnlessOffered);
  }
  if (!visit.call && isOffer) beginCall(visit, { name: partner?.name, id: from });
  const { call } = visit;
  if (call?.partner.id !== from) return;
  call.heardOffer ||= isOffer;
  if (description) step(call, () => takeDescription(call, description, 'to' in rest)); // only aware peers send `to`
  else if (candidate !== undefined) step(call, () => takeCandidate(call, candidate));
  else if (type === 'bye') partnerGone(visit, from);
}

function partnerGone(visit, id) {
  if (visit.call?.partner.id !== id) return;
  const words = `${who(visit.call)} has left. Waiting for someone…`;
  endCall(visit);
  if (visit.stream) show('peer-left', words);
}

function relayClosed(visit, { code, reason }) {
  const why = `(${shown(`${code} ${reason}`)})`;
  if (code === 4501) return leaveSaying('no-token', tokenWords);
  if (code === 4503) return leaveSaying('removed', `The operator removed you from the room ${why}.`);
  if (code === 4504) return leaveSaying('room-full', fullWords);
  const gone = code === 1001 ? 'The relay is closing' : code === 1008 || code >= 4000 ? 'The relay closed the connection'
    : visit.id ? 'The relay is gone' : 'The relay cannot be reached';
  const state = visit.call?.pc?.connectionState;
  const continues = state === 'connected' || (visit.relayGone && state === 'disconnected');
  if (!continues) return leaveSaying('relay-gone', `${gone} ${why}. You can join again.`);
  // Media does not pass through the relay, so the call continues, but cannot be renegotiated until the page is in the room again.
  visit.relayGone = true;
  if (code === 1008 || code >= 4000) return show('relay-gone', `${gone} ${why}. Your call continues, but to be in the room, join again.`);
  show('relay-gone', `${gone} ${why}. Your call continues. Looking for the relay…`);
  setTimeout(() => enter(visit), visit.rejoin);
  visit.rejoin = Math.min(2 * visit.rejoin, limits.rejoinMax);
}

function tell(call, message) {
  const { socket } = call.visit;
  if (!call.over && call.partner.id !== null && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ ...message, to: call.partner.id }));
}

// ---------------------------------------------------------------- Camera

const cameraTrouble = {
  none: 'This browser has no camera for pages. Try another browser.',
  NotAllowedError: 'The camera was not allowed. Allow camera and microphone for this page, then try again.',
  NotFoundError: 'No camera or no microphone was found. Connect it, then try again.',
  NotReadableError: 'The camera does not start. Perhaps another program is using it.',
};

// The reason why the browser offers no camera: only secure contexts have one (W3C mediacapture-main §9.1).
function noCamera() {
  if (window.isSecureContext) return cameraTrouble.none;
  const url = new URL(location.href);
  url.protocol = 'https:';
  return 'This page needs https: browsers allow the camera only on https pages and localhost. '
    + `Start the relay with --tls-self-signed, then open ${url.origin}/`;
}

// Opens the camera after the page has been admitted to the room. The steps of a call wait for `visit.camera`.
function openCamera(visit) {
  show('starting', 'Waiting for your camera. Your browser may ask you to allow it…');
  visit.camera = navigator.mediaDevices.getUserMedia({ video: true, audio: true })
    .then((stream) => cameraReady(visit, stream), (error) => cameraRefused(visit, error));
}

function cameraReady(visit, stream) {
  if (app.visit !== visit) return stopCamera(stream);
  visit.stream = stream;
  view.local.srcObject = stream;
  if (visit.call) showCalling(visit.call);
  else show('waiting', 'You are in. Waiting for someone to join…');
}

function cameraRefused(visit, error) {
  if (app.visit !== visit) return;
  leaveSaying('camera-refused', cameraTrouble[error?.name] ?? `The camera did not start (${shown(error?.name) || 'no reason given'}).`);
}

function stopCamera(stream) {
  stream?.getTracks().forEach((track) => track.stop());
}

// ---------------------------------------------------------------- Call

function beginCall(visit, { id, name }) {
  const call = {
    visit, partner: { id, name: shown(name) || shown(id) || 'Someone' }, pc: null, steps: visit.camera, queued: 0, early: [],
    heardOffer: false, ignoring: false, aside: null, restarts: 0, timer: 0, over: false,
  };
  visit.call = call;
  if (visit.stream) showCalling(call);
  return call;
}

function endCall(visit) {
  const { call } = visit;
  if (!call) return;
  visit.call = null;
  call.over = true;
  clearTimeout(call.timer);
  call.pc?.close();
  view.remote.srcObject = null;
}

// Runs the steps of a call one after another, starting when the camera is ready. An early offer therefore waits for our
// tracks, and no step runs while the signaling state changes, so `makingOffer` and `isSettingRemoteAnswerPending` of
// W3C's "perfect negotiation example" are not needed.
function step(call, work) {
  if (call.queued >= limits.queued) return;
  call.queued += 1;
  call.steps = call.steps.then(async () => {
    call.queued -= 1;
    if (call.over) return;
    try { await work(call); } catch (error) { stumbled(call, error); }
  });
}

function stumbled(call, error) {
  console.warn('call:', error);
  if (call.over || call.pc?.connectionState === 'connected') return;
  show('calling', `${who(call)} sent a message that this browser cannot use (${shown(error?.name)}). Waiting for more…`);
}

// Creates the connection for the first description. It has all tracks from the start, so the first offer and ICE restarts
// are the only negotiations, and `negotiationneeded` is not used.
function connection(call) {
  if (call.pc) return call.pc;
  const { stream, iceServers } = call.visit;
  const pc = call.pc = newConnection(iceServers);
  const media = new MediaStream(); // not the peer's stream: its tracks may have none
  pc.ontrack = ({ track }) => { media.addTrack(track); showRemote(call, media); };
  // An empty candidate marks the end of a generation and is sent too; null is not (W3C, "icecandidate").
  pc.onicecandidate = ({ candidate }) => { if (candidate) tell(call, { candidate }); };
  pc.onconnectionstatechange = () => { if (!call.over) connectionChanged(call, pc.connectionState); };
  stream.getTracks().forEach((track) => pc.addTrack(track, stream));
  return pc;
}

function newConnection(iceServers) {
  try { return new RTCPeerConnection({ iceServers }); } catch (error) { // an invalid option of the relay must not end the call
    console.warn('iceServers:', error);
    return new RTCPeerConnection();
  }
}

// Sends an offer or an answer, depending on the state (W3C, setLocalDescription without a description).
async function describe(call) {
  await connection(call).setLocalDescription();
  tell(call, { sdp: call.pc.localDescription });
}

async function offerUnlessOffered(call) {
  if (!call.heardOffer && !call.pc) await describe(call);
}

// Perfect negotiation: if two offers cross, the impolite side ignores the other's, and the polite side rolls its own back.
// Of two pages, the one that joined later is polite. Plain peers do not know this rule. Many roll back immediately, and if
// both sides do, no answer fits; so this page yields to a plain peer only if it has not answered for a while.
async function takeDescription(call, description, aware) {
  const isOffer = description.type === 'offer';
  const stable = connection(call).signalingState === 'stable';
  if (isOffer && !stable && !aware) return setOfferAside(call, description);
  call.ignoring = isOffer && !stable && !isLater(call.visit.id, call.partner.id);
  if (call.ignoring || (!isOffer && stable)) return; // a losing offer, or an answer without an offer
  await applyDescription(call, description);
}

function setOfferAside(call, description) {
  call.aside = description;
  clearTimeout(call.timer);
  call.timer = setTimeout(() => step(call, async () => { if (call.aside === description) await applyDescription(call, description); }), limits.yield);
}

async function applyDescription(call, description) {
  call.aside = null;
  await connection(call).setRemoteDescription(description); // rolls back our own offer if necessary: JSEP 4.1.10.2
  if (description.type === 'offer') await describe(call);
  for (const candidate of call.early.splice(0)) await takeCandidate(call, candidate);
  if (call.pc.connectionState !== 'connected') giveTime(call);
}

function isLater(mine, theirs) {
  const [a, b] = [mine, theirs].map((id) => parseInt(id.replace(/^\D+/, ''), 10));
  return a === b || isNaN(a) || isNaN(b) ? mine > theirs : a > b;
}

async function takeCandidate(call, candidate) {
  if (!call.pc?.remoteDescription || call.aside) {
    if (call.early.length < limits.early) call.early.push(candidate);
    return;
  }
  try { await call.pc.addIceCandidate(candidate); } catch (error) {
    // Candidates of an ignored or earlier offer may fail (W3C addIceCandidate, unknown ufrag).
    if (!call.ignoring) console.info('candidate:', error);
  }
}

function connectionChanged(call, state) {
  if (state === 'failed') return recover(call);
  if (state === 'connected') {
    clearTimeout(call.timer);
    call.restarts = 0;
  }
  if (!call.visit.relayGone) showCall(call);
}

function giveTime(call) {
  clearTimeout(call.timer);
  if (!call.over) call.timer = setTimeout(() => recover(call), limits.connectWait);
}

// Restarts ICE (W3C restartIce). If both sides do so at the same time, perfect negotiation resolves the glare.
function recover(call) {
  if (call.over || call.pc?.connectionState === 'connected') return;
  if (call.visit.relayGone) return leaveSaying('relay-gone', 'The call has ended and the relay is gone. You can join again.');
  if (call.restarts >= limits.restarts) return leaveSaying('failed', `No connection with ${who(call)}: no network path leads from one browser to the other.`);
  call.restarts += 1;
  show('calling', `The connection with ${who(call)} failed. Trying again (${call.restarts} of ${limits.restarts})…`);
  call.pc.restartIce();
  step(call, describe);
  giveTime(call);
}

// ---------------------------------------------------------------- Screen

const view = Object.fromEntries([...document.querySelectorAll('[id]')].map((element) => [element.id, element]));
const tokenWords = 'This relay requires a token. Ask its operator for the complete link, which contains the token.';
const fullWords = 'This room is full: it is for two people. Try again later, or use another room.';

function show(state, words) {
  const { visit } = app;
  const focused = document.activeElement;
  document.body.dataset.state = state;
  view.status.textContent = words;
  view.hangup.hidden = !visit;
  view.join.hidden = view.naming.hidden = Boolean(visit && !visit.relayGone);
  view.join.textContent = state === 'idle' || state === 'hung-up' ? 'Start camera and join' : 'Join again';
  document.body.classList.toggle('has-local', Boolean(visit?.stream));
  document.body.classList.toggle('has-remote', Boolean(view.remote.srcObject));
  // Keep the focus if the focused element has been hidden.
  if (focused !== document.body && focused?.offsetParent === null) (visit ? view.hangup : view.join).focus();
}

function showCalling(call) {
  show('calling', `${who(call)} is here. Connecting…`);
}

function showCall(call) {
  const state = call.pc.connectionState;
  if (state === 'connected') show('connected', `You are connected with ${who(call)}.`);
  if (state === 'disconnected') show('calling', `The connection with ${who(call)} is interrupted. Waiting for it to return…`);
}

function showRemote({ partner }, media) {
  view.remote.srcObject = media;
  view.partner.textContent = partner.name;
  view.remote.play().catch(({ name }) => { view.remote.controls = name === 'NotAllowedError'; }); // if autoplay is blocked, the user can start the video
  document.body.classList.add('has-remote');
}

function showIdle() {
  show('idle', navigator.mediaDevices ? 'Ready. Nothing is sent before you press the button.' : noCamera());
}

function showAddress() {
  const query = readAddress();
  view.room.textContent = shown(app.room);
  document.title = `${shown(app.room)} · signal-console`;
  view.link.value = invitation();
  view.hint.textContent = /^(localhost$|127\.|\[::1)/.test(location.hostname)
    ? 'Open it in a second tab. This address works on this computer only.'
    : 'Send it to one person, or open it in a second tab.';
  return query;
}

async function copyLink() {
  try {
    await navigator.clipboard.writeText(view.link.value);
    view.copy.textContent = 'Copied';
    setTimeout(() => { view.copy.textContent = 'Copy link'; }, 2_000);
  } catch { // no clipboard on insecure pages
    view.link.select();
    view.hint.textContent = 'The link is selected: copy it with your keyboard or menu.';
  }
}

// The name, stored for this tab. Storage may be disabled.
function remembered(name) {
  try {
    if (name !== undefined) sessionStorage.setItem('name', name);
    return sessionStorage.getItem('name');
  } catch { return null; }
}

// A peer's text for display: truncated, without control, invisible and bidirectional characters.
function shown(text) {
  if (typeof text !== 'string') return '';
  return cut(text.slice(0, 1_000).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim(), limits.shown);
}

// Isolated, so that a right-to-left name does not affect the surrounding text.
function who({ partner }) {
  return `\u2068${partner.name}\u2069`;
}

function cut(text, length) {
  return [...text.slice(0, 2 * length)].slice(0, length).join('');
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

function isPeer(value) {
  return isObject(value) && typeof value.id === 'string';
}

// Whether a description is of another connection of the partner than the call's: `o=` has the id of its session (JSEP 5.2.1).
function isAnew({ pc }, { sdp }) {
  const [mine, theirs] = [pc?.remoteDescription?.sdp, sdp].map((text) => /^o=\S+ (\S+)/m.exec(text ?? '')?.[1]);
  return Boolean(mine && theirs && mine !== theirs);
}

function isDescription(value) {
  return isObject(value) && ['offer', 'answer', 'pranswer'].includes(value.type) && typeof value.sdp === 'string';
}

view.controls.onsubmit = (event) => { event.preventDefault(); remembered(view.name.value); join(); };
view.hangup.onclick = () => leaveSaying('hung-up', 'You hung up. Camera and microphone are off.');
view.copy.onclick = copyLink;
window.onhashchange = () => { if (!app.visit) { showAddress(); showIdle(); } };
window.onpagehide = () => { if (app.visit) { leave(); showIdle(); } };

view.name.value = cut(showAddress().get('name') ?? remembered() ?? '', limits.name);
showIdle();
