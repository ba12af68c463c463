"""`python -m passnum.core.inspection FILE EXTENSION OUTPUT`: says on one JSON line what the file is, or why not.

OUTPUT receives the cleaned bytes where the file is made anew (images without their metadata).
With `FILE --codes`, says instead which barcodes and QR codes are on a photo; nothing is written.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from passnum.core.inspection import limits
from passnum.core.inspection.refusal import Refused

_TOO_HEAVY = "il est trop lourd à ouvrir. Enregistrez-en une version plus simple, ou en PDF."


def main() -> int:
    _confine()
    source, asked = Path(sys.argv[1]), sys.argv[2:]
    answer: dict[str, object]
    try:
        if asked == ["--codes"]:
            from passnum.core.inspection import codes

            answer = {"codes": codes.read(source)}
        else:
            extension, output = asked[0], Path(asked[1])
            answer = {"media_type": _inspect(source, extension, output), "rewritten": output.exists()}
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except (MemoryError, RecursionError):
        answer = {"refused": _TOO_HEAVY}
    sys.stdout.write(json.dumps(answer))
    return 0


def _confine() -> None:
    """What this process may use, whatever the file makes it do."""
    for limited, most in (
        (resource.RLIMIT_AS, limits.MEMORY_BYTES),
        (resource.RLIMIT_CPU, limits.CPU_SECONDS),
        (resource.RLIMIT_FSIZE, limits.MAX_WRITTEN_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limited, (most, most))


def _inspect(source: Path, extension: str, output: Path) -> str:
    if extension == "pdf":
        from passnum.core.inspection import pdf

        return pdf.inspect(source)
    if extension in {"png", "jpg", "jpeg"}:
        from passnum.core.inspection import images

        return images.inspect(source, extension, output)
    if extension in {"docx", "xlsx", "odt", "ods"}:
        from passnum.core.inspection import containers

        return containers.inspect(source, extension)
    if extension in {"csv", "txt"}:
        from passnum.core.inspection import text

        return text.inspect(source, extension)
    raise Refused("ce type de fichier n’est pas accepté ici.")


if __name__ == "__main__":
    raise SystemExit(main())
