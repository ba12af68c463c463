"""Messages in folders (the demonstration's broker), each one whole or not there at all.

Kombu's own channel opens the file of a message before it writes into it: a worker that looks at that moment takes an
empty message away and stops for good.
"""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Writes beside, then gives the file the name under which it is looked for."""

    def _put(self, queue: str, payload: Any, **_: Any) -> None:  # type: ignore[override]
        folder, name = Path(self.data_folder_out), f"{round(monotonic() * 1000)}_{uuid4()}"
        beside = folder / f"{name}.part"
        beside.write_bytes(str_to_bytes(dumps(payload)))  # type: ignore[no-untyped-call]
        beside.replace(folder / f"{name}.{queue}.msg")


class Transport(filesystem.Transport):
    """The file-system transport, with the channel above."""

    Channel = Channel
