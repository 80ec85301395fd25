// What a page can observe of the functions that the probe replaces. Each test describes what it observed; the results with
// and without the probe must be equal. ?relay=ws://HOST is the address of a relay (by default, the host of the page).
//
// window.results   the outcome of each test by its name; `broken: …` if the test itself failed
// window.finished  a promise that is fulfilled at the end
'use strict';

const query = new URLSearchParams(location.search);
const relay = query.get('relay') ?? `ws://${location.host}`;
const tests = {};
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const once = (target, type) => new Promise((done) => target.addEventListener(type, done, { once: true }));
const failure = (error) => `${error?.name}: ${error?.message}`;

function thrown(work) {
  try { return `returned ${String(work())}`; } catch (error) { return failure(error); }
}

// Waits until a condition holds.
async function until(condition, what) {
  for (const end = performance.now() + 10_000; !condition();) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await pause(10);
  }
}

// Closes the connections that a test creates.
const made = [];
function create(configuration, Type = RTCPeerConnection) {
  const pc = new Type(configuration);
  made.push(pc);
  return pc;
}

function camera() {
  return navigator.mediaDevices.getUserMedia({ audio: true, video: true });
}

// ---------------------------------------------------------------- Shape

const interfaces = [
  'RTCPeerConnection', 'webkitRTCPeerConnection', 'WebSocket', 'MediaDevices', 'HTMLMediaElement', 'MediaStreamTrack', 'RTCDataChannel', 'Promise',
];

function shape(holder, key) {
  const found = Object.getOwnPropertyDescriptor(holder, key);
  const flags = ['writable', 'enumerable', 'configurable'].filter((flag) => found[flag]).map((flag) => flag[0]).join('');
  const functions = ['value', 'get', 'set'].filter((part) => typeof found[part] === 'function').map((part) => {
    const it = found[part];
    return `${part} ${it.name}/${it.length} ${Object.getOwnPropertyNames(it).sort().slice(0, 20)} ${Object.prototype.toString.call(it)} ${Function.prototype.toString.call(it).includes('[native code]')}`;
  });
  return `${String(key)} ${flags} ${functions.join(' ') || typeof found.value}`;
}

tests['the properties of the interfaces and their prototypes'] = () => interfaces.filter((name) => window[name]).flatMap((name) => [
  shape(window, name),
  ...Reflect.ownKeys(window[name]).map((key) => `${name}.${shape(window[name], key)}`),
  ...Reflect.ownKeys(window[name].prototype).map((key) => `${name}::${shape(window[name].prototype, key)}`),
]);

tests['the enumerable properties of the window'] = () => {
  const names = [];
  for (const name in window) names.push(name);
  return names.sort().join();
};

tests['constructors, prototypes and instances'] = () => {
  const pc = create();
  const socket = new WebSocket(relay);
  socket.close();
  return [
    pc.constructor === RTCPeerConnection, Object.getPrototypeOf(pc) === RTCPeerConnection.prototype, pc instanceof RTCPeerConnection, pc instanceof EventTarget,
    RTCPeerConnection.prototype.constructor === RTCPeerConnection, Object.getPrototypeOf(RTCPeerConnection) === EventTarget,
    window.webkitRTCPeerConnection && window.webkitRTCPeerConnection === RTCPeerConnection, Object.prototype.toString.call(pc), Object.keys(pc), Object.getOwnPropertyNames(pc),
    socket.constructor === WebSocket, socket instanceof WebSocket, Object.keys(WebSocket), WebSocket.CLOSED, socket.OPEN, Object.keys(socket),
    RTCPeerConnection.name, RTCPeerConnection.length, WebSocket.name, WebSocket.length, typeof RTCPeerConnection,
    Object.isExtensible(RTCPeerConnection), Object.isFrozen(RTCPeerConnection.prototype), 'generateCertificate' in RTCPeerConnection,
  ];
};

tests['a static method'] = async () => {
  const { generateCertificate } = RTCPeerConnection;
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const certificates = [await RTCPeerConnection.generateCertificate(algorithm), await generateCertificate.call(undefined, algorithm)];
  return [certificates.map(String), create({ certificates: [certificates[0]] }).getConfiguration().certificates.length];
};

tests['methods are no constructors, and have no other object'] = async () => [
  thrown(() => RTCPeerConnection()), thrown(() => RTCPeerConnection.call({})), thrown(() => WebSocket(relay)), thrown(() => Reflect.construct(RTCPeerConnection.prototype.createOffer, []).name),
  ...['createDataChannel', 'addTrack', 'close', 'restartIce', 'setConfiguration'].map((name) => thrown(() => RTCPeerConnection.prototype[name].call({}, 'x'))),
  thrown(() => WebSocket.prototype.send.call({}, '')), thrown(() => Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject').set.call({}, null)),
  ...await Promise.all(['createOffer', 'createAnswer', 'setLocalDescription', 'setRemoteDescription', 'addIceCandidate']
    .map((name) => RTCPeerConnection.prototype[name].call({}, {}).catch(failure))),
  await MediaDevices.prototype.getUserMedia.call({}, {}).catch(failure), await HTMLMediaElement.prototype.play.call({}).catch(failure),
].map((text) => String(text).replace(/Reflect.*? is|function.*? is|RTCPeerConnection.prototype.createOffer is/, '… is'));

tests['errors of invalid configurations'] = () => [
  { iceServers: [{ urls: 'turn:localhost' }] }, { iceServers: [{ urls: 'http://localhost' }] }, { iceServers: 1 }, { iceTransportPolicy: 'some' }, 1, null,
  { iceServers: [{}] }, { certificates: [1] }, { iceCandidatePoolSize: -1 }, { get iceServers() { throw new RangeError('mine'); } },
].map((configuration) => thrown(() => create(configuration))).concat(thrown(() => create().setConfiguration({ iceServers: [{ urls: 'x:' }] })));

tests['subclasses'] = async () => {
  const log = [];
  class Called extends RTCPeerConnection {
    #secret = 7;
    constructor(...values) {
      super(...values);
      log.push(new.target === Called, this.#secret, this instanceof Called);
    }
    get connectionState() { log.push('connectionState'); return super.connectionState; }
    addEventListener(...values) { log.push(`addEventListener ${values[0]}`); return super.addEventListener(...values); }
    getStats() { log.push('getStats'); return super.getStats(); }
    async createOffer(...values) { log.push(`createOffer ${values.length}`); return super.createOffer(...values); }
    setLocalDescription(it) { log.push('setLocalDescription'); return super.setLocalDescription(it); }
    close() { log.push('close'); super.close(); }
  }
  const pc = create({}, Called);
  pc.addEventListener('track', () => {});
  pc.createDataChannel('x');
  await pc.setLocalDescription(await pc.createOffer());
  pc.close();
  log.push(pc.constructor === Called, Object.getPrototypeOf(Called) === RTCPeerConnection, Object.getPrototypeOf(Called.prototype) === RTCPeerConnection.prototype, typeof Called.generateCertificate);
  function Old() { return Reflect.construct(RTCPeerConnection, [], Old); }
  Old.prototype = Object.create(RTCPeerConnection.prototype, { extra: { value: 1 } });
  const old = create({}, Old);
  log.push(old instanceof Old, old.extra, old.signalingState);
  return log;
};

tests['a wrapper in the manner of adapter.js, loaded later'] = async () => {
  const Native = window.RTCPeerConnection;
  const log = [];
  const { createOffer, addEventListener } = Native.prototype;
  try {
    window.RTCPeerConnection = function (configuration, constraints) { log.push('constructed'); return new Native(configuration, constraints); };
    window.RTCPeerConnection.prototype = Native.prototype;
    Object.defineProperty(window.RTCPeerConnection, 'generateCertificate', { get() { return Native.generateCertificate; } });
    Native.prototype.createOffer = function (...values) { log.push('createOffer'); return createOffer.apply(this, values); };
    Native.prototype.addEventListener = function (...values) { log.push(`listen ${values[0]}`); return addEventListener.apply(this, values); };
    const pc = create();
    pc.addEventListener('track', () => {});
    pc.createDataChannel('x');
    log.push(pc instanceof RTCPeerConnection, (await pc.createOffer()).type, typeof RTCPeerConnection.generateCertificate);
  } finally {
    window.RTCPeerConnection = Native;
    Native.prototype.createOffer = createOffer;
    delete Native.prototype.addEventListener;
  }
  return log;
};

tests['another window'] = async () => {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const { contentWindow: other } = frame;
  const pc = create();
  const foreign = create({}, other.RTCPeerConnection);
  foreign.createDataChannel('x');
  const promise = RTCPeerConnection.prototype.createOffer.call(foreign);
  const log = [
    other.RTCPeerConnection !== RTCPeerConnection, String(other.RTCPeerConnection), foreign instanceof RTCPeerConnection, foreign instanceof other.RTCPeerConnection,
    promise instanceof Promise, (await promise).type, (await other.RTCPeerConnection.prototype.createOffer.call(pc)).type, foreign.constructor === other.RTCPeerConnection,
  ];
  foreign.close();
  frame.remove();
  return log;
};

tests['a second inclusion changes nothing'] = async () => {
  const before = [RTCPeerConnection, WebSocket, RTCPeerConnection.prototype.createOffer];
  if (query.get('probe')) {
    const script = document.createElement('script');
    script.src = query.get('probe');
    document.head.append(script);
    await once(script, 'load');
  }
  return [RTCPeerConnection, WebSocket, RTCPeerConnection.prototype.createOffer].every((it, index) => it === before[index]);
};

// ---------------------------------------------------------------- Arguments

tests['how often arguments are read'] = async () => {
  const log = [];
  const spied = (target, name) => new Proxy(target, { get(object, key) { log.push(`${name}.${String(key)}`); return object[key]; } });
  const one = create(spied({ iceServers: [spied({ urls: 'stun:localhost:3478' }, 'server')] }, 'configuration'));
  one.createDataChannel('x', spied({}, 'init'));
  const offer = await one.createOffer(spied({}, 'options'));
  const two = create();
  await one.setLocalDescription(spied({ type: offer.type, sdp: offer.sdp }, 'local'));
  await two.setRemoteDescription(spied({ type: offer.type, sdp: offer.sdp }, 'remote'));
  await two.addIceCandidate(spied({ candidate: 'candidate:1 1 udp 1 127.0.0.1 9 typ host', sdpMid: '0' }, 'candidate'));
  await navigator.mediaDevices.getUserMedia(spied({ audio: true }, 'constraints'));
  return log;
};

tests['callbacks instead of promises'] = async () => {
  const log = [];
  const errors = [];
  const heard = (event) => { errors.push(event.message.replace(/^Uncaught /, '')); event.preventDefault(); };
  addEventListener('error', heard);
  const pc = create();
  pc.createDataChannel('x');
  const settle = (name, work) => new Promise((done) => {
    const result = work((...values) => { log.push(`${name} succeeded ${values.map((it) => it?.type ?? String(it))}`); done(values[0]); },
      (error) => { log.push(`${name} failed ${error.name}`); done(); });
    log.push(`${name} returned ${result instanceof Promise}`);
    result?.then((value) => log.push(`${name} promised ${value?.type ?? String(value)}`), (error) => log.push(`${name} rejected ${error.name}`));
  });
  const offer = await settle('createOffer', (ok, failed) => pc.createOffer(ok, failed, {}));
  await settle('setLocalDescription', (ok, failed) => pc.setLocalDescription(offer, ok, failed));
  await settle('setRemoteDescription', (ok, failed) => pc.setRemoteDescription({ type: 'answer', sdp: 'nonsense' }, ok, failed));
  await settle('createAnswer', (ok, failed) => pc.createAnswer(ok, failed));
  await settle('addIceCandidate', (ok, failed) => pc.addIceCandidate({ candidate: 'nonsense', sdpMid: '0' }, ok, failed));
  await pc.createOffer(() => { throw new Error('of the page'); }, () => {});
  await pause(100);
  removeEventListener('error', heard);
  return [log.sort(), errors];
};

// ---------------------------------------------------------------- Promises

// Promises that are rejected immediately, and some that are rejected or fulfilled later.
const calls = {
  'addIceCandidate too early': () => create().addIceCandidate({ candidate: 'x', sdpMid: '0' }),
  'addIceCandidate without arguments of use': () => create().addIceCandidate({ candidate: 'x' }),
  'setRemoteDescription of nonsense': () => create().setRemoteDescription({ type: 'offer', sdp: 'nonsense' }),
  'setRemoteDescription of a wrong type': () => create().setRemoteDescription({ type: 'nonsense' }),
  'createAnswer without an offer': () => create().createAnswer(),
  'createOffer when closed': () => { const pc = create(); pc.close(); return pc.createOffer(); },
  'createOffer': () => create().createOffer(),
  'setLocalDescription': () => create().setLocalDescription(),
  'getUserMedia of nothing': () => navigator.mediaDevices.getUserMedia({}),
  'getUserMedia': () => navigator.mediaDevices.getUserMedia({ audio: true }),
  'play without a source': () => { const video = document.createElement('video'); const it = video.play(); video.pause(); return it; },
};

tests['the promises'] = () => Object.entries(calls).map(([name, call]) => {
  const promise = call();
  const seen = [promise instanceof Promise, promise.constructor === Promise, Object.prototype.toString.call(promise), Object.keys(promise), Object.getPrototypeOf(promise) === Promise.prototype];
  promise.catch(() => {});
  return `${name}: ${seen}`;
});

// Microtasks of the page between those of the promise: the number of each is the step of a chain that it follows.
tests['when reactions run'] = async () => {
  const outcomes = [];
  const uses = {
    then: (it, done) => { it.then(done, done); },
    catch: (it, done) => { it.catch(() => {}).then(done); },
    finally: (it, done) => { it.finally(done).catch(() => {}); },
    await: async (it, done) => { try { await it; } catch { /* as well */ } done(); },
    'async return': (it, done) => { (async () => it)().then(done, done); },
    resolve: (it, done) => { Promise.resolve(it).then(done, done); },
    all: (it, done) => { Promise.all([it]).then(done, done); },
    race: (it, done) => { Promise.race([it]).then(done, done); },
    twice: (it, done) => { it.catch(() => {}); it.then(done, done); },
  };
  for (const [name, call] of Object.entries(calls)) {
    for (const [use, apply] of Object.entries(uses)) {
      const promise = call();
      let steps = 0;
      let settled = false;
      // The reaction of the page that comes first starts the chain if the promise is pending; else the chain starts now.
      const chain = async () => { while (!settled && steps < 20) { await null; steps += 1; } };
      promise.then(chain, chain);
      await new Promise((done) => apply(promise, () => { settled = true; done(); }));
      const late = steps;
      const immediate = call();
      steps = 0;
      settled = false;
      const finished = new Promise((done) => apply(immediate, () => { settled = true; done(); }));
      chain();
      await finished;
      outcomes.push(`${name} ${use}: ${late} ${steps}`);
    }
  }
  return outcomes;
};

tests['two promises in one task'] = async () => {
  const log = [];
  const pc = create();
  pc.close();
  const say = (text) => () => { log.push(text); };
  const first = pc.createOffer();
  const second = Promise.reject(new Error('of the page'));
  second.catch(say('second'));
  first.catch(say('first'));
  queueMicrotask(say('microtask'));
  pc.createAnswer().catch(say('third'));
  Promise.resolve().then(say('one')).then(say('two')).then(say('three'));
  first.then(say('no'), say('first again')).then(say('after first'));
  await pause(50);
  return log;
};

// The events of unhandled rejections while `work` runs; `promises` names promises that may be reported.
async function unhandled(work) {
  const log = [];
  const names = new Map();
  const heard = (event) => {
    log.push(`${event.type} ${names.get(event.promise) ?? 'unknown'} ${event.reason?.name} ${event.isTrusted} ${event.cancelable} ${event.constructor.name}`);
    event.preventDefault();
  };
  addEventListener('unhandledrejection', heard);
  addEventListener('rejectionhandled', heard);
  await work((name, promise) => { names.set(promise, name); return promise; });
  await pause(150);
  removeEventListener('unhandledrejection', heard);
  removeEventListener('rejectionhandled', heard);
  return log.sort();
}

tests['unhandled rejections'] = async () => {
  const outcomes = {};
  const ways = {
    ignored: (it, call) => { it('the promise', call()); },
    caught: (it, call) => { it('the promise', call()).catch(() => {}); },
    'half handled': (it, call) => { it('derived', it('the promise', call()).then(() => {})); },
    finally: (it, call) => { it('derived', it('the promise', call()).finally(() => {})); },
    awaited: (it, call) => { it('of the function', (async () => { await it('the promise', call()); })()); },
    returned: (it, call) => { it('of the function', (async () => it('the promise', call()))()); },
    'caught in a function': (it, call) => { it('of the function', (async () => { try { await it('the promise', call()); } catch { /* so */ } })()); },
    'all settled': (it, call) => { it('all', Promise.allSettled([it('the promise', call())])); },
    all: (it, call) => { it('all', Promise.all([it('the promise', call()), it('second', call())])); },
    'caught in the same task': (it, call) => { const promise = it('the promise', call()); queueMicrotask(() => queueMicrotask(() => promise.catch(() => {}))); },
    'caught late': async (it, call) => { const promise = it('the promise', call()); await pause(150); promise.catch(() => {}); },
    'derived late': async (it, call) => { const promise = it('the promise', call()); await pause(150); it('derived', promise.then(() => {})); },
    'in a callback': (it, call) => { it('derived', Promise.resolve().then(() => it('the promise', call()))); },
  };
  for (const [name, call] of Object.entries(calls)) {
    await Promise.all(Object.entries(ways).map(async ([way, work]) => { outcomes[`${name}, ${way}`] = await unhandled((it) => work(it, call)); }));
    const seen = outcomes; // the ways run side by side: each knows its own promises only
    for (const way of Object.keys(ways)) seen[`${name}, ${way}`] = seen[`${name}, ${way}`].filter((line) => !line.includes('unknown'));
  }
  return Object.entries(outcomes).map(([name, log]) => `${name}: ${log.join('; ') || 'none'}`);
};

tests['unhandled rejections of unknown promises'] = async () => {
  const log = await unhandled((it) => {
    it('ignored', calls['createAnswer without an offer']());
    it('ignored', calls['setRemoteDescription of nonsense']());
    calls['createOffer when closed']().catch(() => {});
    it('ignored', Promise.reject(new Error('of the page')));
  });
  return log;
};

tests['a library that replaces Promise'] = async () => {
  const Native = Promise;
  const { then } = Native.prototype;
  const log = [];
  class Replaced extends Native {
    static reject(reason) { log.push('reject'); return super.reject(reason); }
  }
  window.Promise = Replaced;
  Native.prototype.then = function (...values) { log.push(`then ${this.constructor.name}`); return then.apply(this, values); };
  try {
    log.push(...await unhandled((it) => {
      it('ignored', calls['createAnswer without an offer']());
      it('of then', it('handled', calls['createAnswer without an offer']()).then(() => {}));
      calls.createOffer();
    }));
    const promise = calls['createOffer when closed']();
    log.push(promise instanceof Replaced, promise instanceof Native);
    await promise.catch(() => {});
  } finally {
    window.Promise = Native;
    Native.prototype.then = then;
  }
  return log;
};

tests['the handler of unhandled rejections'] = async () => {
  const log = [];
  window.onunhandledrejection = (event) => { log.push(event.reason.name, event.promise === promise); return false; };
  const promise = calls['createAnswer without an offer']();
  await pause(100);
  window.onunhandledrejection = null;
  return log;
};

// ---------------------------------------------------------------- A call

const events = [
  'signalingstatechange', 'icegatheringstatechange', 'iceconnectionstatechange', 'connectionstatechange', 'negotiationneeded', 'track', 'datachannel',
];

// Records the events of a connection, in lanes whose order among each other is a matter of time.
function recorded(pc) {
  const lanes = { negotiation: [], gathering: [], ice: [], connection: [], channel: [], media: [] };
  const laneOf = { icegatheringstatechange: 'gathering', iceconnectionstatechange: 'ice', connectionstatechange: 'connection', datachannel: 'channel' };
  const valueOf = {
    signalingstatechange: () => pc.signalingState, icegatheringstatechange: () => pc.iceGatheringState, iceconnectionstatechange: () => pc.iceConnectionState,
    connectionstatechange: () => pc.connectionState, track: ({ track, streams }) => `${track.kind} ${track.muted} ${streams.length}`, datachannel: ({ channel }) => channel.label,
  };
  const push = (lane, text) => lanes[lane].push(text);
  for (const type of events) {
    const lane = laneOf[type] ?? 'negotiation';
    pc[`on${type}`] = (event) => {
      push(lane, `on${type} ${valueOf[type]?.(event) ?? ''}`);
      Promise.resolve().then(() => push(lane, `a microtask after on${type}`));
    };
    pc.addEventListener(type, () => push(lane, type));
    pc.addEventListener(type, () => push(lane, `${type} captured`), { capture: true });
  }
  const noteChannel = (channel) => {
    for (const type of ['open', 'message', 'closing', 'close']) channel.addEventListener(type, ({ data }) => push('channel', `${channel.label} ${type} ${data ?? ''} ${channel.readyState}`));
  };
  pc.addEventListener('datachannel', ({ channel }) => noteChannel(channel));
  pc.addEventListener('track', ({ track, receiver }) => {
    track.addEventListener('unmute', () => push('media', `${track.kind} unmute`));
    push('negotiation', `${receiver.track === track} ${track.readyState}`);
  });
  const step = async (name, promise) => {
    try { push('negotiation', `${name} fulfilled with ${(await promise)?.type ?? 'nothing'} in ${pc.signalingState}`); } catch (error) { push('negotiation', `${name} ${failure(error)}`); }
    return promise;
  };
  return { lanes, step, noteChannel };
}

async function call(configuration = {}, media = true) {
  const [one, two] = [create(configuration), create(configuration)];
  const [a, b] = [recorded(one), recorded(two)];
  const candidates = [[one, two], [two, one]].map(([from, to]) => {
    const waiting = [];
    from.addEventListener('icecandidate', ({ candidate }) => { if (candidate) waiting.push(candidate); if (to.remoteDescription) deliver(); });
    const deliver = () => waiting.splice(0).forEach((it) => to.addIceCandidate(it).catch(() => {}));
    return deliver;
  });
  const channel = one.createDataChannel('chat');
  a.noteChannel(channel);
  const streams = media ? [await camera(), await camera()] : [];
  streams[0]?.getTracks().forEach((track) => one.addTrack(track, streams[0]));
  await pause(20); // negotiationneeded
  const offer = await a.step('createOffer', one.createOffer());
  await a.step('setLocalDescription', one.setLocalDescription(offer));
  await b.step('setRemoteDescription', two.setRemoteDescription(one.localDescription));
  streams[1]?.getTracks().forEach((track) => two.addTrack(track, streams[1]));
  await b.step('setLocalDescription', two.setLocalDescription());
  await a.step('setRemoteDescription', one.setRemoteDescription(two.localDescription));
  candidates.forEach((deliver) => deliver());
  await until(() => one.connectionState === 'connected' && two.connectionState === 'connected', 'the connection');
  await until(() => channel.readyState === 'open', 'the channel');
  return { one, two, a, b, channel, streams };
}

const stop = (streams) => streams.forEach((stream) => stream.getTracks().forEach((track) => track.stop()));

tests['the events of a call'] = async () => {
  const { one, two, a, b, channel, streams } = await call();
  channel.send('hello');
  await until(() => b.lanes.channel.some((line) => line.includes('hello')), 'the message');
  await until(() => [a, b].every(({ lanes }) => lanes.media.length >= 2), 'media');
  await a.step('restart', (one.restartIce(), one.setLocalDescription()));
  await a.step('rollback', one.setLocalDescription({ type: 'rollback' }));
  await b.step('nonsense', two.setRemoteDescription({ type: 'answer', sdp: 'nonsense' })).catch(() => {});
  await b.step('a candidate of nonsense', two.addIceCandidate({ candidate: 'candidate:nonsense', sdpMid: '0' })).catch(() => {});
  await b.step('end of candidates', two.addIceCandidate());
  channel.close();
  await until(() => b.lanes.channel.some((line) => line.includes(' close ')), 'the end of the channel');
  one.close();
  two.close();
  await pause(100);
  stop(streams);
  // How long gathering takes, and the order of the two tracks' media, is not of the probe.
  return [a, b].map(({ lanes }) => ({ ...lanes, gathering: undefined, media: lanes.media.sort(), negotiation: lanes.negotiation.filter((line) => !line.includes('negotiationneeded')) }));
};

tests['negotiationneeded'] = async () => {
  const pc = create();
  const { lanes, step } = recorded(pc);
  pc.addTransceiver('audio');
  await pause(50);
  await step('setLocalDescription', pc.setLocalDescription());
  pc.addTransceiver('video');
  await pause(50);
  await step('rollback', pc.setLocalDescription({ type: 'rollback' }));
  await pause(50);
  return lanes.negotiation;
};

// Promises and events that come in one task.
tests['promises among events'] = async () => {
  const [one, two] = [create(), create()];
  const log = [];
  for (const [name, pc] of Object.entries({ one, two })) {
    for (const type of ['signalingstatechange', 'track']) pc.addEventListener(type, () => { log.push(`${name} ${type}`); queueMicrotask(() => log.push(`${name} after ${type}`)); });
  }
  one.addTransceiver('audio');
  one.addTransceiver('video');
  const said = (name, promise) => promise.then(() => log.push(name));
  const first = said('local', one.setLocalDescription());
  const offered = said('offer', one.createOffer());
  await first;
  await offered;
  const set = said('remote', two.setRemoteDescription(one.localDescription));
  const answered = said('answer', two.createAnswer());
  const second = said('local answer', two.setLocalDescription());
  await Promise.all([set, answered, second]);
  await said('remote answer', one.setRemoteDescription(two.localDescription));
  const candidates = [one.addIceCandidate(), one.addIceCandidate({ candidate: 'candidate:1 1 udp 1 127.0.0.1 9 typ host', sdpMid: '0' }), one.addIceCandidate({ candidate: 'x', sdpMid: '9' })];
  candidates.forEach((it, index) => it.then(() => log.push(`candidate ${index}`), (error) => log.push(`candidate ${index} ${error.name}`)));
  await Promise.allSettled(candidates);
  return log;
};

tests['events that the page dispatches'] = async () => {
  const errors = [];
  const heard = (event) => errors.push(event.message);
  addEventListener('error', heard);
  const pc = create();
  const log = [];
  const types = ['icecandidate', 'icecandidateerror', 'track', 'datachannel', 'negotiationneeded', 'signalingstatechange', 'connectionstatechange', 'iceconnectionstatechange'];
  for (const type of types) {
    pc.addEventListener(type, (event) => { log.push(`second ${event.type}`); event.stopImmediatePropagation(); });
    pc[`on${type}`] = () => log.push('not called');
    log.push(pc.dispatchEvent(new Event(type, { cancelable: true })));
  }
  pc.ontrack = (event) => { log.push(`first ${event.type}`); throw new Error('of the page'); };
  log.push(typeof pc.ontrack, pc.onicecandidateerror === null, pc.ondatachannel?.name);
  removeEventListener('error', heard);
  return [log, errors];
};

tests['functions that the page replaces are called by the page only'] = async () => {
  const log = [];
  const restore = [];
  const replace = (object, name) => {
    const found = Object.getOwnPropertyDescriptor(object, name);
    Object.defineProperty(object, name, { ...found, value(...values) { log.push(name); return found.value.apply(this, values); } });
    restore.push(() => Object.defineProperty(object, name, found));
  };
  const { setTimeout: timeout } = window;
  for (const name of ['getStats', 'getSenders', 'getReceivers', 'getConfiguration']) replace(RTCPeerConnection.prototype, name);
  replace(WebSocket.prototype, 'send');
  replace(JSON, 'stringify');
  const delays = new Set();
  window.setTimeout = (work, delay, ...values) => { delays.add(delay); return timeout(work, delay, ...values); };
  try {
    const { one, two } = await call({}, false);
    one.createOffer(); // one timer of the probe
    await new Promise((done) => timeout(done, 1_500)); // statistics of the probe
    one.close();
    two.close();
  } finally {
    window.setTimeout = timeout;
    restore.forEach((work) => work());
  }
  return [log, [...delays].sort()]; // the delays of `pause` and `until`
};

// ---------------------------------------------------------------- WebSocket

const room = `${relay}/?room=suite-${Math.random().toString(36).slice(2)}`;

tests['the errors of sockets'] = () => [
  thrown(() => new WebSocket()), thrown(() => new WebSocket('nonsense://x')), thrown(() => new WebSocket(relay, ['a', 'a'])), thrown(() => new WebSocket(relay, 'not allowed')),
  thrown(() => new WebSocket({ toString() { throw new RangeError('mine'); } })),
  thrown(() => { const socket = new WebSocket(relay); try { socket.send('early'); } finally { socket.close(); } }),
  thrown(() => { const socket = new WebSocket(relay); socket.close(1); }),
];

tests['a socket'] = async () => {
  const log = [];
  const [one, two] = [new WebSocket(room), new WebSocket(new URL(room), [])];
  log.push(one.readyState, one.binaryType, one.protocol, one.extensions, one.bufferedAmount, one.url === room, one.onmessage);
  two.onopen = () => { log.push('onopen'); Promise.resolve().then(() => log.push('microtask')); };
  two.addEventListener('open', () => log.push('open'));
  await Promise.all([one, two].map((socket) => once(socket, 'open')));
  two.binaryType = 'arraybuffer';
  two.onmessage = ({ data, origin, lastEventId }) => log.push(`onmessage ${typeof data === 'string' ? data.slice(0, 60) : `${data.constructor.name} ${data.byteLength}`} ${data.length} ${origin === relay} ${lastEventId}`);
  two.addEventListener('message', () => log.push('message'));
  one.send('text');
  one.send(new Uint8Array(3));
  one.send('{"sdp":{"type":"offer","sdp":"v=0\\r\\na=ice-ufrag:abcd\\r\\n"}}');
  one.send('{"candidate":{"candidate":"candidate:1 1 udp 1 127.0.0.1 9 typ host"}}');
  one.send(`candidate:${'x'.repeat(100_000)}`);
  log.push(one.send('last'), one.bufferedAmount > 100_000);
  await until(() => log.some((line) => String(line).startsWith('onmessage last')), 'the messages');
  two.onclose = ({ code, reason, wasClean }) => log.push(`onclose ${code} ${reason} ${wasClean}`);
  two.close(3000, 'enough');
  await once(two, 'close');
  log.push(two.readyState, two.send('late'));
  one.close();
  return log;
};

tests['a socket that does not open'] = async () => {
  const log = [];
  const socket = new WebSocket('ws://127.0.0.1:9/');
  socket.onerror = ({ type }) => log.push(type, socket.readyState);
  socket.onclose = ({ code, wasClean }) => log.push('close', code, wasClean);
  await once(socket, 'close');
  return log;
};

tests['a subclass of WebSocket'] = async () => {
  const log = [];
  class Counting extends WebSocket {
    sent = 0;
    send(data) { this.sent += 1; return super.send(data); }
    addEventListener(...values) { log.push(`addEventListener ${values[0]}`); return super.addEventListener(...values); }
  }
  const socket = new Counting(room);
  await once(socket, 'open');
  socket.send('a=ice-ufrag:abcd');
  log.push(socket.sent, socket instanceof WebSocket, socket.constructor === Counting, Counting.OPEN);
  socket.close();
  return log;
};

// ---------------------------------------------------------------- Media

tests['the errors of getUserMedia'] = async () => {
  const of = (constraints) => navigator.mediaDevices.getUserMedia(constraints).then(() => 'fulfilled', (error) => `${failure(error)} ${error.constraint ?? ''}`);
  return [
    await of(), await of({}), await of({ audio: false }), await of(1), await of({ video: { deviceId: { exact: 'nonsense' } } }),
    await of({ video: { width: { min: 100_000 } } }), await of({ get audio() { throw new RangeError('mine'); } }),
    await navigator.mediaDevices.getDisplayMedia({ video: false }).then(() => 'fulfilled', failure),
  ];
};

tests['the tracks of a camera'] = async () => {
  const stream = await camera();
  const pc = create();
  const [audio] = stream.getAudioTracks();
  const sender = pc.addTrack(audio, stream);
  const log = [sender.track === audio, audio.enabled, audio.readyState];
  audio.enabled = 0;
  log.push(audio.enabled);
  audio.enabled = 'yes';
  log.push(audio.enabled, pc.removeTrack(sender), sender.track, audio.stop(), audio.readyState, thrown(() => pc.addTrack(audio, stream) === sender), thrown(() => pc.removeTrack({})), thrown(() => pc.addTransceiver('nonsense')));
  stop([stream]);
  return log;
};

tests['media elements'] = async () => {
  const stream = await camera();
  const log = [];
  for (const element of [document.createElement('video'), document.createElement('audio')]) {
    element.muted = true;
    for (const type of ['play', 'playing', 'pause', 'loadedmetadata']) element.addEventListener(type, () => { log.push(type); queueMicrotask(() => log.push(`after ${type}`)); });
    element.srcObject = stream;
    log.push(element.srcObject === stream);
    const [first, second] = [element.play(), element.play()];
    log.push(first !== second);
    first.then((value) => log.push(`first ${value}`));
    await second;
    log.push('playing now');
    element.pause();
    await once(element, 'pause');
    const refused = element.play();
    element.pause();
    refused.catch(({ name }) => log.push(`refused ${name}`));
    await pause(100);
    log.push(thrown(() => { element.srcObject = {}; }), element.srcObject === stream);
    element.srcObject = null;
    log.push(element.srcObject);
  }
  stop([stream]);
  return log;
};

// ---------------------------------------------------------------- Memory

// Needs the function gc (Chromium: --js-flags=--expose-gc).
tests['closed connections are collected'] = async () => {
  if (typeof gc !== 'function') return 'not known';
  let collected = 0;
  const registry = new FinalizationRegistry(() => { collected += 1; });
  const round = async () => {
    // Connected first: Chromium itself keeps connections with media that are closed while they connect.
    const { one, two, channel, streams } = await call();
    [one, two, channel].forEach((it) => registry.register(it));
    await one.setRemoteDescription({ type: 'answer', sdp: 'nonsense' }).catch(() => {});
    one.close();
    two.close();
    stop(streams);
    made.length = 0;
  };
  for (let count = 0; count < 3; count += 1) await round();
  for (let attempt = 0; attempt < 40 && collected < 9; attempt += 1) {
    await pause(100);
    await gc({ execution: 'async' });
  }
  return `${collected} of 9`;
};

// ---------------------------------------------------------------- Run

window.results = {};
window.finished = (async () => {
  await new Promise((done) => addEventListener('load', done));
  const only = query.get('only');
  for (const [name, test] of Object.entries(tests)) {
    if (only && !name.includes(only)) continue;
    try {
      const observed = await Promise.race([test(), pause(30_000).then(() => { throw new Error('not finished after 30 seconds'); })]);
      results[name] = observed === true ? 'pass' : typeof observed === 'string' ? observed : JSON.stringify(observed, null, 1);
    } catch (error) {
      results[name] = `broken: ${failure(error)} ${error?.stack}`;
    }
    for (const pc of made.splice(0)) pc.close();
  }
  return Object.keys(results).length;
})();
