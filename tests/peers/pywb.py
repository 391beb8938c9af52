"""pywb in an environment of its own, started on loopback for a test."""

from __future__ import annotations

import gzip
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PYWB = Path(__file__).parents[2] / ".peers" / "pywb" / "bin"
needs_pywb = pytest.mark.skipif(
    not (PYWB / "wayback").exists(), reason="pywb is not installed; `make peers` installs it"
)


def manage(folder: Path, *arguments: str) -> None:
    """Run wb-manager in a folder of collections."""
    subprocess.run([PYWB / "wb-manager", *arguments], cwd=folder, check=True, capture_output=True)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder of collections, and yield the address of the server."""
    port = free_port()
    server = subprocess.Popen(
        [PYWB / "wayback", "-b", "127.0.0.1", "-p", str(port)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"NO_PROXY": "127.0.0.1"},
    )
    try:
        wait_for(server, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    """Knock until pywb answers; it says that it listens a little before it does."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 5).close()
            return
        except ConnectionRefusedError:
            pass
        try:
            raise AssertionError(f"pywb ended before it listened, with exit code {server.wait(0.1)}")
        except subprocess.TimeoutExpired:
            pass  # still starting
    raise AssertionError("pywb did not listen within a minute")


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Shows redirects instead of following them."""

    def redirect_request(self, *_: object) -> None:
        return None


def get(address: str) -> tuple[int, bytes, str]:
    """Return status, body and Location of an answer."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect)
    try:
        with opener.open(address, timeout=30) as answer:
            body = answer.read()
            if answer.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            return answer.status, body, ""
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers.get("Location") or ""
