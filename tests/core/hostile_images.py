"""Pictures that are small until they are opened: made here, never kept."""

from __future__ import annotations

import struct
import zlib

from tests.core import benign_files as benign


def big_png(width: int, height: int) -> bytes:
    """A picture of one colour that takes little room until it is decoded."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packer = zlib.compressobj(9)
    line = b"\x00" * (width * 3 + 1)
    body = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def png_with_bomb_of_text() -> bytes:
    """A compressed comment that unpacks to 200 MB."""
    packer = zlib.compressobj(9)
    text = b"".join(packer.compress(b"\x00" * 1_000_000) for _ in range(200)) + packer.flush()
    body = b"zTXt" + b"Comment\x00\x00" + text
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    clean = benign.png()
    return clean[:33] + chunk + clean[33:]
