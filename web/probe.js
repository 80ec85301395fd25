// The probe of signal-console reports to the relay what the WebRTC connections of this page do. The page must not notice it:
// functions become proxies of themselves, the page gets the browser's own promises, and nothing throws. Credentials, ICE
// passwords and keys, and queries of URLs are never sent.
'use strict';
(() => {
if (window.signalConsoleProbe?.version) return; // included twice

// Browsers mute the errors of a script of another origin, and so would not report rejections to the page: it runs again with CORS.
const own = document.currentScript;
if (own?.src && own.crossOrigin === null && new URL(own.src).origin !== location.origin) {
  if (!own.async && document.readyState === 'loading') return document.write(`<script src="${own.src}" nonce="${own.nonce}" crossorigin></script>`);
  const { src, nonce } = own;
  return own.after(Object.assign(document.createElement('script'), { src, nonce, crossOrigin: '' }));
}

const limits = {
  connections: 64, // open at a time
  queued: 1_000, // reports
  size: 262_144, // characters of these, and of a message that is searched
  rate: 50, // reports a second
  burst: 200,
  sdp: 49_152, // characters
  slow: 2_000, // ms after which a call is reported as pending
  autoplay: 1_000, // ms to start an element with `autoplay`
  retry: 500, // ms before connecting again, doubled each time
  retryMax: 30_000,
};

const { apply, construct, defineProperty, getOwnPropertyDescriptor: property, getPrototypeOf } = Reflect;
const { WebSocket: Socket, RTCPeerConnection: PeerConnection, MediaStream, AbortController, Promise, setTimeout, clearTimeout } = window;
const { stringify } = JSON;
const { then } = Promise.prototype;
const { addEventListener } = EventTarget.prototype;
const { send, close } = Socket.prototype;

const membersOf = (type) => Object.getOwnPropertyDescriptors(type?.prototype ?? {});
const members = membersOf(PeerConnection);
const nativeGetters = new Set([window.RTCSessionDescription, window.RTCIceCandidate].flatMap((type) =>
  Object.values(membersOf(type)).map(({ get }) => get).filter(Boolean)));

// Reads an attribute or calls a method of a connection, also if the page redefines them.
const ask = (pc, name) => apply(members[name].get ?? members[name].value, pc, []);

// Returns a member of an argument without running code of the page.
function peek(object, key) {
  for (let holder = object; holder && typeof holder === 'object'; holder = getPrototypeOf(holder)) {
    const found = property(holder, key);
    if (found) return nativeGetters.has(found.get) ? apply(found.get, object, []) : found.value;
  }
}

const rounded = (number) => Math.round(number * 10) / 10;
const now = () => rounded(performance.now());
const since = (time) => rounded(performance.now() - time);
const cut = (text, length = 1_000) => typeof text === 'string' ? text.slice(0, length) : undefined;
const past = (type) => type.replace(/e$/, 'ed'); // "muted" for "mute"
const masked = (text) => text.replace(/a=(ice-pwd|crypto):.*/g, 'a=$1:-');

function named(error) {
  if (!error) return undefined;
  const message = masked(String(error.message ?? error)).replace(/([?&](?!transport=)[^=&\s'"]*=)[^&\s'"]*/g, '$1-');
  return { name: cut(String(error.name), 100), message: cut(message, 500) };
}

// Returns a function that copies members: "key key:from key:from*" (* converts s to ms).
function copier(names, get = (object, key) => object?.[key]) {
  const list = names.split(' ').map((name) => /^(\w+):?(\w*)(\*?)$/.exec(name));
  return (object) => {
    const copy = {};
    for (const [, key, from, seconds] of list) {
      const value = get(object, from || key);
      copy[key] = typeof value === 'number' ? rounded(seconds ? value * 1_000 : value) : typeof value === 'boolean' ? value : cut(value) || undefined;
    }
    return copy;
  };
}

function attempt(work, ...values) {
  try { return work?.(...values); } catch { return undefined; }
}

function listen(target, types, listener, options) {
  for (const type of types.split(' ')) apply(addEventListener, target, [type, (event) => attempt(listener, event), options]);
}

// Calls a function of the browser, then `observer.after(error, value)`; before, `observer.pending()` if it takes long.
function call(observer, native) {
  let result;
  try { result = native(); } catch (error) {
    attempt(observer?.after, error);
    throw error;
  }
  if (observer && result instanceof Promise) attempt(watch, result, observer);
  else attempt(observer?.after, null, result);
  return result;
}

// Replaces a method, or the setter of an attribute. `before(object, arguments)` returns an observer or nothing.
function hook(type, name, before, part = 'value') {
  const native = type && property(type.prototype, name)?.[part];
  if (native) defineProperty(type.prototype, name, { [part]: new Proxy(native, {
    apply: (_, object, values) => call(attempt(before, object, values), () => apply(native, object, values)),
  }) });
}

function hookConstructor(name, before) {
  const native = window[name];
  const proxy = new Proxy(native, {
    construct: (_, values, newTarget) => call(attempt(before, values), () => construct(native, values, newTarget === proxy ? native : newTarget)),
  });
  defineProperty(native.prototype, 'constructor', { value: proxy });
  for (const alias of [name, `webkit${name}`]) if (window[alias] === native) defineProperty(window, alias, { value: proxy });
}

// Our reaction marks a promise of the page as handled, so the browser would not report its rejection. A twin, rejected too,
// stays unhandled until the page reads `constructor` of the promise, as `then` and `await` do.
const twins = new WeakMap(); // the promise of each twin
function watch(promise, { after, pending }) {
  let handled = false;
  let twin = null;
  const timer = pending && setTimeout(() => attempt(pending), limits.slow);
  const settled = (error, value) => { clearTimeout(timer); attempt(after, error, value); };
  const handle = () => {
    handled = true;
    delete promise.constructor;
    if (twin) apply(then, twin, [undefined, () => {}]);
  };
  apply(then, promise, [
    (value) => { settled(null, value); if (!handled) handle(); },
    (error) => { settled(error); if (!handled) twins.set(twin = Promise.reject(error), promise); },
  ]);
  defineProperty(promise, 'constructor', {
    configurable: true,
    get() { handle(); return promise.constructor; },
    set(value) { handle(); promise.constructor = value; },
  });
}

listen(window, 'unhandledrejection rejectionhandled', (event) => {
  const promise = twins.get(event.promise);
  if (promise) defineProperty(event, 'promise', { value: promise, configurable: true });
});

const protocol = 'signal-console.probe.v1';
const session = crypto.getRandomValues(new BigUint64Array(1))[0].toString(16).padStart(16, '0');
const relay = { address: relayAddress(), socket: null, opened: 0, retry: limits.retry, timer: 0, off: false };
const queue = { texts: [], size: 0, tokens: limits.burst, filled: 0, dropped: 0, timer: 0 };

// The endpoint is beside the script. The token is in the script's URL, or in that of a page of the relay.
function relayAddress() {
  const script = own?.src;
  if (!script) return null;
  const { origin, pathname, searchParams } = new URL(script);
  const ofRelay = origin === location.origin && pathname === '/probe.js';
  const token = searchParams.get('token') ?? (ofRelay && new URLSearchParams(location.search).get('token'));
  const url = new URL('probe', script);
  if (token) url.searchParams.set('token', token);
  url.protocol = url.protocol.replace('http', 'ws');
  return url;
}

const isOpen = () => relay.socket?.readyState === 1;

function connect() {
  relay.timer = 0;
  if (relay.off) return;
  const { address } = relay;
  try { relay.socket = new Socket(address.href, protocol); } catch { // mixed content; in Firefox also a policy, with an event
    return setTimeout(() => stop(`The browser forbids the connection to ${address.origin}: https needs a relay with TLS.`), limits.retry);
  }
  const { socket } = relay;
  listen(socket, 'open', () => {
    if (socket.protocol !== protocol) return stop(`${address.origin} is not a relay that accepts reports.`);
    relay.opened = now();
    sendPage();
    flush();
    for (const connection of open) pace(connection);
  });
  listen(socket, 'close', ({ code }) => {
    relay.socket = null;
    if (code >= 4000) return stop(code === 4005 ? '' : `The relay refused the reports (${code}).`);
    if (relay.opened && since(relay.opened) > limits.retryMax) relay.retry = limits.retry;
    relay.opened = 0;
    reconnect();
  });
}

// Connects again later if there is something to report.
function reconnect() {
  if (relay.socket || relay.timer || !(queue.texts.length || open.size)) return;
  relay.timer = setTimeout(() => attempt(connect), relay.retry);
  relay.retry = Math.min(2 * relay.retry, limits.retryMax);
}

function stop(reason) {
  if (relay.off) return;
  relay.off = true;
  queue.texts = [];
  if (relay.socket) apply(close, relay.socket, []);
  if (reason) console.warn(`signal-console probe: ${reason} Nothing is reported.`);
}

function sendPage() {
  apply(send, relay.socket, [stringify({
    type: 'page', t: now(), session, now: now(), url: cut(location.origin + location.pathname), secure: isSecureContext,
    devices: 'mediaDevices' in navigator, agent: cut(navigator.userAgent, 300), dropped: queue.dropped,
  })]);
  queue.dropped = 0;
}

function report(type, connection, contents, t = now()) {
  if (relay.off) return;
  if (type === 'stats' && queue.texts.length) return void (queue.dropped += 1); // the first to be dropped
  const text = stringify({ type, t, pc: connection?.number, ...contents });
  queue.texts.push(text);
  queue.size += text.length;
  while (queue.texts.length > limits.queued || queue.size > limits.size) {
    dequeue();
    queue.dropped += 1;
  }
  flush();
}

function dequeue() {
  const text = queue.texts.shift();
  queue.size -= text.length;
  return text;
}

function flush() {
  if (!isOpen()) return reconnect();
  queue.tokens = Math.min(limits.burst, queue.tokens + since(queue.filled) * limits.rate / 1_000);
  queue.filled = now();
  while (queue.texts.length && queue.tokens >= 1 && relay.socket.bufferedAmount < limits.size) {
    queue.tokens -= 1;
    apply(send, relay.socket, [dequeue()]);
  }
  if (queue.texts.length) queue.timer ||= setTimeout(() => { queue.timer = 0; attempt(flush); }, 100);
}

// What is known of each RTCPeerConnection, without a strong reference to it or to an object that has one.
const connections = new WeakMap();
const open = new Set();
const tracks = new WeakMap(); // { connection, side } of each
let count = 0;

function connectionOf(pc) {
  if (connections.has(pc)) return connections.get(pc);
  if (ask(pc, 'signalingState') === 'closed') return null; // throws unless `pc` is one
  for (const connection of open) if (!connection.ref.deref()) forget(connection);
  if (open.size >= limits.connections) return null;
  const connection = {
    number: count += 1, ref: new WeakRef(pc), last: {}, transports: new WeakSet(), end: new AbortController(),
    timer: 0, quick: 0, sampling: false, full: true,
  };
  connections.set(pc, connection);
  open.add(connection);
  observe(pc, connection);
  reportConfiguration(pc, connection);
  return connection;
}

// Also removes the listeners: a browser keeps tracks that have some.
function forget(connection) {
  open.delete(connection);
  clearTimeout(connection.timer);
  connection.end.abort();
}

function reportConfiguration(pc, connection, changed) {
  const { iceServers, iceTransportPolicy: policy, bundlePolicy: bundle } = ask(pc, 'getConfiguration');
  const servers = iceServers.slice(0, 20).map(({ urls }) => ({ urls: [urls].flat().slice(0, 20) }));
  report('connection', connection, { servers, policy, bundle, changed });
}

const states = { signaling: 'signalingState', gathering: 'iceGatheringState', ice: 'iceConnectionState', connection: 'connectionState' };
const eventCandidate = copier('mid:sdpMid relayProtocol url');
const eventError = copier('address port url code:errorCode text:errorText');

function observe(pc, connection) {
  const on = (type, listener) => listen(pc, type, listener);
  for (const [of, attribute] of Object.entries(states)) on(`${attribute.toLowerCase()}change`, () => {
    reportState(connection, of, ask(pc, attribute));
    if (of === 'connection' && /connected|failed/.test(connection.last.connection)) sample(connection);
    pace(connection);
    observeTransports(pc, connection);
  });
  on('icecandidate', ({ candidate: it }) => { if (it) report('candidate', connection, { candidate: cut(it.candidate), ...eventCandidate(it) }); });
  on('icecandidateerror', (event) => report('candidateerror', connection, eventError(event)));
  on('track', ({ track, transceiver }) => observeTrack(connection, 'remote', track, transceiver.mid));
  on('datachannel', ({ channel }) => observeChannel(connection, channel));
}

function reportState(connection, of, to) {
  if (!to || connection.last[of] === to) return;
  connection.last[of] = to;
  report('state', connection, { of, to });
}

// Observes the first DTLS and the SCTP transport, which appear with descriptions.
function observeTransports(pc, connection) {
  const sctp = ask(pc, 'sctp');
  const dtls = [...ask(pc, 'getSenders'), ...ask(pc, 'getReceivers'), sctp].find((it) => it?.transport)?.transport;
  for (const [of, target] of Object.entries({ dtls, sctp })) {
    if (!target || connection.transports.has(target)) continue;
    connection.transports.add(target);
    const changed = () => reportState(connection, of, target.state);
    listen(target, 'statechange', changed);
    changed();
  }
}

function observeTrack(connection, side, track, mid) {
  const tell = (event) => report('track', connection, { side, kind: track.kind, mid, event });
  tell('added');
  if (tracks.has(track)) return;
  tracks.set(track, { connection, side });
  listen(track, 'mute unmute ended', ({ type }) => tell(past(type)), { signal: connection.end.signal });
}

function observeChannel(connection, channel) {
  const tell = (event, error) => report('channel', connection, { label: cut(channel.label, 100), event, error: named(error) });
  tell('created');
  listen(channel, 'open closing close error', ({ type, error }) => tell(type, error));
}

// The members for a description; `text` is whether its text is included.
function described(description, text) {
  const kind = cut(peek(description, 'type'), 20);
  const sdp = cut(peek(description, 'sdp'), Infinity) ?? '';
  return {
    kind, ufrag: cut(/^a=ice-ufrag:(\S*)/m.exec(sdp)?.[1]), fingerprint: cut(/^a=fingerprint:(.*)/m.exec(sdp)?.[1]),
    sdp: text && sdp && sdp.length <= limits.sdp ? masked(sdp) : undefined,
  };
}

const candidateArgument = copier('mid:sdpMid ufrag:usernameFragment', peek);

// Returns an observer that reports a call, with the members of `found(value)`.
function reporter(type, connection, called, found) {
  const t = now();
  return {
    pending: () => report(type, connection, { ...called, pending: true }, t),
    after: (error, value) => report(type, connection, { ...called, ms: since(t), error: named(error), ...(!error && attempt(found, value)) }, t),
  };
}

// Reports calls of a method, with the members of `before(arguments)` and `after(value, pc, members)`.
function hookCall(method, before, after) {
  hook(PeerConnection, method, (pc, values) => {
    const connection = connectionOf(pc);
    if (!open.has(connection)) return;
    const called = { method, ...before?.(values) };
    // Callbacks are passed on untouched: the outcome is not known.
    if (values.some((value) => typeof value === 'function')) return report('call', connection, { ...called, legacy: true });
    return reporter('call', connection, called, (value) => after?.(value, connection.ref.deref(), called));
  });
}

function hookConnections() {
  hookConstructor('RTCPeerConnection', () => {
    const { after } = reporter('call', null, { method: 'RTCPeerConnection' });
    return { after: (error, pc) => error ? after(error) : connectionOf(pc) };
  });
  for (const method of ['createOffer', 'createAnswer']) hookCall(method, null, (value) => described(value));
  // Without an argument, it is known afterwards.
  hookCall('setLocalDescription', ([it]) => described(it, true), (_, pc, { kind, ufrag }) => kind === 'rollback' || ufrag ? null : described(ask(pc, 'localDescription'), true));
  hookCall('setRemoteDescription', ([it]) => described(it, true));
  hookCall('addIceCandidate', ([it]) => ({ candidate: cut(peek(it, 'candidate')) ?? '', ...candidateArgument(it) }));
  hookCall('restartIce');
  hookCall('setConfiguration', null, (_, pc) => reportConfiguration(pc, connectionOf(pc), true));
  hookCall('close', null, (_, pc) => forget(connectionOf(pc)));
  for (const method of ['addTrack', 'addTransceiver', 'createDataChannel']) {
    hook(PeerConnection, method, (pc, [track]) => ({ after(error, channel) {
      const connection = error ? null : connectionOf(pc);
      if (!open.has(connection)) return;
      if (method === 'createDataChannel') observeChannel(connection, channel);
      else if (typeof track === 'object') observeTrack(connection, 'local', track);
    } }));
  }
}

// The RTCPeerConnection, if its statistics can be sent.
const observed = (connection) => open.has(connection) && isOpen() ? connection.ref.deref() : null;

const periods = { connecting: 1_000, connected: 5_000, disconnected: 5_000 }; // ms between statistics

function pace(connection) {
  clearTimeout(connection.timer);
  const pc = observed(connection);
  const period = pc && periods[ask(pc, 'connectionState')];
  if (period > 1_000 || (period && (connection.quick += 1) < 30)) connection.timer = setTimeout(() => { attempt(sample, connection); attempt(pace, connection); }, period);
}

function sample(connection) {
  const pc = observed(connection);
  if (!pc || connection.sampling) return;
  connection.sampling = true;
  const done = (stats) => {
    connection.sampling = false;
    if (stats && observed(connection)) attempt(() => report('stats', connection, digest(stats, connection)));
  };
  apply(then, ask(pc, 'getStats'), [done, () => done()]);
}

const statsOf = {
  transport: copier('ice:iceState dtls:dtlsState role:dtlsRole tls:tlsVersion cipher:srtpCipher changes:selectedCandidatePairChanges'),
  end: copier('type:candidateType protocol relay:relayProtocol address port network:networkType'),
  pair: copier('state nominated rs:requestsSent rr:responsesReceived qr:requestsReceived ps:responsesSent rtt:currentRoundTripTime* sent:bytesSent received:bytesReceived'),
  in: copier('kind mid packets:packetsReceived bytes:bytesReceived lost:packetsLost jitter* decoded:framesDecoded width:frameWidth height:frameHeight'),
  out: copier('kind mid packets:packetsSent bytes:bytesSent frames:framesSent width:frameWidth height:frameHeight limit:qualityLimitationReason'),
  remote: copier('rtt:roundTripTime* lost:packetsLost'),
  channel: copier('label state sent:messagesSent received:messagesReceived'),
};

function digest(stats, connection) {
  const byType = {};
  stats.forEach((it) => { (byType[it.type] ??= []).push(it); });
  const list = (type, length, copy) => byType[type]?.slice(0, length).map(copy);
  const transport = byType.transport?.find((it) => it.selectedCandidatePairId) ?? byType.transport?.[0];
  const pairs = byType['candidate-pair'];
  const selected = stats.get(transport?.selectedCandidatePairId) ?? pairs?.find((it) => it.selected); // Firefox
  const rank = (it) => (it === selected ? 2e12 : it.nominated ? 1e12 : 0) + (it.requestsSent ?? 0);
  pairs?.sort((a, b) => rank(b) - rank(a));
  // Once connected, the pairs that are not selected are reported once.
  const length = connection.full ? 12 : 1;
  connection.full = !selected || connection.last.connection !== 'connected';
  return {
    ...statsOf.transport(transport), selected: selected && 0,
    pairs: list('candidate-pair', length, (it) => ({
      ...statsOf.pair(it), local: statsOf.end(stats.get(it.localCandidateId)), remote: statsOf.end(stats.get(it.remoteCandidateId)),
    })),
    in: list('inbound-rtp', 8, (it) => ({ ...statsOf.in(it), codec: stats.get(it.codecId)?.mimeType })),
    out: list('outbound-rtp', 8, (it) => ({ ...statsOf.out(it), codec: stats.get(it.codecId)?.mimeType, ...statsOf.remote(stats.get(it.remoteId)) })),
    channels: list('data-channel', 8, statsOf.channel),
  };
}

function hookMedia() {
  for (const method of ['getUserMedia', 'getDisplayMedia']) {
    hook(window.MediaDevices, method, (_, [constraints]) =>
      reporter('media', null, { method, kinds: ['audio', 'video'].filter((kind) => peek(constraints, kind)) }));
  }
  hook(HTMLMediaElement, 'srcObject', (element) => ({ after: () => observeElement(element) }), 'set');
  hook(HTMLMediaElement, 'play', (element) => ({ after: (error) => { if (error) reportElement(element, 'rejected', { error: named(error) }); } }));
}

const elements = new WeakSet();

function observeElement(element) {
  if (elements.has(element)) return;
  elements.add(element);
  let size = '';
  listen(element, 'resize', () => {
    const { videoWidth: width, videoHeight: height } = element;
    if (size !== (size = `${width}x${height}`)) reportElement(element, 'resized', { width, height });
  });
  // A browser that refuses the attribute `autoplay` fires no event. In hidden pages, it waits.
  listen(element, 'canplay', () => setTimeout(() => {
    if (!element.autoplay || !element.paused || element.currentTime || document.hidden) return;
    attempt(reportElement, element, 'rejected', { error: { name: 'NotAllowedError', message: 'The attribute autoplay was not obeyed.' } });
  }, limits.autoplay));
}

function reportElement(element, event, contents) {
  const stream = element.srcObject;
  if (!(stream instanceof MediaStream)) return;
  const { connection, side } = stream.getTracks().map((track) => tracks.get(track)).find(Boolean) ?? {};
  report('play', connection, { kind: element.localName, event, side, ...contents });
}

const sockets = new WeakMap(); // their numbers
let socketCount = 0;

function reportSocket(socket, event, contents) {
  report('socket', null, { socket, event, ...contents });
}

function observeSocket(error, socket) {
  const number = socketCount += 1;
  if (error) return reportSocket(number, 'error', { error: named(error) });
  sockets.set(socket, number);
  reportSocket(number, 'connecting', { url: cut(socket.url.replace(/\?.*|(?<=\/\/)[^/?@]*@/g, '')) });
  listen(socket, 'open error', ({ type }) => reportSocket(number, type));
  listen(socket, 'message', ({ data }) => reportSignaling(number, 'received', data));
  listen(socket, 'close', ({ code, reason }) => reportSocket(number, 'close', { code, reason: cut(reason) }));
}

// Reports a message that has a description, as text or in JSON.
function reportSignaling(number, event, data) {
  const ufrag = /a=ice-ufrag:([^\\\s"]{1,256})/.exec(cut(data, limits.size))?.[1];
  if (ufrag) reportSocket(number, event, { ufrag });
}

function hookSockets() {
  hookConstructor('WebSocket', () => ({ after: observeSocket }));
  hook(Socket, 'send', (socket, [data]) => ({ after: (error) => { if (!error) reportSignaling(sockets.get(socket), 'sent', data); } }));
}

function observePage() {
  const tellVisibility = () => report('visibility', null, { to: document.visibilityState });
  listen(document, 'visibilitychange', tellVisibility);
  listen(document, 'securitypolicyviolation', ({ blockedURI, disposition }) => {
    const { origin } = relay.address;
    if (relay.opened || disposition === 'report' || !blockedURI.startsWith(origin)) return;
    stop(`The Content-Security-Policy of this page needs ${origin} in its connect-src.`);
  });
  listen(window, 'pagehide', () => {
    report('visibility', null, { to: 'gone' });
    if (relay.socket) apply(close, relay.socket, [1000]); // the back/forward cache takes no page with an open socket
  });
  listen(window, 'pageshow', ({ persisted }) => { if (persisted) tellVisibility(); });
}

if (!relay.address) return stop('It needs a script element with a src.');
const mark = (text) => attempt(() => report('mark', null, { text: cut(String(text)) }));
defineProperty(window, 'signalConsoleProbe', { value: Object.freeze({ version: '1', mark }), configurable: true });
for (const start of [hookConnections, hookMedia, hookSockets, observePage, connect]) attempt(start);
})();
