"""How the invented sites look: a magazine theme with a sidebar, a paper with summary points, a plain blog."""

# ruff: noqa: E501  (prose and markup are easier to read unbroken)

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from tests.newsroom.stories import Story


def magazine(story: Story, *, name: str, base: str, url: str, others: Sequence[tuple[Story, str]]) -> str:
    """A page as a WordPress magazine theme makes it: share bar, latest-news list, trending list, newsletter."""
    body = "\n".join(_paragraphs(story))
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(story.headline)} - {escape(name)}</title>
<link rel="canonical" href="{url}"><meta property="og:type" content="article">
<meta property="og:title" content="{escape(story.headline)}"><meta property="og:site_name" content="{escape(name)}">
<meta property="article:published_time" content="{story.published.isoformat()}">
<link rel="alternate" type="application/rss+xml" href="{base}/feed"></head>
<body class="single single-post"><header class="site-header"><a href="{base}/">{escape(name)}</a>
<nav class="main-navigation"><ul><li><a href="{base}/local/">Local</a></li><li><a href="{base}/transport/">Transport</a></li>
<li><a href="{base}/science/">Science</a></li></ul></nav></header>
<div class="social-bar"><h4>Connect with us</h4><a href="#">Facebook</a> <a href="#">Instagram</a></div>
<main><article class="post"><span class="cat"><a href="{base}/{story.section.lower()}/">{escape(story.section)}</a></span>
<h1 class="entry-title">{escape(story.headline)}</h1>
<div class="post-meta">Published <time datetime="{story.published.isoformat()}">{_long_date(story.published)}</time> on
{escape(story.section)} By <a rel="author" href="{base}/author/1">{escape(story.author)}</a></div>
<div class="share-buttons"><a href="#">Share</a><a href="#">Tweet</a><a href="#">Email</a></div>
{f'<p class="standfirst">{escape(story.standfirst)}</p>' if story.standfirst else ""}
<div class="entry-content">
{body}
</div>
<div class="newsletter"><h3>Get the morning letter</h3><p>The news of the coast in your inbox at six, free.</p>
<form><input type="email"><button>Sign up</button></form></div></article></main>
<aside class="sidebar"><h3 class="widget-title">THE LATEST NEWS</h3>{_latest(others)}
<h3 class="widget-title">Trending</h3><ol>{_trending(others)}</ol></aside>
<footer class="site-footer"><p>© 2026 {escape(name)}. All rights reserved.</p><a href="{base}/privacy">Privacy</a></footer>
</body></html>"""


def paper(story: Story, *, name: str, base: str, url: str, others: Sequence[tuple[Story, str]]) -> str:
    """A page of a paper that heads its articles with points of attention."""
    points = "".join(f"<li>{escape(point)}</li>" for point in story.points)
    box = f'<div class="key-points"><h2>Points of attention</h2><ul>{points}</ul></div>' if points else ""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(story.headline)} | {escape(name)}</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{story.headline}",
"datePublished":"{story.published.isoformat()}","author":{{"@type":"Person","name":"{story.author}"}}}}</script></head>
<body><nav><a href="{base}/">{escape(name)}</a> <a href="{base}/about">About</a></nav>
<article><h1>{escape(story.headline)}</h1><p class="byline">By {escape(story.author)}</p>{box}
{"".join(_paragraphs(story))}</article>
<section class="related"><h2>More from {escape(name)}</h2><ul>{_trending(others)}</ul></section>
<footer>{escape(name)} is printed in Lower Tarn. <a href="{base}/imprint">Imprint</a></footer></body></html>"""


def plain(story: Story, *, name: str, base: str, url: str, others: Sequence[tuple[Story, str]]) -> str:
    """A page with nothing but its story."""
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(story.headline)}</title></head>
<body><h1>{escape(story.headline)}</h1>{"".join(_paragraphs(story))}</body></html>"""


def front(name: str, links: Sequence[tuple[Story, str]], *, feeds: Sequence[tuple[str, str]] = ()) -> str:
    """A front page, or a section page."""
    alternate = "".join(f'<link rel="alternate" type="{kind}" href="{url}">' for kind, url in feeds)
    items = "".join(f'<li><a href="{url}"><h3>{escape(story.headline)}</h3></a></li>' for story, url in links)
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(name)}</title>{alternate}</head>
<body><h1>{escape(name)}</h1><ul>{items}</ul></body></html>"""


def _paragraphs(story: Story) -> list[str]:
    lines = []
    for number, paragraph in enumerate(story.paragraphs):
        if number in story.subheadings:
            lines.append(f"<h2>{escape(story.subheadings[number])}</h2>")
        lines.append(f"<p>{escape(paragraph)}</p>")
    return lines


def _latest(others: Sequence[tuple[Story, str]]) -> str:
    return "".join(
        f'<div class="post-item"><h4><a href="{url}">{escape(story.headline)}</a></h4>'
        f'<p>{escape(story.lead[:90])}...</p><a href="{url}">Read More</a></div>'
        for story, url in others
    )


def _trending(others: Sequence[tuple[Story, str]]) -> str:
    return "".join(f'<li><a href="{url}">{escape(story.headline)}</a></li>' for story, url in reversed(others))


def _long_date(at: datetime) -> str:
    return f"{at:%B} {at.day}, {at.year}"
