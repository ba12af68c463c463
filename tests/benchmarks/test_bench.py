"""`make bench` runs, at sizes that say nothing: only that each figure is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import ROOT

pytestmark = pytest.mark.slow


@pytest.mark.timeout(900)
def test_the_bench_tells_and_writes_each_figure(tmp_path: Path) -> None:
    written = tmp_path / "bench.json"
    arguments = ["--sizes", "300", "--rows", "200", "--stock", "50", "--json", str(written)]
    environment = {name: value for name, value in os.environ.items() if name != "PASSNUM_DATA"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert written.exists(), done.stdout + done.stderr
    # Whether it is fast enough is judged at full size on an idle machine: the code of the end says nothing here.
    assert "Rapport entre la plus grande et la plus petite taille : 1.00" in done.stdout
    assert "ModelResource le plus léger" in done.stdout
    told = json.loads(written.read_text())
    assert told["ratio"] == 1
    found = told["indicators"]["300"]
    assert found["indicators_ms"] > 0
    assert found["rows_ms"] > 0
    imported = found["import"]
    assert imported["ours"]["rows"] == 200
    for one in (imported["ours"], imported["stock"], imported["light"], *imported["formats"].values()):
        assert min(one["check_s"], one["write_s"], one["rows_per_s"]) > 0
    assert set(imported["formats"]) == {"xlsx", "ods"}
    assert imported["ours"]["preview_ms"] > 0
    assert len(imported["memory_kb"]) == 2
