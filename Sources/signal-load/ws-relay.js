// A relay as in common tutorials, with error handling: the reference for measurements.
//   node ws-relay.js PORT        accepts WebSockets at any path; ?room=NAME selects the room, "lobby" by default
"use strict";

const { WebSocketServer, WebSocket } = require("ws");

const port = Number(process.argv[2] ?? 8080);
const rooms = new Map();

const server = new WebSocketServer({
  host: "127.0.0.1",
  port,
  perMessageDeflate: false,
  maxPayload: 256 * 1024,
  backlog: 4096,
});

server.on("connection", (socket, request) => {
  const name = new URL(request.url, "ws://localhost").searchParams.get("room") ?? "lobby";
  let room = rooms.get(name);
  if (!room) rooms.set(name, (room = new Set()));
  room.add(socket);

  socket.on("message", (data, isBinary) => {
    for (const peer of room) {
      if (peer !== socket && peer.readyState === WebSocket.OPEN) peer.send(data, { binary: isBinary });
    }
  });
  socket.on("close", () => {
    room.delete(socket);
    if (room.size === 0) rooms.delete(name);
  });
  socket.on("error", () => {}); // followed by "close"
});

server.on("listening", () => console.log(`listening on ws://127.0.0.1:${port}`));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
