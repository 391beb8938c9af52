"""What an operator changes without touching code: plain Scrapy settings, with a reason where one is not the default."""

import os
from typing import Any

BOT_NAME = "tearsheet"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

# -- whose crawl this is ----------------------------------------------------------------------------------------------

# An e-mail or web address where a publisher reaches you. `tearsheet crawl` refuses to visit strangers without it.
TEARSHEET_CONTACT = os.environ.get("TEARSHEET_CONTACT", "")
USER_AGENT = f"Tearsheet/0.1 (news archive{TEARSHEET_CONTACT and '; +' + TEARSHEET_CONTACT})"
ROBOTSTXT_USER_AGENT = "Tearsheet"

# -- where things are -------------------------------------------------------------------------------------------------

TEARSHEET_ARCHIVE = os.environ.get("TEARSHEET_ARCHIVE", "archive.db")
TEARSHEET_SOURCES = os.environ.get("TEARSHEET_SOURCES", "settings/sources")
# Hosts that may be fetched although their address is not public: an intranet, a test server. "host" or "host:port".
TEARSHEET_ALLOW_PRIVATE = os.environ.get("TEARSHEET_ALLOW_PRIVATE", "").split()

# -- trust ------------------------------------------------------------------------------------------------------------

# Whether a page is taken only from a server whose certificate is valid: signed by somebody this machine trusts
# (SSL_CERT_FILE names others), for this name, at this time.
DOWNLOAD_VERIFY_CERTIFICATES = True
# Hosts of which that is not asked; a source says `verify_tls = false` for its own.
TEARSHEET_UNVERIFIED_HOSTS = os.environ.get("TEARSHEET_UNVERIFIED_HOSTS", "").split()

# -- politeness -------------------------------------------------------------------------------------------------------

CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0  # seconds between two requests to a host; a source's own delay and Crawl-delay can raise it
TEARSHEET_CRAWL_DELAY_CAP = 60.0  # seconds; a Crawl-delay above it is a refusal by another name, and would stall a run
TEARSHEET_RETRY_AFTER_CAP = 86_400.0  # seconds; a Retry-After is believed up to here
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
ROBOTSTXT_OBEY = True  # by crawler.robots, which records what it reads
TEARSHEET_DEPTH_LIMIT = int(
    os.environ.get("TEARSHEET_DEPTH_LIMIT", "3")
)  # links followed from a feed or sitemap by way of teasers
TEARSHEET_RESPECT_TDM = False  # whether a text-and-data-mining reservation keeps a page from being fetched and read

# -- bounds -----------------------------------------------------------------------------------------------------------

DOWNLOAD_TIMEOUT = 60  # seconds a whole exchange may take
# Bytes of body, on the wire and after decoding: whoever reads the archive later is to have the same variable set.
DOWNLOAD_MAXSIZE = int(os.environ.get("TEARSHEET_BODY_MAXSIZE") or 10 << 20)
DOWNLOAD_WARNSIZE = 0
DNS_TIMEOUT = 20
URLLENGTH_LIMIT = 2083
# A body cut short is kept as far as it came, and marked.
DOWNLOAD_FAIL_ON_DATALOSS = False

# -- reading ----------------------------------------------------------------------------------------------------------

TEARSHEET_EXTRACTOR = "tearsheet"
# Worker processes that read captures.
TEARSHEET_READERS = int(os.environ.get("TEARSHEET_READERS", min(os.cpu_count() or 1, 8)))
# Seconds of CPU a page may take before its worker is killed; by the clock fifteen times as long, for a busy machine.
TEARSHEET_READER_TIMEOUT = 20.0
TEARSHEET_READER_MEMORY = 1500 << 20  # bytes of address space of a worker

# -- components -------------------------------------------------------------------------------------------------------

# Scrapy starts this many tasks for every response, to share its items; each of ours has one. A hundred, its default,
# costs CPU and leaves tens of thousands of ended tasks to the garbage collector, 40 MiB and more.
CONCURRENT_ITEMS = 1
SCHEDULER = "crawler.frontier.FrontierScheduler"
# The frontier knows each address once; a second filter in memory would forget at the end of a run and grow until then.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
DOWNLOAD_HANDLERS: dict[str, str | None] = {
    "http": "crawler.wire.WireHandler",
    "https": "crawler.wire.WireHandler",
    # No handler, no way there: a feed that links to file:///etc/passwd gets nothing.
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
EXTENSIONS: dict[str, int | None] = {
    "crawler.session.Session": 0,
    "crawler.politeness.Throttle": 10,
    "crawler.politeness.PromptEnd": 10,
    "scrapy.extensions.throttle.AutoThrottle": None,  # Throttle is one that minds Crawl-delay
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.remote_control.RemoteControl": None,  # switched off below; where aiohttp is there, it imports it
}
DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "crawler.robots.RobotsMiddleware": 100,
    "crawler.politeness.BackOff": 900,
    # Each of these would interpret an exchange before it is kept, or hide one from the archive.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
}
SPIDER_MIDDLEWARES: dict[str, int | None] = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # a 404 is an answer, and is kept
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,  # the frontier counts depth
}
ITEM_PIPELINES = {"crawler.pipelines.ReadingPipeline": 100}
DEFAULT_REQUEST_HEADERS: dict[str, Any] = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    # Neither br nor zstd is offered: warcio breaks on the one, replay tools cannot decode the other.
    "Accept-Encoding": "gzip, deflate",
}
COOKIES_ENABLED = False

# -- talk -------------------------------------------------------------------------------------------------------------

LOG_LEVEL = "WARNING"
LOG_SHORT_NAMES = True
REMOTE_CONTROL_ENABLED = False  # nobody may steer a crawl over a port
STATS_DUMP = False
DOWNLOADER_STATS = False  # nobody reads them: what a run did is counted by source, in its session
LOGSTATS_INTERVAL = 0
