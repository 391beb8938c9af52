"""The audit of the lock file says what it knows, and that it knows nothing where nobody answers."""

from __future__ import annotations

import json
import socket

from bench import audit
from tests.newsroom.server import Answer, Server

SOUND = {"name": "sound", "version": "1.0", "vulns": []}
BROKEN = {"name": "broken", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}]}
SKIPPED = {"name": "skipped", "skip_reason": "not found"}


def judged(*packages):
    return audit.judge(json.dumps({"dependencies": packages}))


def test_a_known_vulnerability_fails_and_is_named_with_what_mends_it():
    sentence, vulnerable = judged(SOUND, BROKEN)
    assert vulnerable
    assert "broken 2.0: PYSEC-1, mended in 2.1" in sentence


def test_packages_that_could_not_be_asked_about_are_not_called_sound():
    assert judged(SOUND, SKIPPED) == ("1 of 2 packages were asked about: no known vulnerability.", False)
    assert judged(SKIPPED) == ("The vulnerability service knows none of 1 packages, so nothing is said of them.", False)


def test_an_error_page_is_no_answer_of_the_service():
    with Server() as server:
        whole = server.put("/whole", Answer('{"vulnerabilities": []}', content_type="application/json"))
        assert audit.answers(whole)
        assert not audit.answers(server.put("/login", Answer("<h1>Log in</h1>")))
        assert not audit.answers(server.put("/gone", Answer("", 404)))


def test_a_service_that_cannot_be_reached_is_no_error():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert not audit.answers(f"http://127.0.0.1:{taken.getsockname()[1]}/")
