"""The floor: msgspec, zstd and plain SQLite with synchronous=FULL, nothing else. Run as a program
it is the hub's side: one connection on loopback, frames with a length before them."""

import socket
import sqlite3
import struct
import sys
import time
from pathlib import Path

import msgspec
import zstandard

_TABLE = "CREATE TABLE log (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, body TEXT, sent INT DEFAULT 0)"


def connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute(_TABLE)
    return db


def send(line: socket.socket, message: object) -> None:
    packed = zstandard.ZstdCompressor(level=3).compress(msgspec.json.encode(message))
    line.sendall(struct.pack(">I", len(packed)) + packed)


def receive(line: socket.socket) -> object:
    size = struct.unpack(">I", _exactly(line, 4))[0]
    plain = zstandard.ZstdDecompressor().decompress(_exactly(line, size), 64 * 1024 * 1024)
    return msgspec.json.decode(plain)


def _exactly(line: socket.socket, size: int) -> bytes:
    parts = b""
    while len(parts) < size:
        part = line.recv(size - len(parts))
        if not part:
            raise EOFError
        parts += part
    return parts


def insert(db: sqlite3.Connection, rows: list) -> None:
    db.execute("BEGIN IMMEDIATE")
    db.executemany("INSERT OR IGNORE INTO log (id, body) VALUES (?, ?)", rows)
    db.execute("COMMIT")


def push(line: socket.socket, db: sqlite3.Connection, batch: int) -> float:
    start = time.perf_counter()
    while rows := db.execute(
        "SELECT seq, id, body FROM log WHERE sent = 0 ORDER BY seq LIMIT ?", (batch,)
    ).fetchall():
        send(line, ["push", [row[1:] for row in rows]])
        receive(line)
        db.execute("BEGIN IMMEDIATE")
        db.executemany("UPDATE log SET sent = 1 WHERE seq = ?", [row[:1] for row in rows])
        db.execute("COMMIT")
    return time.perf_counter() - start


def pull(line: socket.socket, db: sqlite3.Connection, batch: int) -> float:
    start, cursor = time.perf_counter(), 0
    while True:
        send(line, ["pull", cursor, batch])
        rows = receive(line)
        if not rows:
            return time.perf_counter() - start
        insert(db, [row[1:] for row in rows])
        cursor = rows[-1][0]


def serve(path: Path) -> None:
    db = connect(path)
    with socket.create_server(("127.0.0.1", 0)) as server:
        sys.stdout.write(f"{server.getsockname()[1]}\n")
        sys.stdout.flush()
        line, _ = server.accept()
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            while True:
                word, *rest = receive(line)
                if word == "push":
                    insert(db, rest[0])
                    send(line, len(rest[0]))
                else:
                    query = "SELECT seq, id, body FROM log WHERE seq > ? ORDER BY seq LIMIT ?"
                    send(line, db.execute(query, rest).fetchall())
        except EOFError:
            line.close()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
