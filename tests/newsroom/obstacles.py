"""What stands where an article stood: a paywall, a soft 404, a challenge, a wall for old browsers; and twins of it."""

# ruff: noqa: E501  (markup is easier to read unbroken)

from __future__ import annotations

from tests.newsroom import formats, theme
from tests.newsroom.server import Answer, Asked, Page, Server
from tests.newsroom.site import Site
from tests.newsroom.stories import invented

PAYWALL = """<!doctype html><html lang="en"><head><title>{headline}</title><meta property="og:type" content="article">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{headline}", "isAccessibleForFree": false}}</script>
</head><body><main><article><h1>{headline}</h1><p>{lead}</p>
<div class="paywall"><h2>Subscribe to continue reading</h2><p>This article is for subscribers only. Already a
subscriber? <a href="/login">Sign in</a></p><a href="/subscribe">Subscribe now</a></div></article></main></body></html>"""
SOFT_404 = """<!doctype html><html><head><title>Page not found</title></head><body><h1>404 - Page not found</h1>
<p>Sorry, the page you are looking for could not be found. It may have been moved or deleted.</p></body></html>"""
CHALLENGE = """<!doctype html><html><head><title>Just a moment...</title></head><body><div id="challenge-form">
<h1>Checking your browser before accessing the site</h1><p>Please enable JavaScript and cookies to continue.</p>
<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/jsch/v1"></script></div></body></html>"""
OLD_BROWSER = """<!doctype html><html><head><title>Unsupported browser</title></head><body>
<h1>Your browser is not supported</h1><p>Please update your browser to the latest version of Chrome, Firefox or Safari
to read this site.</p></body></html>"""
OBSTACLES = {
    "paywall stub": PAYWALL,
    "error page": SOFT_404,
    "bot challenge": CHALLENGE,
    "unsupported browser": OLD_BROWSER,
}


def obstacles(server: Server) -> str:
    """Four stories that are fine at first; from the second visit on, each is something else."""
    stories = invented(len(OBSTACLES), seed=51)
    site = Site(server, "Obstacles", stories, look=theme.magazine)
    for story, markup in zip(stories, OBSTACLES.values(), strict=True):
        shown = markup.format(headline=story.headline, lead=story.lead) if markup is PAYWALL else markup
        server.put(site.path_of(story), _first_the_article(server.pages[site.path_of(story)], Answer(shown)))
    return 'feeds = ["{base}/feed"]'


def _first_the_article(page: Page, obstacle: Answer) -> Page:
    visits: list[Asked] = []

    def answer(asked: Asked) -> Answer:
        visits.append(asked)
        return page(Asked("GET", asked.path, {})) if len(visits) == 1 else obstacle

    return answer


def twins(server: Server) -> str:
    """A feed that names the AMP and the mobile edition of a story besides the story itself."""
    [story] = invented(1, seed=52)
    site = Site(server, "Twins", [story])
    url = site.url_of(story)
    head = f'<link rel="canonical" href="{url}"><link rel="amphtml" href="{url}/amp"></head>'
    page = theme.plain(story, name="", base="", url="", others=()).replace("</head>", head)
    for ending in ("", "/amp", "?edition=mobile"):
        server.put(site.path_of(story) + ending, Answer(page.replace("<body>", f"<body><!--{ending}-->")))
    listed = [(story, url + ending) for ending in ("/amp", "?edition=mobile", "")]
    server.put("/feed", Answer(formats.rss("Twins", server.base, listed), content_type="application/rss+xml"))
    return 'feeds = ["{base}/feed"]'
