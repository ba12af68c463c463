"""Limits on files that people send, in one place. Sizes in bytes."""

MAX_BYTES = 20 * 1024 * 1024
MAX_PDF_PAGES = 2_000
MAX_PIXELS = 25_000_000
MAX_ZIP_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
#: An entry that unpacks to more than this many times its size is a bomb.
MAX_RATIO = 200
MAX_SHEET_ROWS = 200_000
MAX_SHEET_COLUMNS = 500
#: Limits of the inspecting process: address space in bytes, processor and wall time in seconds.
MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 10
WALL_SECONDS = 20
