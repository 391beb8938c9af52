"""One Scrapy crawl as one call: settings, signals, errors as sentences, and what the session counted."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from scrapy.crawler import CrawlerProcess
from scrapy.utils.project import get_project_settings
from twisted.python.failure import Failure

from crawler.guard import Guard
from crawler.session import Session, session_of

if TYPE_CHECKING:
    from crawler.spiders.base import ArchiveSpider

DEFAULT_SETTINGS = "settings.base"


def run_spider(
    name: str,
    *,
    settings: Mapping[str, Any],
    watch: Callable[[Session], None] | None = None,
    **arguments: Any,
) -> tuple[Session, ArchiveSpider]:
    """Run a spider to its end in this process, and return its session and the spider.

    `settings` go before those of the settings module; `watch` is called with the session when it is open. The first
    SIGINT or SIGTERM ends the crawl after what is in flight; the second at once. A process can do this once.

    Raises:
        TearsheetError: the crawl could not start, or the archive failed it.
        Exception: a fault of ours ended it.

    """
    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", DEFAULT_SETTINGS)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start a thread a core, which wait busily for work
    project = get_project_settings()
    project.update(settings, priority="cmdline")
    Guard.allowing(project.getlist("TEARSHEET_ALLOW_PRIVATE"))  # a mistake in it is said before anything starts
    process = CrawlerProcess(project)
    # Scrapy makes several records for each page, which its handlers then drop by the same level.
    logging.getLogger("scrapy").setLevel(project["LOG_LEVEL"])
    crawler = process.create_crawler(name)
    failures: list[Failure] = []
    process.crawl(crawler, **arguments).addErrback(failures.append)
    if watch is not None and not failures:
        watch(session_of(crawler))
    if not failures:
        gc.freeze()  # what the modules hold stays to the end: no collection needs to look at it again and again
        process.start()
    for failure in failures:
        failure.raiseException()
    session = session_of(crawler)
    ended_by = session.failure or session.recorder.failure
    if ended_by is not None:
        raise ended_by
    return session, cast("ArchiveSpider", crawler.spider)
