"""What a long file has already named, kept on the disk: memory does not grow with the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence


class Seen:
    """The keys of a file and the first line that names each."""

    def __init__(self) -> None:
        # An empty name is a database of one's own in a temporary file, which goes with the connection.
        self._kept = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._kept.execute("PRAGMA cache_size = -2000")
        self._kept.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, line INTEGER NOT NULL) WITHOUT ROWID")

    def first_lines(self, rows: Sequence[tuple[str, int]]) -> dict[str, int]:
        """Remember these keys with their lines; the first line that named each of them, in this file."""
        self._kept.execute("BEGIN")
        self._kept.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", rows)
        self._kept.execute("COMMIT")
        return dict(self._lines([key for key, _ in rows]))

    def _lines(self, keys: list[str]) -> Iterable[tuple[str, int]]:
        marks = ",".join("?" * len(keys))
        return self._kept.execute(f"SELECT key, line FROM seen WHERE key IN ({marks})", keys)  # noqa: S608
