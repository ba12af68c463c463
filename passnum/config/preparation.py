"""What `make run` prepares before it starts anything: the database, the demonstration, the static files."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def prepare(folder: Path, say: Callable[[str], None]) -> None:
    """Bring the data folder up to date; nothing to do takes a few seconds."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passnum.config.settings.embedded")
    import django
    from django.core.management import call_command

    first = not (folder / "db.sqlite3").exists()
    say("Préparation de la base de données (une fois, une demi-minute)…" if first else "Démarrage…")
    django.setup()
    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("load_demo")
    _collect_static(folder)


def is_of_another_version(folder: Path) -> bool:
    """Whether the folder's database was made by migrations that are no longer those of the house.

    They are written anew until the first release: what an earlier state made cannot be carried on.
    """
    database = folder / "db.sqlite3"
    if not database.exists():
        return False
    with closing(sqlite3.connect(database)) as connection:
        try:
            applied = connection.execute("SELECT app, name FROM django_migrations").fetchall()
        except sqlite3.DatabaseError:
            return False
    homes = {path.parent.name: path for package in ("passnum", "cms") for path in (ROOT / package).glob("*/migrations")}
    return any(app in homes and not (homes[app] / f"{name}.py").exists() for app, name in applied)


def _collect_static(folder: Path) -> None:
    """Gather the static files, unless nothing changed since the last time."""
    from django.core.management import call_command

    stamp, fingerprint = folder / "static.stamp", _static_fingerprint()
    if (folder / "static").is_dir() and stamp.exists() and stamp.read_text() == fingerprint:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)


def _static_fingerprint() -> str:
    """Changes with the libraries or with any static file of the house."""
    digest = hashlib.sha256((ROOT / "requirements" / "runtime.txt").read_bytes())
    for path in sorted(_static_files()):
        facts = path.stat()
        digest.update(f"{path.relative_to(ROOT)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _static_files() -> Iterator[Path]:
    for package in ("cms", "passnum"):
        for folder in (ROOT / package).rglob("static"):
            yield from (path for path in folder.rglob("*") if path.is_file())


def welcome(address: str, folder: Path) -> str:
    """What a newcomer reads when all is running."""
    from passnum.demo import accounts

    return f"""
Passnum est prêt : {address}/
  Se connecter     {address}/compte/login/
  Courriels émis   {address}/atelier/courriels/
  Composants       {address}/atelier/composants/

{accounts.describe()}

À essayer d’abord :
  1. Connectez-vous avec referent@… : l’écran dit ce qui est attendu, pour quand et d’après quel article.
  2. Complétez et remettez les trois livrables : le dossier se compile aussitôt, sans recharger la page.
  3. Connectez-vous avec presidence@… : lisez le dossier, puis validez-le ou renvoyez-le avec un motif.
  4. Connectez-vous avec eurometropole@… ({address}/admin/) : examinez, approuvez, archivez.
  5. Connectez-vous avec intervenant@… : un entretien, un carnet remis ; puis {address}/mon-recu/ avec le code.

Données et journaux : {folder}
Ctrl-C arrête tout ; le prochain démarrage garde les données.
"""
