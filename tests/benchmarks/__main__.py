"""`make bench`: imports and indicators at several sizes of the register, beside the same figures counted from the rows.

Each size has a database of its own in a temporary folder. Medians are printed, and written as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SIZES = (10_000, 1_000_000)
PARTNERS = 20
#: Times that the indicators of each register are measured, in turns; the quietest one is told.
ROUNDS = 3
#: QUALITY: at the largest size, at most twice the time of the smallest, in a dozen queries.
MOST_RATIO, MOST_QUERIES = 2.0, 12
#: QUALITY: how many times faster than the quickest stock resource an import is, at least.
LEAST_GAIN = 5


def run(folder: str, *arguments: str) -> str:
    """One management command, or one module, in a data folder of its own."""
    environment = {**os.environ, "PASSNUM_DATA": folder, "DJANGO_SETTINGS_MODULE": "passnum.config.settings.embedded"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout


def loaded(folder: str, size: int, rows: int, stock: int) -> dict[str, Any]:
    """A register of that many attributions, and an import of `rows` rows into it."""
    run(folder, "manage.py", "migrate", "-v", "0")
    scale = run(folder, "manage.py", "load_scale", "--partners", str(PARTNERS), "--attributions", str(size))
    print(scale.strip().splitlines()[-1], flush=True)
    imported = run(folder, "-m", "tests.benchmarks.importing", str(rows), str(stock))
    return {"import": json.loads(imported.strip().splitlines()[-1])}


def indicators(folders: dict[int, str]) -> dict[int, dict[str, Any]]:
    """The indicators of each register, in turns: a moment when the machine was busy weighs on no size alone."""
    found: dict[int, list[dict[str, Any]]] = {size: [] for size in folders}
    for _ in range(ROUNDS):
        for size, folder in folders.items():
            found[size].append(json.loads(run(folder, "-m", "tests.benchmarks.indicators").strip().splitlines()[-1]))
    return {size: min(turns, key=lambda one: one["indicators_ms"]) for size, turns in found.items()}


def measure(sizes: Sequence[int], rows: int, stock: int) -> dict[int, dict[str, Any]]:
    """The figures by size, each register in a folder of its own."""
    with ExitStack() as stack:
        folders = {
            size: stack.enter_context(tempfile.TemporaryDirectory(prefix="passnum-bench-")) for size in sorted(sizes)
        }
        imports = {size: loaded(folder, size, rows, stock) for size, folder in folders.items()}
        return {size: found | imports[size] for size, found in indicators(folders).items()}


def told(size: int, found: dict[str, Any]) -> str:
    """The import into a register of that size, in a sentence."""
    ours, stock, light = (found["import"][name] for name in ("ours", "stock", "light"))
    formats = ", ".join(
        f"{name.upper()} {one['rows_per_s']:.0f} lignes/s ({one['rows']} lignes)"
        for name, one in found["import"]["formats"].items()
    )
    memory = " puis ".join(f"{kb / 1024:.1f} Mo" for kb in found["import"]["memory_kb"].values())
    return (
        f"{size:>9} attributions : import de {ours['rows']} lignes à {ours['rows_per_s']:.0f} lignes/s "
        f"(vérification {ours['check_s']:.1f} s, écriture {ours['write_s']:.1f} s, mémoire {memory} pour la moitié "
        f"puis le tout), ModelResource d’origine {stock['rows_per_s']:.0f} lignes/s, "
        f"soit {ours['rows_per_s'] / stock['rows_per_s']:.1f} fois, ModelResource le plus léger "
        f"{light['rows_per_s']:.0f} lignes/s, soit {ours['rows_per_s'] / light['rows_per_s']:.1f} fois ; {formats} ; "
        f"une page de l’aperçu {ours['preview_ms']:.0f} ms"
    )


def gain(imported: dict[str, Any]) -> float:
    """How many times faster than the quickest stock resource of the same run an import is."""
    quickest = max(imported[name]["rows_per_s"] for name in ("stock", "light"))
    return float(imported["ours"]["rows_per_s"] / quickest)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--json", type=Path, default=ROOT / "var" / "bench.json")
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the import")
    parser.add_argument("--stock", type=int, default=1_000, help="rows given to the stock resource")
    given = parser.parse_args()
    figures = measure(given.sizes, given.rows, given.stock)
    for size, found in figures.items():
        print(
            f"{size:>9} attributions : indicateurs d’une année {found['indicators_ms']:.1f} ms "
            f"({found['queries']:.0f} requêtes), depuis les lignes {found['rows_ms']:.1f} ms"
        )
    print(*map(told, figures, figures.values()), sep="\n")
    ratio = figures[max(figures)]["indicators_ms"] / figures[min(figures)]["indicators_ms"]
    print(f"Rapport entre la plus grande et la plus petite taille : {ratio:.2f}")
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps({"indicators": figures, "ratio": ratio}, indent=1))
    slow = [size for size, found in figures.items() if gain(found["import"]) < LEAST_GAIN]
    return int(ratio > MOST_RATIO or bool(slow) or any(found["queries"] > MOST_QUERIES for found in figures.values()))


if __name__ == "__main__":
    raise SystemExit(main())
