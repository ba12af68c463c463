"""What is kept of a file while it arrives: no more than shows that it is too large. The rest is read and dropped."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

from passnum.core.inspection import limits


class LimitedUploadHandler(FileUploadHandler):
    """First of the handlers of uploads (setting FILE_UPLOAD_HANDLERS): 200 MB fill neither the memory nor the disk.

    What is left is a little larger than the limit, so that `check_upload` refuses it in words.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """The piece, for the handlers that follow; None for one that nobody will read."""
        return raw_data if start <= limits.MAX_BYTES else None

    def file_complete(self, file_size: int) -> Any:
        """The file is made by the handlers that follow."""
        return None
