#!/usr/bin/env python3
"""Checks a headless relay as its users see it:

    debian/relay-check.py COMMAND...

Runs COMMAND, which must start the relay on a free port (--headless --log text --port 0) with the address localhost.
Checks /healthz, the opening handshake of RFC 6455, text messages between two clients in both directions, the closing
handshake, that SIGHUP reloads the configuration, and that SIGTERM ends the relay with exit code 0.

Prints a line for each step. A failed step says what was expected, and the exit code is 1.
"""

import base64
import hashlib
import os
import queue
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

# The maximum time for each step, in seconds.
LIMIT = 15

# The string that the server appends to the key of the client (RFC 6455, section 1.3).
ACCEPT_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA


class Failure(Exception):
    """What was found, and what was expected."""


def expect(condition, message):
    if not condition:
        raise Failure(message)


class Client:
    """A WebSocket client; RFC 6455 sections are given where the protocol is checked."""

    def __init__(self, port, name):
        self.name = name
        self.received = b""
        self.socket = socket.create_connection(("localhost", port), timeout=LIMIT)
        self.open(port)

    def open(self, port):
        """Opens the connection (4.1)."""
        key = base64.b64encode(os.urandom(16))
        self.socket.sendall(
            b"GET /?room=check&name=%s HTTP/1.1\r\nHost: localhost:%d\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n\r\n"
            % (self.name.encode(), port, key)
        )
        while b"\r\n\r\n" not in self.received:
            self.receive()
        head, _, self.received = self.received.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        fields = {}
        for line in lines:
            field, _, value = line.partition(":")
            expect(field.lower() not in fields, f"the field {field} occurs twice: expected it once")
            fields[field.lower()] = value.strip()
        accept = base64.b64encode(hashlib.sha1(key + ACCEPT_GUID).digest()).decode()
        expect(status.split(" ")[:2] == ["HTTP/1.1", "101"], f"status line {status!r}: expected HTTP/1.1 101")
        for field, value in (("upgrade", "websocket"), ("connection", "upgrade")):
            found = fields.get(field, "")
            expect(found.lower() == value, f"field {field} {found!r}: expected {value!r}")
        found = fields.get("sec-websocket-accept")
        expect(found == accept, f"Sec-WebSocket-Accept {found!r}: expected {accept!r}")
        for field in ("sec-websocket-extensions", "sec-websocket-protocol"):
            expect(field not in fields, f"field {field} {fields.get(field)!r}: expected none, as none was offered")

    def receive(self):
        try:
            part = self.socket.recv(65536)
        except TimeoutError:
            raise Failure(f"{self.name} received nothing for {LIMIT} s: expected an answer or a message") from None
        expect(part, f"the relay closed the connection of {self.name}: expected it to stay open")
        self.received += part

    def take(self, count):
        while len(self.received) < count:
            self.receive()
        part, self.received = self.received[:count], self.received[count:]
        return part

    def send(self, opcode, payload):
        """Sends a frame with a mask (5.3)."""
        length = len(payload)
        size = bytes([0x80 | length]) if length < 126 else struct.pack(">BH", 0x80 | 126, length)
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))
        self.socket.sendall(bytes([0x80 | opcode]) + size + mask + masked)

    def expect_frame(self, opcode, payload):
        """Receives one frame, which must be complete and without a mask (5.1)."""
        first, second = self.take(2)
        length = second & 0x7F
        if length == 126:
            (length,) = struct.unpack(">H", self.take(2))
        elif length == 127:
            (length,) = struct.unpack(">Q", self.take(8))
        found = self.take(length)
        expect(
            first == 0x80 | opcode and second & 0x80 == 0,
            f"{self.name} received a frame that begins with {first:#04x} {second:#04x}: "
            f"expected {0x80 | opcode:#04x} and no mask",
        )
        expect(found == payload, f"{self.name} received {found!r}: expected {payload!r}")

    def expect_end(self):
        try:
            found = self.received or self.socket.recv(1)
        except TimeoutError:
            found = None
        expect(found == b"", f"{self.name} received {found!r} after the close frame: expected the connection to end")
        self.socket.close()


class Relay:
    """The relay as a process, and the lines that it printed."""

    def __init__(self):
        self.process = None
        self.output = self.errors = None
        self.port = 0

    def start(self, command):
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.output = self.follow(self.process.stdout)
        self.errors = self.follow(self.process.stderr)
        line = self.expect_line(self.output, "^listening on ", "standard output")
        found = re.match(r"listening on ws://localhost:([0-9]+)\b", line)
        expect(found, f"first line {line!r}: expected 'listening on ws://localhost:PORT'")
        self.port = int(found[1])

    def follow(self, stream):
        lines = queue.Queue()

        def read():
            for line in stream:
                lines.put(line.decode().rstrip("\n"))
            lines.put(None)

        threading.Thread(target=read, daemon=True).start()
        return lines

    def expect_line(self, lines, pattern, name):
        """Returns the next line that matches a regular expression."""
        others = []
        deadline = time.monotonic() + LIMIT
        while True:
            try:
                line = lines.get(timeout=max(0, deadline - time.monotonic()))
            except queue.Empty:
                line = None
            if line is None:
                raise Failure(f"{name} has {others}: expected a line that matches {pattern!r} within {LIMIT} s")
            if re.search(pattern, line):
                return line
            others.append(line)

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def expect_end(self):
        try:
            code = self.process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            raise Failure(f"the relay runs {LIMIT} s after SIGTERM: expected exit code 0") from None
        expect(code == 0, f"the relay ended with {code} after SIGTERM: expected exit code 0")


def check(relay):
    print(f"relay: listens on port {relay.port}")

    # Without a proxy of the environment.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://localhost:{relay.port}/healthz", timeout=LIMIT) as response:
            status, body = response.status, response.read().strip()
    except urllib.error.HTTPError as error:
        status, body = error.code, error.read().strip()
    except OSError as error:
        raise Failure(f"/healthz: {error}: expected an answer within {LIMIT} s") from None
    expect((status, body) == (200, b"ok"), f"/healthz answered {status} {body!r}: expected 200 b'ok'")
    print("relay: /healthz is ok")

    alice, bob = Client(relay.port, "alice"), Client(relay.port, "bob")
    print("relay: two clients completed the opening handshake")

    # A peer whose ping was answered has joined its room.
    for client in (alice, bob):
        client.send(PING, b"joined")
        client.expect_frame(PONG, b"joined")
    # Characters of one to four bytes; the second message has a length of two bytes.
    message = '{"text":"a \u00e9 \u20ac \U0001d11e"}'.encode()
    alice.send(TEXT, message)
    bob.expect_frame(TEXT, message)
    message = b'{"text":"%s"}' % (b"0123456789" * 50)
    bob.send(TEXT, message)
    alice.expect_frame(TEXT, message)
    print("relay: text messages arrived unchanged in both directions")

    for client in (alice, bob):
        client.send(CLOSE, struct.pack(">H", 1000))
        client.expect_frame(CLOSE, struct.pack(">H", 1000))
        client.expect_end()
    print("relay: both clients completed the closing handshake")

    relay.process.send_signal(signal.SIGHUP)
    relay.expect_line(relay.errors, "configuration reloaded", "standard error")
    print("relay: SIGHUP reloaded the configuration")

    relay.process.send_signal(signal.SIGTERM)
    relay.expect_end()
    print("relay: SIGTERM ended it with exit code 0")


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: relay-check.py COMMAND...")
    # A line is printed when its step is done, into a pipe too.
    sys.stdout.reconfigure(line_buffering=True)
    relay = Relay()
    try:
        relay.start(sys.argv[1:])
        check(relay)
    except (Failure, OSError) as error:
        if relay.process:
            relay.end()
            for line in iter(relay.errors.get, None):
                print(f"relay: its standard error: {line}", file=sys.stderr)
        sys.exit(f"relay: {error}" if isinstance(error, Failure) else f"relay: {error}: expected a relay that answers")
    finally:
        if relay.process:
            relay.end()


main()
