"""`python -m passnum.core.inspection FILE EXTENSION OUTPUT`: says on one JSON line what the file is, or why not.

OUTPUT receives the cleaned bytes where the file is made anew (images without their metadata).
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from passnum.core.inspection import limits
from passnum.core.inspection.refusal import Refused


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY_BYTES, limits.MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CPU_SECONDS, limits.CPU_SECONDS))
    source, extension, output = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    try:
        media_type = _inspect(source, extension, output)
    except Refused as refusal:
        sys.stdout.write(json.dumps({"refused": str(refusal)}))
        return 0
    sys.stdout.write(json.dumps({"media_type": media_type, "rewritten": output.exists()}))
    return 0


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
    from passnum.core.inspection import text

    return text.inspect(source, extension)


if __name__ == "__main__":
    raise SystemExit(main())
