"""Limits on files that people send, in one place. Sizes in bytes."""

MAX_BYTES = 20 * 1024 * 1024
#: Names of files: characters, and bytes once written on a disk.
MAX_NAME = 120
MAX_NAME_BYTES = 200
MAX_PDF_PAGES = 2_000
MAX_PIXELS = 25_000_000
MAX_ZIP_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
#: The same for spreadsheets: 100,000 attributions by LibreOffice are 156 MB of XML, read row by row.
MAX_UNPACKED_TABLE_BYTES = 320 * 1024 * 1024
#: An entry that unpacks to more than this many times its size is a bomb, unless it stays small.
MAX_RATIO = 200
SMALL_ENTRY_BYTES = 1024 * 1024
#: Documents inside a document: a chart's own sheet in a report, nothing deeper.
MAX_NESTING = 1
MAX_SHEET_ROWS = 200_000
MAX_SHEET_COLUMNS = 1_000
MAX_SHEET_CELLS = 3_000_000
#: A sheet spread over more places than this must have a cell in one of twenty of them.
SPREAD_FREELY = 1_000_000
MAX_SPREAD = 20
#: Limits of the inspecting process: address space in bytes, processor and wall time in seconds. The processor is what
#: a file may spend; the wall time only ends what hangs, and leaves room for a machine that does other things.
MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 20
WALL_SECONDS = 60
#: Written by the inspecting process: an image made anew.
MAX_WRITTEN_BYTES = 64 * 1024 * 1024


def in_figures(number: int) -> str:
    """« 2 000 », with narrow no-break spaces. Django's own words are not loaded in the inspecting process."""
    return f"{number:,}".replace(",", "\u202f")
