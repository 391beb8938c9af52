from __future__ import annotations

import subprocess
import sys

ASK = """
from scrapy.utils.reactor import install_reactor
from scrapy.utils.test import get_crawler

from crawler.wire import WireHandler

install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
crawler = get_crawler(settings_dict={"CONCURRENT_REQUESTS": 12, "CONCURRENT_REQUESTS_PER_DOMAIN": 1})
print(WireHandler(crawler)._pool.maxPersistentPerHost)
"""


def test_a_source_that_may_use_several_connections_keeps_them_alive():
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    assert done.stdout == "12\n"
