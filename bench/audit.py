"""Known vulnerabilities of what requirements.lock installs, by pip-audit; part of `make lint`.

python -m bench.audit

Where the vulnerability service cannot be reached, it says so within seconds and fails nothing: lint works offline.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
ASKED = "https://pypi.org/pypi/pip/24.0/json"  # where pip-audit reads what is known of a package: a mirror may lack it
PATIENCE = 5  # seconds for one answer
LONGEST = 180  # seconds for all
# Advisories that were looked into and do not concern us, each with its reason; none so far.
ACCEPTED: dict[str, str] = {}


def answers(url: str) -> bool:
    """Say whether the vulnerability service answers as it should: not only a proxy, and not only an error page."""
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            return "vulnerabilities" in json.load(answer)
    except (OSError, ValueError):
        return False


def audit(lock: Path) -> str:
    """Return pip-audit's JSON for a lock file; raises TimeoutExpired."""
    accepted = [word for advisory in ACCEPTED for word in ("--ignore-vuln", advisory)]
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "-r", str(lock), "-f", "json"]
    options = ["--timeout", str(PATIENCE), "--progress-spinner", "off", *accepted]
    done = subprocess.run([*command, *options], capture_output=True, text=True, timeout=LONGEST, check=False)
    return done.stdout


def judge(report: str) -> tuple[str, bool]:
    """Return a sentence about pip-audit's JSON, and whether a known vulnerability is in it."""
    packages = json.loads(report)["dependencies"]
    asked = [package for package in packages if "vulns" in package]
    found = [
        f"{package['name']} {package['version']}: {vulnerability['id']}, mended in {fixed(vulnerability)}"
        for package in asked
        for vulnerability in package["vulns"]
    ]
    if not asked:
        return f"The vulnerability service knows none of {len(packages)} packages, so nothing is said of them.", False
    said = f"{len(asked)} of {len(packages)} packages were asked about"
    return ("\n".join((*found, said)), True) if found else (f"{said}: no known vulnerability.", False)


def fixed(vulnerability: dict[str, list[str]]) -> str:
    """Return the versions in which a vulnerability is mended."""
    return ", ".join(vulnerability["fix_versions"]) or "no version yet"


def main() -> int:
    """Audit, and say what was found or why nothing was asked."""
    if importlib.util.find_spec("pip_audit") is None:
        print("pip-audit is not installed here, so nothing was asked about vulnerabilities.")
        return 0
    if not answers(ASKED):
        print("The vulnerability service of pypi.org does not answer here, so nothing was asked about vulnerabilities.")
        return 0
    try:
        report = audit(LOCK)
    except subprocess.TimeoutExpired:
        print(f"The vulnerability service took longer than {LONGEST} s, so nothing is said about vulnerabilities.")
        return 0
    sentence, vulnerable = judge(report)
    print(sentence)
    return int(vulnerable)


if __name__ == "__main__":
    sys.exit(main())
