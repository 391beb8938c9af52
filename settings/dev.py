"""For work on the code: says more, waits less; for servers of your own only."""

from settings.base import *  # noqa: F403  # a settings module is a flat list of names

DOWNLOAD_DELAY = 0.1
AUTOTHROTTLE_ENABLED = False
LOG_LEVEL = "INFO"
