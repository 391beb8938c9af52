"""What other people's validators say of what we keep; where one is wrong, it is named."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawler.cases import BROKEN, WHOLE
from tests.crawler.conftest import FetchAll, Fetched
from tests.crawler.raw_server import Site, listening

BIN = Path(sys.executable).parent
CHECKS = {
    "warcio": [str(BIN / "warcio"), "check"],
    "fastwarc": [str(BIN / "fastwarc"), "check", "-p"],
}
# Each of these records is sound; the validator's fault stands beside it.
FAULTS = {
    ("warcio", "/br"): "decodes the content, which the digest does not ask for, and crashes on brotli",
    ("warcio", "/chunked-br"): "as /br",
    ("fastwarc", "/lf-only"): "takes the head to end only at CR LF, and so the payload for something else",
    ("fastwarc", "/long-header"): "gives up at a header line of 32 KiB",
}
CASES = WHOLE | BROKEN


@pytest.fixture(scope="module")
def fetched(fetch_all: FetchAll) -> Iterator[Fetched]:
    site = Site({path: case.answer for path, case in CASES.items()})
    with listening((site, None)):
        yield fetch_all([site.url(path) for path in CASES])


def members(fetched: Fetched, path: str) -> bytes:
    capture = fetched.capture(fetched.results[list(CASES).index(path)])
    both = (capture["response_record"], capture["request_record"])
    return b"".join(
        fetched.rows("SELECT member FROM members WHERE id = ?", record)[0]["member"] for record in both if record
    )


def passes(tool: str, warc: Path) -> bool:
    return subprocess.run([*CHECKS[tool], str(warc)], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("tool", CHECKS)
def test_all_records_without_a_known_fault_of_the_validator_pass_as_one_file(
    fetched: Fetched, tool: str, tmp_path: Path
):
    warc = tmp_path / "sound.warc.gz"
    warc.write_bytes(b"".join(members(fetched, path) for path in CASES if (tool, path) not in FAULTS))
    assert passes(tool, warc)


@pytest.mark.parametrize(("tool", "path"), FAULTS)
def test_the_known_faults_are_the_validators_since_the_other_one_passes_the_record(
    fetched: Fetched, tool: str, path: str, tmp_path: Path
):
    warc = tmp_path / "one.warc.gz"
    warc.write_bytes(members(fetched, path))
    (other,) = set(CHECKS) - {tool}
    assert not passes(tool, warc), "the validator was mended: take the fault off the list"
    assert passes(other, warc)
