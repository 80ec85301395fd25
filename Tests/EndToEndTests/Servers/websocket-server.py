#!/usr/bin/python3
"""A signaling server on the library websockets, which treats messages as the mode in the path says: /MODE/ROOM.

routes       to the person that a message is addressed to
broadcasts   to all others in the room
echoes       to all in the room, the sender included
swallows     like routes, without answers
edits        like routes, with descriptions changed: VP9 is removed, the video has a b= line
batches      like routes, with candidates in lists
answers      answers offers itself, as a server for conferences does; no media flows

It serves a page that calls the other person in its room.
"""
import asyncio
import collections
import contextlib
import http
import json
import pathlib
import re
import secrets

import websockets

FOLDER = pathlib.Path(__file__).parent
FILES = {"/": ("websocket.html", "text/html"), "/call.js": ("call.js", "text/javascript")}
BATCH_SECONDS = 0.05

# The sockets by id, in each room of each mode.
rooms = collections.defaultdict(dict)


def edited(sdp):
    """Returns a description without VP9, and with a bandwidth of the video."""
    removed = re.findall(r"^a=rtpmap:(\d+) VP9/", sdp, re.M)
    removed += [rtx for rtx, codec in re.findall(r"^a=fmtp:(\d+) apt=(\d+)", sdp, re.M) if codec in removed]
    lines = []
    for line in sdp.split("\r\n"):
        attribute = re.match(r"a=(?:rtpmap|fmtp|rtcp-fb):(\d+) ", line)
        if attribute and attribute[1] in removed:
            continue
        if line.startswith("m=video"):
            fields = line.split(" ")
            line = " ".join(fields[:3] + [it for it in fields[3:] if it not in removed])
        lines.append(line)
        if line.startswith("c=") and any(it.startswith("m=video") for it in lines):
            lines.append("b=AS:1500")
    return "\r\n".join(lines)


def answer(offer):
    """Returns the answer of a server that receives all that is offered."""
    sections = re.split(r"^(?=m=)", offer, flags=re.M)
    group = re.search(r"^a=group:BUNDLE.*\r\n", sections[0], re.M)
    session = ["v=0", "o=- 4611686018427387904 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=ice-lite"]
    text = "\r\n".join(session) + "\r\n" + (group[0] if group else "")
    fingerprint = ":".join(f"{byte:02X}" for byte in range(32))
    for section in sections[1:]:
        kept = re.findall(r"^(?:m=|a=(?:mid|rtpmap|fmtp|rtcp-fb):).*\r\n", section, re.M)
        text += kept[0] + "c=IN IP4 127.0.0.1\r\n" + "".join(kept[1:])
        text += "a=recvonly\r\na=rtcp-mux\r\na=setup:passive\r\na=ice-ufrag:serv\r\n"
        text += f"a=ice-pwd:abcdefghijklmnopqrstuv\r\na=fingerprint:sha-256 {fingerprint}\r\n"
        text += "a=candidate:1 1 udp 2130706431 127.0.0.1 9 typ host\r\na=end-of-candidates\r\n"
    return text


class Batches:
    """The candidates that are sent in lists, by sender."""

    def __init__(self, deliver):
        self.deliver = deliver
        self.waiting = collections.defaultdict(list)

    async def add(self, message):
        key = (message["from"], message["to"])
        self.waiting[key].append(message["candidate"])
        if len(self.waiting[key]) == 1:
            await asyncio.sleep(BATCH_SECONDS)
            candidates = self.waiting.pop(key)
            await self.deliver(message["to"], {**message, "type": "candidates", "candidate": None,
                                               "candidates": candidates})


async def connection(socket):
    _, mode, room = socket.path.split("/")
    members = rooms[mode, room]
    own = secrets.token_hex(4)
    peers = ["server"] if mode == "answers" else list(members)
    await socket.send(json.dumps({"type": "welcome", "id": own, "peers": peers}))
    members[own] = socket

    # A recipient may leave at any time.
    async def send(recipient, text):
        with contextlib.suppress(websockets.ConnectionClosed, KeyError):
            await members[recipient].send(text)

    async def deliver(recipient, message):
        await send(recipient, json.dumps(message))

    batches = Batches(deliver)
    tasks = set()
    try:
        async for text in socket:
            message = json.loads(text)
            kind = message["type"]
            if mode in ("broadcasts", "echoes"):
                for recipient in list(members):
                    if mode == "echoes" or recipient != own:
                        await send(recipient, text)
            elif mode == "answers":
                if kind == "offer":
                    sdp = {"type": "answer", "sdp": answer(message["sdp"]["sdp"])}
                    await deliver(own, {"type": "answer", "from": "server", "to": own, "sdp": sdp})
            elif mode == "swallows" and kind == "answer":
                pass
            elif mode == "batches" and kind == "candidate":
                tasks.add(asyncio.create_task(batches.add(message)))
            else:
                if mode == "edits" and "sdp" in message:
                    message["sdp"]["sdp"] = edited(message["sdp"]["sdp"])
                await deliver(message["to"], message)
    finally:
        del members[own]


async def page(path, _):
    """Serves the files over HTTP; other requests are those of sockets."""
    file = FILES.get(path.split("?")[0])
    if file is None:
        return None
    headers = [("Content-Type", file[1]), ("Connection", "close")]
    return http.HTTPStatus.OK, headers, (FOLDER / file[0]).read_bytes()


async def main():
    async with websockets.serve(connection, "127.0.0.1", 0, process_request=page) as server:
        print(f"listening on http://localhost:{server.sockets[0].getsockname()[1]}", flush=True)
        await asyncio.Future()


asyncio.run(main())
