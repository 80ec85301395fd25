// A bare WebSocket proxy with node-ws: the reference for measurements of `signal-console proxy`.
//   node ws-proxy.js PORT UPSTREAM        node ws-proxy.js 8080 ws://127.0.0.1:3000
"use strict";

const http = require("http");
const { WebSocketServer, WebSocket } = require("ws");

const [port, upstream] = [Number(process.argv[2]), process.argv[3]];
const options = { perMessageDeflate: false, maxPayload: 16 * 1024 * 1024 };

const sockets = new WebSocketServer({ noServer: true, ...options });
const server = http.createServer((request, response) => response.writeHead(404).end());

// As in any proxy, a client is answered once the server has been.
server.on("upgrade", (request, socket, head) => {
  const far = new WebSocket(upstream + request.url, options);
  const early = [];
  far.on("message", (data, isBinary) => early.push([data, isBinary]));
  far.on("error", () => socket.destroy());
  far.on("open", () => sockets.handleUpgrade(request, socket, head, (near) => {
    far.removeAllListeners("message");
    for (const [data, isBinary] of early) near.send(data, { binary: isBinary });
    near.on("message", (data, isBinary) => far.send(data, { binary: isBinary }));
    far.on("message", (data, isBinary) => near.send(data, { binary: isBinary }));
    near.on("close", () => far.close());
    far.on("close", () => near.close());
    near.on("error", () => {}); // followed by "close"
  }));
});

server.listen({ host: "127.0.0.1", port, backlog: 4096 }, () => console.log(`listening on ws://127.0.0.1:${port}`));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
