"""Unpack one package of the npm registry, pinned by its digest: `python tests/peers/npm.py PACKAGE.txt FOLDER`.

Its files alone, without what it depends on and without running its scripts: `npm pack` asks the registry that npm is
set up for. Where npm or the registry cannot be had it says so and ends well: the tests that need it are skipped.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

SECONDS = 300  # that the registry may take


def main() -> int:
    pinned, folder = Path(sys.argv[1]).read_text().split(), Path(sys.argv[2])
    name, digest = pinned
    with tempfile.TemporaryDirectory() as parts:
        packed = fetched(name, Path(parts))
        if packed is None:
            return 0
        found = "sha512-" + base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
        if found != digest:
            say(f"{name} has the digest {found}, and {sys.argv[1]} names {digest}.")
            return 1
        shutil.rmtree(folder, ignore_errors=True)
        with tarfile.open(packed) as content:
            content.extractall(folder, filter="data")
    (folder / ".ready").touch()
    return 0


def say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


def fetched(name: str, folder: Path) -> Path | None:
    """Return the packed package, or None with a sentence where it cannot be had."""
    if shutil.which("npm") is None:
        say(f"npm is not here, so {name} is not installed; the system's package npm has it.")
        return None
    command = ["npm", "pack", "--silent", "--ignore-scripts", name]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        say(f"The npm registry did not answer in {SECONDS} s, so {name} is not installed.")
        return None
    if done.returncode:
        say(f"npm could not fetch {name}, so it is not installed: {done.stderr.strip()[-500:]}")
        return None
    [packed] = folder.glob("*.tgz")
    return packed


if __name__ == "__main__":
    sys.exit(main())
