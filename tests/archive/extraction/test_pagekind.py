from __future__ import annotations

import pytest

from archive.extraction.answer import PageKind
from archive.extraction.blocks import cut
from archive.extraction.dom import parse
from archive.extraction.metadata import arbitrate, listen
from archive.extraction.pagekind import page_kind
from archive.extraction.pagekind_features import is_prose
from archive.extraction.trees import loaded, shipped

URL = "https://www.harbour-post.co.uk/news/2025/03/lighthouse-reopens-after-the-winter-storm"
PARAGRAPH = (
    "The keepers returned to the rock on Monday morning, three weeks after the storm had carried away the railings, "
    "and found the lamp room dry, the stores untouched and a single gull asleep on the stairs, the harbour office said."
)
ARTICLE_HEAD = (
    '<title>Lighthouse reopens | Harbour Post</title><meta property="og:type" content="article">'
    '<meta property="article:published_time" content="2025-03-02T10:00:00Z">'
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Lighthouse reopens",'
    '"author":{"name":"Mara Holt"}}</script>'
)
ARTICLE_BODY = "<article><h1>Lighthouse reopens</h1>" + f"<p>{PARAGRAPH}</p>" * 8 + "</article>"


def kind(head: str, body: str, *, url: str = URL, kept: bool = True) -> tuple[PageKind, str]:
    tree = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    blocks = cut(tree)
    said = listen(tree)
    ordinals = {block.ordinal for block in blocks if kept and is_prose(block)}
    return page_kind(said, arbitrate(said, url=url, blocks=blocks), blocks, url=url, kept=ordinals)


def test_an_article_is_an_article():
    found, reason = kind(ARTICLE_HEAD, ARTICLE_BODY)
    assert found is PageKind.ARTICLE
    assert "words of body" in reason
    assert "declared newsarticle, dated, signed" in reason


def test_a_list_of_links_is_a_section_page():
    cards = "".join(
        f'<article><h2><a href="/s/{n}">Story number {n} about the coast and the sea</a></h2></article>'
        for n in range(40)
    )
    head = '<title>Coast</title><meta property="og:type" content="website">'
    assert (
        kind(head, f"<h1>Coast</h1>{cards}", url="https://www.harbour-post.co.uk/category/coast")[0] is PageKind.SECTION
    )


def test_a_shop_page_is_no_article():
    head = '<title>Brass lamp</title><meta property="og:type" content="product">'
    body = (
        "<h1>Brass lamp</h1><p>£49.00</p><button>Add to cart</button><ul>"
        + "<li>In stock</li>" * 10
        + "</ul><p>Free delivery.</p>"
    )
    assert kind(head, body, url="https://shop.harbour.co.uk/products/brass-lamp")[0] is PageKind.OTHER


@pytest.mark.parametrize("body", ["", "<script>var x = 1;</script>", "<div> </div>"])
def test_a_page_without_text_is_empty(body):
    assert kind("", body)[0] is PageKind.EMPTY


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Just a moment...", "Enable JavaScript and cookies to continue"),
        ("Attention Required!", "Please complete the security check to access the site."),
        ("Harbour Post", "Verify you are human by completing the action below."),
        ("Harbour Post", "Pardon our interruption. Something about your browser made us think you were a bot."),
        ("Hafenpost", "Bitte bestätigen Sie, dass Sie kein Roboter sind."),
        ("Le Port", "Vérifiez que vous êtes humain avant de continuer."),
        ("El Puerto", "Confirma que eres humano para seguir."),
        ("O Porto", "Confirme que você é humano."),
        ("Порт", "Подтвердите, что вы не робот."),
        ("港口", "请完成安全验证后继续访问"),
    ],
)
def test_bot_challenges_are_recognised(title, text):
    assert kind(f"<title>{title}</title>", f"<h1>{title}</h1><p>{text}</p>")[0] is PageKind.BOT_CHALLENGE


@pytest.mark.parametrize(
    "text",
    [
        "Your browser is not supported. Please update to a newer one.",
        "Please enable JavaScript to view this site.",
        "Ihr Browser wird nicht unterstützt.",
        "Votre navigateur n'est pas pris en charge.",
        "Tu navegador no es compatible con este sitio.",
        "Seu navegador não é compatível.",
        "Il tuo browser non è supportato.",
        "Ваш браузер устарел.",
        "您的浏览器版本过低，请升级。",
    ],
)
def test_browser_walls_are_recognised(text):
    assert kind("<title>Harbour Post</title>", f"<p>{text}</p>")[0] is PageKind.UNSUPPORTED_BROWSER


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("We value your privacy", "We and our 841 partners store cookies on your device. "
            "You give consent for tracking and personalised ads. Accept all cookies."),
        ("Hafenpost mit Werbung", "Mit Ihrer Einwilligung nutzen wir und unsere 200 Partner Cookies und "
            "personenbezogene Daten für Werbung und Tracking. Zustimmen und weiter."),
        ("Votre vie privée", "Avec nos 300 partenaires, nous utilisons des cookies et "
            "des données personnelles selon votre consentement."),
        ("Tu privacidad", "Nosotros y nuestros 120 socios usamos cookies y datos personales con tu consentimiento."),
        ("La tua privacy", "Noi e i nostri partner usiamo cookie e dati personali con il tuo consenso."),
        ("Jouw privacy", "Wij en onze partners gebruiken cookies en persoonsgegevens met jouw toestemming."),
    ],
)  # fmt: skip
def test_consent_walls_are_recognised(title, text):
    found, reason = kind(f"<title>{title}</title>", f"<h1>{title}</h1><p>{text}</p>")
    assert found is PageKind.CONSENT_WALL
    assert "consent" in reason


@pytest.mark.parametrize(
    "title",
    [
        "404 – Page not found", "Sorry, this page isn't available", "Seite nicht gefunden", "Page introuvable",
        "Página no encontrada", "Página não encontrada", "Pagina non trovata", "Pagina niet gevonden",
        "Sidan hittades inte", "Strona nie została znaleziona", "Страница не найдена", "Sayfa bulunamadı",
        "ページが見つかりません", "页面不存在", "페이지를 찾을 수 없습니다", "Service unavailable",
    ],
)  # fmt: skip
def test_soft_errors_are_recognised(title):
    body = f"<h1>{title}</h1><p>Try the search.</p><ul>" + '<li><a href="/x">Home</a></li>' * 5 + "</ul>"
    assert kind(f"<title>{title} | Harbour Post</title>", body)[0] is PageKind.ERROR_PAGE


@pytest.mark.parametrize(
    "text",
    [
        "Subscribe to continue reading this story.",
        "This article is for subscribers only.",
        "Diesen Artikel weiterlesen mit einem Abo.",
        "Cet article est réservé aux abonnés.",
        "Contenido exclusivo para suscriptores.",
        "Contenuto riservato: abbonati per leggere.",
        "Alleen voor abonnees.",
        "Только для подписчиков.",
        "この記事は有料会員限定です。",
    ],
)
def test_paywall_stubs_are_recognised(text):
    found, reason = kind(ARTICLE_HEAD, f"<h1>Lighthouse reopens</h1><p>{PARAGRAPH}</p><div>{text}</div>")
    assert found is PageKind.PAYWALL_STUB
    assert "words of the article" in reason


def test_a_declared_paywall_over_a_few_words_is_a_stub():
    head = ARTICLE_HEAD.replace('"headline"', '"isAccessibleForFree":false,"headline"')
    assert kind(head, f"<h1>Lighthouse reopens</h1><p>{PARAGRAPH}</p>")[0] is PageKind.PAYWALL_STUB


def test_a_whole_article_behind_a_declared_paywall_is_an_article():
    head = ARTICLE_HEAD.replace('"headline"', '"isAccessibleForFree":false,"headline"')
    assert kind(head, ARTICLE_BODY + "<p>Subscribe to continue reading more.</p>")[0] is PageKind.ARTICLE


@pytest.mark.parametrize(
    "title",
    [
        "Why so many pages say 404 not found",
        "Cookie consent walls are illegal, court says",
        "How to prove that you are human",
    ],
)
def test_an_article_about_an_obstacle_is_no_obstacle(title):
    head = ARTICLE_HEAD.replace("Lighthouse reopens", title)
    assert kind(head, ARTICLE_BODY.replace("Lighthouse reopens", title))[0] is PageKind.ARTICLE


def test_a_cookie_banner_over_an_article_is_no_wall():
    banner = (
        '<div class="cookie-banner">We and our partners use cookies and personal data for tracking. Accept all.</div>'
    )
    assert kind(ARTICLE_HEAD, banner + ARTICLE_BODY)[0] is PageKind.ARTICLE


def test_a_declared_live_blog_is_one():
    head = ARTICLE_HEAD.replace("NewsArticle", "LiveBlogPosting")
    assert kind(head, ARTICLE_BODY)[0] is PageKind.LIVE_BLOG


def test_a_ticker_with_many_times_is_a_live_blog():
    entries = "".join(f'<time datetime="2025-03-02T1{n}:00">1{n}:00</time><p>{PARAGRAPH}</p>' for n in range(8))
    head = ARTICLE_HEAD.replace("Lighthouse reopens", "Storm live blog: the sea rises")
    assert kind(head, f"<h1>Storm live blog: the sea rises</h1>{entries}")[0] is PageKind.LIVE_BLOG


def test_a_gallery_is_a_gallery():
    pictures = "".join(
        f'<figure><img src="/{n}.jpg"><figcaption>The rock at noon.</figcaption></figure>' for n in range(12)
    )
    url = "https://www.harbour-post.co.uk/gallery/the-rock"
    assert (
        kind(ARTICLE_HEAD, f"<h1>The rock in pictures</h1>{pictures}<p>{PARAGRAPH}</p>", url=url)[0] is PageKind.GALLERY
    )


def test_a_video_page_is_a_video():
    head = '<title>The rock</title><meta property="og:type" content="video.other">'
    body = "<h1>The rock</h1><video></video><p>Filmed on Monday from the harbour wall by our reader.</p>"
    assert kind(head, body, url="https://www.harbour-post.co.uk/video/the-rock")[0] is PageKind.VIDEO


def test_a_page_that_looks_like_an_article_and_keeps_nothing_is_none():
    assert not kind(ARTICLE_HEAD, ARTICLE_BODY, kept=False)[0].has_article


def test_every_reason_is_a_phrase():
    for head, body in ((ARTICLE_HEAD, ARTICLE_BODY), ("", ""), ("<title>404</title>", "<h1>Not found</h1>")):
        assert len(kind(head, body)[1]) > 8


def test_the_shipped_model_answers_for_unknown_figures():
    assert 0 <= shipped("pagekind.json").probability({"unheard of": 3.0}) <= 1


def test_a_tree_sends_a_row_to_its_leaf():
    tree = {"feature": [0], "threshold": [1.0], "left": [-1], "right": [-2], "leaf": [-9.0, 9.0]}
    model = loaded({"names": ["a"], "trees": [tree], "linear": [0.0], "offset": 0.0})
    assert model.probability({"a": 0.5}) < 0.3 < 0.7 < model.probability({"a": 2.0})
