"""Finding a Chromium on this machine, or asking the system's package manager for one."""

from __future__ import annotations

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def installed() -> str | None:
    """Path of the Chromium to drive: that of PASSNUM_CHROMIUM, or the first one found."""
    if given := os.environ.get("PASSNUM_CHROMIUM"):
        return shutil.which(given)
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> str:
    """Install Chromium with apt where it can be; returns why it could not, or nothing."""
    if os.geteuid() != 0:
        return "aucun Chromium sur cette machine, et son installation demande les droits d’administration"
    if not shutil.which("apt-get"):
        return "aucun Chromium sur cette machine, et pas d’apt-get pour l’installer"
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        done = subprocess.run(["apt-get", *step], env=environment, capture_output=True, text=True, timeout=900)
        if done.returncode:
            return f"apt-get {step[0]} a échoué : {done.stderr.strip().splitlines()[-1:] or done.returncode}"
    return ""


def find_or_install() -> tuple[str | None, str]:
    """The path of Chromium, or None and the reason in words."""
    if path := installed():
        return path, ""
    reason = install()
    return installed(), reason or "Chromium installé, mais introuvable"
