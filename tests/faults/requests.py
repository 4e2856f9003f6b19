#!/usr/bin/env python3
"""Sends damaged requests to a running `ucam serve`: each must be answered with a 2xx to 4xx in one line, or the connection closed.

usage: tests/faults/requests.py ADDRESS [COUNT [SEED]]      ADDRESS as the server prints it; COUNT 100000 by default.

A request is one of those that the page sends, with bytes flipped, cut out, repeated or cut off, in the head or in the body; now and then its
length lies. Exits 1 at the first 5xx, or when the server does not answer /health/ready after it.
"""
import random, re, socket, struct, sys, threading, urllib.parse, zlib

WORDS = [b"../../etc/passwd", b"\x00", b"%00", b"<script>", b"\x1b]0;x\x07", b"9" * 40, b"-1", b"1e999", b"null", b"[" * 5000, b"\xff\xfe", b"{}"]
PATHS = ["/api/ask", "/ask", "/api/card", "/api/report", "/api/maps", "/api/pictures", "/api/runs/one?run=..", "/samples/..%2f..%2fx", "/"]


def png(side=16):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    rows = b"".join(b"\0" + bytes((x * 9 + y) % 256 for x in range(side * 3)) for y in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def form(fields):
    parts = [b'--b\r\nContent-Disposition: form-data; name="picture"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n' + png() + b"\r\n"]
    parts += [f'--b\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
    return b"".join(parts) + b"--b--\r\n"


def damaged(data, rng):
    data = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        what = rng.randrange(5)
        if what == 0 and data: data[at % len(data)] = rng.randrange(256)
        elif what == 1: del data[at:at + rng.randint(1, 30)]
        elif what == 2: data[at:at] = rng.choice(WORDS)
        elif what == 3: data[at:at] = data[at:at + 40]
        else: del data[at:]
    return bytes(data)


def request(host, rng):
    path = rng.choice(PATHS)
    if path == "/api/pictures": kind, body = "application/octet-stream", png()
    elif rng.random() < 0.5: kind, body = "multipart/form-data; boundary=b", form({"question": "Is there a ball?", "passes": 1, "model": "scenes", "map": "attention"})
    else: kind, body = "application/json", b'{"picture": "0123", "question": "Is there a ball?", "passes": 1, "seed": 2, "shares": false}'
    if rng.random() < 0.8: body = damaged(body, rng)
    length = len(body) if rng.random() < 0.97 else rng.choice([0, len(body) // 2, -1, 10 ** 12])
    method = "GET" if path.startswith(("/api/runs", "/samples")) or path == "/" else "POST"
    head = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n".encode()
    return (damaged(head, rng) if rng.random() < 0.15 else head) + body


def send(address, data, patience=2, longest=60):
    with socket.create_connection(address, timeout=patience) as wire:
        answer = b""
        try:
            wire.sendall(data)
            try:
                answer = wire.recv(65536)
            except TimeoutError:
                # It waits for what a lying length promised, or is at work; in the first case it learns now that nothing comes.
                wire.shutdown(socket.SHUT_WR)
                wire.settimeout(longest)
                answer = wire.recv(65536)
        except ConnectionError:
            pass  # It may close before it has read all.
        return answer


def main():
    where = urllib.parse.urlsplit(sys.argv[1])
    count, seed = (int(sys.argv[i]) if len(sys.argv) > i else usual for i, usual in ((2, 100_000), (3, 1)))
    address, host = (where.hostname, where.port), where.netloc
    seen, failed, lock, numbers = {}, [], threading.Lock(), iter(range(count))

    def work():
        while not failed:
            with lock: number = next(numbers, None)
            if number is None: return
            data = request(host, random.Random(f"{seed} {number}"))
            try:
                answer = send(address, data)
                status = int(m[1]) if (m := re.match(rb"HTTP/1\.1 (\d{3})", answer)) else 0
            except OSError as e:
                status, answer = -1, str(e).encode()
            with lock:
                seen[status] = seen.get(status, 0) + 1
                # A damaged version of HTTP is told so.
                if (status >= 500 and status != 505) or status < 0: failed.append((number, status, answer[-300:]))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    ready = send(address, f"GET /health/ready HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    alive = ready.startswith(b"HTTP/1.1 200")
    told = {("closed" if status == 0 else status): n for status, n in sorted(seen.items())}
    print(f"{sum(seen.values())} requests: {told}; the server is {'ready' if alive else 'not ready'}")
    for number, status, text in failed: print(f"request {number} of seed {seed}: {status} {text}")
    sys.exit(0 if alive and not failed else 1)


main()
