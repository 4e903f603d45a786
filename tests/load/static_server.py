"""``python -m tests.load.static_server starlette|memory DIR PORT``: a folder served as it is."""

from __future__ import annotations

import asyncio
import gzip
import mimetypes
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

__all__ = ["answers"]

PACKED = {".html", ".js", ".css", ".json", ".geojson", ".csv", ".svg", ".txt"}


def answers(folder: Path) -> dict[bytes, bytes]:
    """Return the answer to every address, ready to be sent: as the edge of a content network keeps it."""
    made = {}
    for path in folder.rglob("*"):
        if path.is_file():
            name, body = path.relative_to(folder).as_posix(), path.read_bytes()
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            # What has its hash in its name never changes; a page does with the next edition.
            kept = (
                "public, max-age=31536000, immutable"
                if "/" in name and path.suffix != ".html"
                else "no-cache"
            )
            packed = path.suffix in PACKED
            body = gzip.compress(body, 6, mtime=0) if packed else body
            head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}"
            head += f"\r\nCache-Control: {kept}"
            head += "\r\nContent-Encoding: gzip\r\nVary: Accept-Encoding" if packed else ""
            made[f"/{name}".encode()] = head.encode() + b"\r\n\r\n" + body
    return made


class _Server(asyncio.Protocol):
    def __init__(self, kept: dict[bytes, bytes]) -> None:
        self.kept, self.asked = kept, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.asked += data
        while b"\r\n\r\n" in self.asked:
            head, _, self.asked = self.asked.partition(b"\r\n\r\n")
            name = head.split(b" ", 2)[1].partition(b"?")[0]
            missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
            self.transport.write(self.kept.get(name, missing))


async def _serve(kept: dict[bytes, bytes], port: int) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: _Server(kept), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    kind, folder, port = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    if kind == "memory":
        asyncio.run(_serve(answers(folder), port))
    else:
        app = Starlette(routes=[Mount("/", StaticFiles(directory=folder, html=True))])
        uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False)
