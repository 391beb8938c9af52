"""Archived pages of any shape, read again by another parser than the one that cleaned them: nothing of them runs."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from tests.fuzz import claims
from tests.fuzz.shapes import MARKUP, TRAP, fuzz

# Markup that browsers read in another way than libxml2 does; each was a way around some cleaner.
_DISGUISES = (
    f"<noscript><p title='</noscript><img src={TRAP}/x onerror=alert(1)>'>",
    f"<style><img src='</style><img src={TRAP}/x onerror=alert(1)>'></style>",
    "<svg><style><!--</style><img src=x onerror=alert(1)>--></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    f"<svg></p><style><a id='</style><img src=1>'><style><img src='</style><img src={TRAP}/x onerror=f()>'></style>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<title><img src=x onerror=alert(1)></title>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<xmp><p title='</xmp><script>alert(1)</script>'>",
    "<plaintext><script>alert(1)</script>",
    "<iframe><script>alert(1)</script></iframe>",
    "<template><script>alert(1)</script></template>",
    "<listing>&lt;script&gt;alert(1)&lt;/script&gt;</listing>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<a href='java&#10;script:alert(1)'>x</a><a href='\x01javascript:alert(1)'>x</a>",
    "<img src=x:x `onerror=alert(1)><p/onclick=alert(1)><p\x0conclick=alert(1)>",
    "<noembed><p title='</noembed><script>alert(1)</script>'>",
    "<noframes><p title='</noframes><script>alert(1)</script>'>",
    "<meta http-equiv=refresh content='0;url=//trap.example'><base href=//trap.example>",
)


@fuzz(150)
@given(st.lists(st.one_of(MARKUP, st.sampled_from(_DISGUISES)), max_size=3).map("".join))
@example("".join(_DISGUISES))
@example("<html class=0 {><p {{x}} class=a>x</p>")
@example("<script>1</script>\x08 behind it<style>p { color: red }\x0c</style>")
@example("<p style='a&#1;b&#12abc;c&#xFFFE;\x1f'>&#8;</p><a href='#&#1;'>x</a><script></script>&#x8; behind it")
def test_nothing_of_any_page_runs_or_names_another_host(markup: str) -> None:
    claims.replayed(markup)


def test_each_disguise_is_seen_through() -> None:
    for markup in _DISGUISES:
        claims.replayed(markup)


_CSS = st.sampled_from(
    [f"url({TRAP}/a)", f'url("{TRAP}/a")', f"url( '{TRAP}/a' )", "url(http://kept.example/a)", "url(", ")", '"', "'",
     f"@import '{TRAP}/a';", f"@import url({TRAP}/a) screen;", "@import", "\\", "u\\72l(", "/*", "*/", "{", "}", ";",
     "expression(", "</style>", "<!--", "\n", "data:image/png;base64,AA", f"URL({TRAP}/", "cs_/"]
)  # fmt: skip


@fuzz(150)
@given(st.lists(st.one_of(_CSS, st.text(max_size=5)), max_size=10).map("".join))
@example(f"a {{ b: url({TRAP}/cs_/)")
@example(f"a {{ b: url({TRAP}/cs_/x.png) }}")
@example(f"/* url({TRAP} */")
@example("a { b: url('/a.css) @import \"url(b' ) }")
@example(f'@import"{TRAP}/a.css"; @import/**/"{TRAP}/b.css"')
def test_style_sheets_lead_into_the_archive_or_nowhere(css: str) -> None:
    claims.style(css)
