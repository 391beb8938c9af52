"""What the elements around a block say it is: roles, tags, and the words in their class, id and itemprop."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from archive.extraction.answer import BlockKind as K


@dataclass(frozen=True, slots=True)
class Sign:
    """What an element says about everything inside it."""

    kind: K
    words: str  # what says it: “class related-posts”, “<nav>”
    near: bool = False  # says it only about what is close by


# Words of class names and ids. Two words in a row ("read more") are looked up before either alone.
TOKENS: Final[dict[K, str]] = {
    K.RELATED: """
        related relatedarticle relatedarticles relatednews relatedposts relatedcontent relateds similar see-also
        also-read read-also readalso alsoread read-more readmore more-on you-may also-like may-like yarpp
        jp-relatedposts recirc recirculation crosslink related-links further-reading inline-related leggi-anche
        lire-aussi article-link verwandt mehr-zum
        """,
    K.TEASERS: """
        teaser teasers teaserlist most-read mostread most-popular mostpopular popular trending latest latest-news
        recent recent-posts recentposts recommended recommendations recommendation recommend outbrain taboola
        latestnews morenews more-news topnews top-news top-stories topstories readnext read-next upnext up-next
        up-prev-next moreposts more-articles more-stories newslist news-list postlist post-list articlelist
        article-list carousel headlines ticker newsticker storylist story-list postgrid post-grid widget-posts
        posts-widget promoted-stories zergnet revcontent mgid ob-widget trc flying-carpet tease blogroll
        """,
    K.NEWSLETTER: """
        newsletter newsletters signup sign-up newslettersignup mailchimp mc4wp subscribe-form email-signup nl-signup
        optin opt-in mailing
        """,
    K.SHARE: """
        share shares sharing sharebar share-bar sharebuttons share-buttons sharedaddy addtoany addthis socialshare
        social-share shareaholic sharethis sociallinks social-buttons socialbuttons sharelinks sharetools
        share-tools heateor jetpack-likes a2a toolbar tools article-tools articletools article-actions print-link
        printlink utilities
        """,
    K.FOLLOW: """
        follow followus follow-us connect social-follow socialfollow social socials social-media socialmedia
        social-links social-icons
        """,
    K.COMMENTS: """
        recentcomments recent-comments comment comments commentlist comment-list commentform comment-form
        comments-area commentsarea disqus respond discussion fb-comments commento coral livefyre spot-im openweb
        kommentare commentaires comentarios commenti reacties
        """,
    K.BREADCRUMB: """
        breadcrumb breadcrumbs crumb crumbs breadcrumblist yoast-breadcrumb rank-math-breadcrumb
        """,
    K.NAVIGATION: """
        nav navbar navigation menu mainmenu main-menu megamenu mega-menu submenu sub-menu sitenav topnav subnav navi
        offcanvas off-canvas menubar topbar top-bar masthead siteheader site-header skip-link skiplink sitemap
        searchform search-form search hamburger langswitch language-switcher toc table-of-contents tableofcontents
        ez-toc
        """,
    K.PAGINATION: """
        nav-previous nav-next article-nav post-nav story-nav entry-nav pagination pager pagenav page-numbers
        pagenumbers wp-pagenavi paging post-navigation nav-links page-links nextprev prev-next prevnext next-prev
        """,
    K.FOOTER: """
        footer sitefooter site-footer colophon footer-widgets bottombar page-footer fusszeile globalfooter
        """,
    K.CONSENT: """
        cookie cookies consent gdpr cmp onetrust cookiebar cookie-banner cookiebanner cookieconsent cookielaw
        privacy-banner didomi usercentrics cookieyes cookie-notice quantcast sp-message ccpa trustarc embed-consent
        """,
    K.ADVERT: """
        ad ads advert adverts advertisement advertising advertorial adsbygoogle adslot ad-slot adunit ad-unit
        adcontainer ad-container adbox adsense dfp banner-ad adwrapper ad-wrapper sponsor sponsored sponsors
        google-ad werbung anzeige publicidad pubblicita reklama banner ad-label adlabel dianomi inarticle-ad
        billboard leaderboard
        """,
    K.PAYWALL: """
        paywall pay-wall paywalled regwall registration-wall subscriber-only premium-wall piano tp-modal meter
        metered subscribe-wall subscriptionwall gate gated
        """,
    K.PROMO: """
        promo promos promotion promobox promotional cta call-to-action calltoaction callout donate donation
        donations support-us membership subscribe subscription subscriptions app-promo appbanner app-banner
        marketing upsell download-app podcast-promo whatsapp-promo google-news googlenews eventpromo
        """,
    K.BIO: """
        author-bio authorbio author-box authorbox about-author aboutauthor author-description author-card authorcard
        author-profile bio biography contributor-bio author-details author-desc abh-box saboxplugin m-a-box
        author-block writer-bio
        """,
    K.BYLINE: """
        author-info authorinfo byline bylines author authors post-author entry-author article-author writer
        contributor contributors vcard autor auteur reporter article-byline signature
        """,
    K.DATELINE: """
        date dateline time timestamp published publish-date publishdate pubdate pub-date post-date postdate
        entry-date article-date datetime dateinfo date-published datepublished datemodified last-updated updated
        modified posted-on publication-date reading-time readtime read-time readingtime datum
        """,
    K.CAPTION: """
        caption captions figcaption wp-caption-text wp-caption image-caption imagecaption photo-caption photocaption
        img-caption media-caption caption-text picture-caption bildunterschrift gallery-caption pie-foto legende
        imagedesc image-description
        """,
    K.CREDIT: """
        credit credits photo-credit photocredit image-credit imagecredit copyright-image image-source photographer
        attribution image-copyright picture-credit bildnachweis imagecopyright caption-credit media-credit
        photo-source image-author
        """,
    K.TAGS: """
        tag tags taglist tag-list tagcloud tag-cloud tags-links post-tags posttags article-tags articletags
        entry-tags topics topic-list topiclist keywords tag-links related-topics hashtags cat-links post-categories
        entry-categories article-topics
        """,
    K.LEGAL: """
        copyright legal disclaimer disclaimers terms imprint impressum disclosure rights-reserved copyrights
        copyright-notice
        """,
    K.EMBED: """
        twitter-tweet twitter-video tweet instagram-media instagram tiktok-embed fb-post facebook-post bluesky-embed
        reddit-embed embed-tweet mastodon-embed telegram-post embedded-post social-embed socialembed pinterest-embed
        twitter
        """,
    K.PLAYER: """
        player videoplayer video-player audioplayer audio-player jwplayer video-js vjs brightcove jw-player
        mediaplayer media-player podcast-player listen audio-article readspeaker beyondwords text-to-speech speech
        trinity
        """,
    K.HIDDEN: """
        visually-hidden visuallyhidden sr-only screen-reader-text screenreader u-hidden noscreen screen-reader
        a11y-hidden
        """,
}

# Tokens that also name the body or a page's frame on some sites: believed only on the block itself or right above it.
_NEAR: Final = """
    popular latest recent search time date updated social connect tools tag tags author authors subscription
    subscribe twitter instagram terms legal carousel listen banner similar discussion gate meter bio support-us
    share published modified speech topics player featured contributor sponsored sponsor promo recommended related
    teaser tease headlines toolbar article-link menu respond consent premium-wall
    """
_NEAR_ONLY: Final = frozenset(_NEAR.split())
_ROLES: Final = {
    "navigation": K.NAVIGATION,
    "banner": K.NAVIGATION,
    "search": K.NAVIGATION,
    "contentinfo": K.FOOTER,
    "menu": K.NAVIGATION,
    "menubar": K.NAVIGATION,
    "toolbar": K.SHARE,
}
_ITEMPROPS: Final = {
    "author": K.BYLINE,
    "datepublished": K.DATELINE,
    "datemodified": K.DATELINE,
    "caption": K.CAPTION,
    "copyrightholder": K.CREDIT,
    "keywords": K.TAGS,
    "breadcrumb": K.BREADCRUMB,
    "comment": K.COMMENTS,
    "headline": K.TITLE,
    "publisher": K.LEGAL,
    "creditline": K.CREDIT,
    "commentcount": K.COMMENTS,
}
_TAGS: Final = {
    "nav": K.NAVIGATION,
    "footer": K.FOOTER,
    "figcaption": K.CAPTION,
    "h1": K.TITLE,
    "time": K.DATELINE,
    "amp-ad": K.ADVERT,
    "button": K.OTHER,
    "label": K.OTHER,
    "form": K.OTHER,
    "dialog": K.PROMO,
    "menu": K.NAVIGATION,
    "address": K.BYLINE,
}

_BY_TAG: Final = {tag: Sign(kind, f"<{tag}>", near=kind is K.OTHER) for tag, kind in _TAGS.items()}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PARTS = re.compile(r"[^\W_]+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
# WordPress gives the element of an article the names of its tags: “type-post hentry tag-travel category-promo”.
_POST: Final = frozenset({"hentry", "type-post", "status-publish"})
_TERMS: Final = ("tag-", "category-")
_HASHED = re.compile(r"\d")


def sign(tag: str, given: Mapping[str, str]) -> Sign | None:
    """Return what an element's tag and attributes say about its contents, or None."""
    if given:
        classes, identifier = given.get("class", ""), given.get("id", "")
        if (classes or identifier) and (found := _from_names(classes, identifier)):
            return found
        role, itemprop = given.get("role", ""), given.get("itemprop", "")
        if (role or itemprop) and (found := _from_semantics(role, itemprop)):
            return found
    return _BY_TAG.get(tag)


def hidden(given: Mapping[str, str]) -> bool:
    """Whether an element with these attributes is not shown: `hidden`, or a style that takes it off the page."""
    style = given.get("style")
    return "hidden" in given or bool(style and _HIDDEN_STYLE.search(style))


@lru_cache(maxsize=20_000)
def _from_names(classes: str, identifier: str) -> Sign | None:
    first: Sign | None = None
    for label, names in (("class", classes), ("id", identifier)):
        given = names[:400].split()
        of_post = not _POST.isdisjoint(given)
        for name in given:
            if of_post and name.startswith(_TERMS):
                continue
            found = _from_name(name)
            if found is None:
                continue
            sign = Sign(found[0], f"{label} “{name[:60]}”", found[1] in _NEAR_ONLY)
            if sign.kind is not K.NAVIGATION:  # “navigation post-navigation”: the second says more
                return sign
            first = first or sign
    return first


@lru_cache(maxsize=20_000)
def _from_name(name: str) -> tuple[K, str] | None:
    """Return the kind one class name or id stands for, and the token that says so."""
    if len(name) > 80 or name.startswith(("has-", "is-", "no-", "with-", "without-", "js-", "hide-", "type-")):
        return None
    words = _PARTS.findall(name if name.islower() else _CAMEL.sub("-", name).lower())
    pairs = [f"{first}-{second}" for first, second in pairwise(words)]
    for token in (*pairs, *(words if len(words) < 5 else ())):
        kind = _INDEX.get(token)
        if kind is not None and not _negated(words, token):
            return kind, token
    return None


def _negated(words: list[str], token: str) -> bool:
    """“page-with-sidebar-ads” and the like: names of a layout, not of a part."""
    return token in {"tag", "author", "ad", "search", "date"} and words[0] in {
        "page",
        "single",
        "body",
        "layout",
        "category",
    }


@lru_cache(maxsize=2_000)
def _from_semantics(role: str, itemprop: str) -> Sign | None:
    if role.lower() in _ROLES:
        return Sign(_ROLES[role.lower()], f"role “{role}”")
    for name in itemprop.lower().split():
        if name in _ITEMPROPS:
            return Sign(_ITEMPROPS[name], f"itemprop “{itemprop}”")
    return None


_INDEX: Final[dict[str, K]] = {}
for _kind, _names in TOKENS.items():
    for _name in _names.split():
        _INDEX.setdefault(_name, _kind)
