"""`make bench`: the indicators at several sizes of the register, beside the same figures counted from the rows.

Each size has a database of its own in a temporary folder. Medians are printed, and written as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SIZES = (10_000, 1_000_000)
PARTNERS = 20
#: QUALITY: at the largest size, at most twice the time of the smallest, in a dozen queries.
MOST_RATIO, MOST_QUERIES = 2.0, 12


def run(folder: str, *arguments: str) -> str:
    """One management command, or one module, in a data folder of its own."""
    environment = {**os.environ, "PASSNUM_DATA": folder, "DJANGO_SETTINGS_MODULE": "passnum.config.settings.embedded"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout


def measure(size: int) -> dict[str, float]:
    """Medians for a register of that many attributions."""
    with tempfile.TemporaryDirectory(prefix="passnum-bench-") as folder:
        run(folder, "manage.py", "migrate", "-v", "0")
        loaded = run(folder, "manage.py", "load_scale", "--partners", str(PARTNERS), "--attributions", str(size))
        print(loaded.strip().splitlines()[-1], flush=True)
        return json.loads(run(folder, "-m", "tests.benchmarks.indicators").strip().splitlines()[-1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--json", type=Path, default=ROOT / "var" / "bench.json")
    given = parser.parse_args()
    figures = {size: measure(size) for size in given.sizes}
    for size, found in figures.items():
        print(
            f"{size:>9} attributions : indicateurs d’une année {found['indicators_ms']:.1f} ms "
            f"({found['queries']:.0f} requêtes), depuis les lignes {found['rows_ms']:.1f} ms"
        )
    ratio = figures[max(figures)]["indicators_ms"] / figures[min(figures)]["indicators_ms"]
    print(f"Rapport entre la plus grande et la plus petite taille : {ratio:.2f}")
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps({"indicators": figures, "ratio": ratio}, indent=1))
    return int(ratio > MOST_RATIO or any(found["queries"] > MOST_QUERIES for found in figures.values()))


if __name__ == "__main__":
    raise SystemExit(main())
