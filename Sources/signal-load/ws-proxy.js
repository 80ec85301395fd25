// A bare WebSocket proxy with node-ws: the reference for measurements of `signal-console proxy`.
//   node ws-proxy.js PORT UPSTREAM        node ws-proxy.js 8080 ws://127.0.0.1:3000
"use strict";

const { WebSocketServer, WebSocket } = require("ws");

const [port, upstream] = [Number(process.argv[2]), process.argv[3]];
const options = { perMessageDeflate: false, maxPayload: 16 * 1024 * 1024 };

const server = new WebSocketServer({ host: "127.0.0.1", port, backlog: 4096, ...options });

server.on("connection", (near, request) => {
  const far = new WebSocket(upstream + request.url, options);
  const early = [];
  near.on("message", (data, isBinary) => {
    if (far.readyState === WebSocket.OPEN) far.send(data, { binary: isBinary });
    else early.push([data, isBinary]);
  });
  far.on("open", () => {
    for (const [data, isBinary] of early) far.send(data, { binary: isBinary });
  });
  far.on("message", (data, isBinary) => near.send(data, { binary: isBinary }));
  near.on("close", () => far.close());
  far.on("close", () => near.close());
  for (const socket of [near, far]) socket.on("error", () => {}); // followed by "close"
});

server.on("listening", () => console.log(`listening on ws://127.0.0.1:${port}`));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
