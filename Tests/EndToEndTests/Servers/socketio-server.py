#!/usr/bin/python3
"""A signaling server on python-socketio and aiohttp: rooms, and messages that are addressed to a socket.

    socketio-server.py SOCKET.IO.MIN.JS

It serves a page that calls the other person in its room, with the stock client of Socket.IO, which is the argument.
"""
import asyncio
import pathlib
import sys

import socketio
from aiohttp import web

FOLDER = pathlib.Path(__file__).parent
FILES = {"/": FOLDER / "socketio.html", "/call.js": FOLDER / "call.js", "/socket.io.min.js": pathlib.Path(sys.argv[1])}

server = socketio.AsyncServer(async_mode="aiohttp")
rooms = {}


@server.event
async def join(sid, room):
    members = rooms.setdefault(room, [])
    peers = list(members)
    members.append(sid)
    return {"id": sid, "peers": peers}


@server.event
async def disconnect(sid):
    for members in rooms.values():
        if sid in members:
            members.remove(sid)


def forward(event):
    """Makes the server forward an event to the socket that it is addressed to, with the sender."""

    async def handler(sid, message):
        await server.emit(event, {**message, "from": sid}, to=message["to"])

    server.on(event, handler)


async def main():
    for event in ("offer", "answer", "candidate"):
        forward(event)
    app = web.Application()
    server.attach(app)
    for path, file in FILES.items():
        app.router.add_get(path, lambda _, file=file: web.FileResponse(file))
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"listening on http://localhost:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
