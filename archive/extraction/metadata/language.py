"""The language a page is written in: as it declares, or else by its script and its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from archive.extraction.metadata.jsonld import Node
from archive.extraction.metadata.signals import Signals

MAX_WORDS = 3_000

_TAG = re.compile(r"^\s*([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*\s*(?:[,;].*)?$", re.I)
_NAMED = {
    "english": "en",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "spanish": "es",
    "italian": "it",
    "russian": "ru",
    "iw": "he",
    "in": "id",
    "jp": "ja",
    "cz": "cs",
    "gr": "el",
    "dk": "da",
    "ua": "uk",
    "us": "en",
    "kr": "ko",
    "nb": "no",
    "nn": "no",
    "cn": "zh",
}
# Scripts written by one language in the main; Latin, Cyrillic and Arabic are told apart by words.
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
)
_WORDS = {
    "en": "the of and to in is that for with was on are this have from by it he be",
    "de": "der die das und ist nicht von mit den ein eine für auf sich dem des auch es im zu",
    "fr": "le la les des et est une dans pour que qui sur pas par plus avec du ce il au",
    "es": "el la los las que de en y por con para una se del es su al lo como más",
    "pt": "o os as que de em e do da para com uma não por dos das se ao na no mais",
    "it": "il di che la per un una non sono con del della è anche si da nel gli le ha",
    "nl": "de het een van en in is dat op te voor met zijn niet aan er ook door werd naar",
    "sv": "och att det som en är på för med den av till inte har om ett de var från vi",
    "da": "og at det som en er på for med den af til ikke har om et de var fra der",
    "no": "og at det som en er på for med den av til ikke har om et de var fra ble",
    "fi": "ja on ei että se oli mutta hän kun myös ovat joka sen mukaan ole kuin tai ne vuoden jo",
    "pl": "w i na z się że nie do to jest o jak po co przez dla od za są był",
    "cs": "a se na je že v to s z do jako pro by ve které jsou od byl však také",
    "sk": "a sa na je že v to s z do ako pre by vo ktoré sú od bol však aj",
    "hu": "a az és hogy nem is egy van meg csak ez már mint de volt el ki még azt lesz",
    "ro": "și în de la a pe cu nu că din este care mai pentru sunt fi au o un ce",
    "hr": "i u je da na se su za od koji nije što kao to iz bi će s ali",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi en kadar sonra ne o var mi ise",
    "id": "yang dan di dengan untuk ini itu dari pada tidak dalam akan adalah ke oleh juga telah karena bahwa ada",
    "vi": "và của là có trong được cho với không các những một đã này người khi đến về từ như",
    "sw": "na ya wa kwa katika ni la za hiyo kuwa hii yake huo pia amesema cha vya kama lakini wake",
    "ru": "и в не на что с он как по это из за к но от его для о был также",
    "uk": "і в не на що з він як по це та за до але від його для про був також",
    "bg": "и в не на че с той като по това от за се да са ще при до е след",
    "sr": "и у је да на се су за од који није што као то из би ће с али са",
    "ar": "في من على إلى أن التي عن مع هذا ما لا كان هذه الذي وقد بعد بين كما قال أو",
    "fa": "در به از که این را با است برای آن یک تا خود شد های کرد شده اما بر هم",
    "ur": "کے کی میں ہے کہ سے کا اور کو نے پر ہیں یہ اس نہیں بھی کر تھا ایک لیے",
}
_STOP = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")


def declared(signals: Signals, articles: list[Node]) -> str:
    """Return the primary tag (BCP 47, lower case) that the page declares, or ""."""
    claims = [
        signals.language,
        signals.first("og:locale"),
        signals.first("content-language", "language", "dc.language", "dcterms.language", "inlanguage"),
    ]
    claims += [str(node.get("inLanguage") or "")[:40] for node in articles[:2]]
    return next((tag for claim in claims if (tag := primary(claim))), "")


def primary(claim: str) -> str:
    """Return the primary tag of a language claim: "de" of "de-AT", "de_AT" and "German"; "" of anything else."""
    claim = claim.strip().lower()[:40]
    found = _TAG.match(claim)
    tag = _NAMED.get(claim) or (_NAMED.get(found[1].lower(), found[1].lower()) if found else "")
    return "" if tag in ("und", "mul", "zxx") else tag


def detected(text: str) -> str:
    """Return the primary tag of the language a text reads like, or "" where too little tells."""
    sample = text[:20_000]
    letters = sum(map(str.isalpha, sample))
    for language, script in _SCRIPTS:
        if letters and sum(1 for _ in script.finditer(sample)) > letters * (0.05 if language == "ja" else 0.3):
            return language
    words = Counter(word.lower() for word in islice((found[0] for found in _WORD.finditer(sample)), MAX_WORDS))
    total = sum(words.values())
    scores = {language: sum(words[word] for word in stop) for language, stop in _STOP.items()}
    best = max(scores, key=lambda language: scores[language])
    return best if total >= 20 and scores[best] >= total * 0.08 else ""
