"""For tests against servers on loopback: no waiting, short timeouts."""

from settings.base import *  # noqa: F403  # a settings module is a flat list of names

TEARSHEET_ALLOW_PRIVATE = ["127.0.0.1", "localhost"]
DOWNLOAD_DELAY = 0
AUTOTHROTTLE_ENABLED = False
CONCURRENT_REQUESTS_PER_DOMAIN = 8
DOWNLOAD_TIMEOUT = 5
DNS_TIMEOUT = 2
TEARSHEET_READERS = 1
