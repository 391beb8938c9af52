"""Pages shown in place of the one that was asked for: challenges, consent walls, errors, paywalls, old browsers.

Each rule wants little other text on the page, so that an article *about* a paywall or an error stays an article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.extraction.answer import Metadata, PageKind
from archive.extraction.blocks import Block
from archive.extraction.metadata import Said

MAX_BLOCKS = 400
MAX_TEXT = 20_000  # characters searched for phrases

_CHALLENGE = re.compile(
    r"verify(?:ing)? (?:that )?you are (?:a )?human|are you a (?:robot|human)\b|i'?m not a robot|not a (?:ro)?bot\b"
    r"|checking (?:if the site connection is secure|your browser)|enable javascript and cookies to continue"
    r"|unusual (?:traffic|activity) from your|complete the (?:security check|captcha)|ddos protection by"
    r"|pardon our interruption|access to this page has been denied|request unsuccessful\. incapsula|press (?:&"
    r"|and) hold"
    r"|needs to review the security of your connection|performing security verification"
    r"|kein roboter|sie ein mensch sind|browser wird überprüft|sicherheitsüberprüfung"
    r"|que vous êtes (?:un )?humain|pas un robot|vérification de (?:votre navigateur|sécurité)"
    r"|que eres (?:un )?humano|no (?:eres|soy) un robot|que você é humano|não (?:é|sou) um robô"
    r"|di essere (?:un )?(?:essere )?uman|non sono un robot|dat u een mens bent|geen robot"
    r"|nie jesteś robotem|вы не робот|не робот|проверка браузера|robot olmadığını"
    r"|人机验证|安全验证|请完成验证|私はロボットではありません|ロボットではない|로봇이 아닙니다|لست روبوت"
)
_BROWSER = re.compile(
    r"(?:your|this|the) (?:web )?browser (?:is (?:not|no longer) supported|is (?:out of date|outdated|too old)"
    r"|isn'?t supported)"
    r"|unsupported browser|browser not supported|(?:please )?(?:enable|turn on|activate) javascript"
    r"|javascript is (?:disabled|required)"
    r"|(?:requires|needs) javascript|update your browser|upgrade your browser"
    r"|browser wird nicht (?:mehr )?unterstützt|(?:veralteter|ihr) browser (?:ist )?veraltet|browser ist veraltet"
    r"|veralteter browser"
    r"|(?:bitte )?aktivieren sie javascript|javascript (?:ist )?(?:deaktiviert|aktivieren)"
    r"|navigateur n'est (?:pas|plus) (?:pris en charge|supporté|compatible)|navigateur obsolète|activer javascript"
    r"|navegador no (?:es compatible|está soportado)|navegador obsoleto|(?:active|habilite|activar) javascript"
    r"|navegador não (?:é compatível|é suportado|tem suporte)|(?:ative|habilite) o? ?javascript"
    r"|browser non (?:è )?supportato|abilita(?:re)? javascript|browser wordt niet (?:meer )?ondersteund"
    r"|przeglądarka nie jest (?:obsługiwana|wspierana)|włącz javascript|браузер (?:устарел|не поддерживается)"
    r"|включите javascript"
    r"|浏览器版本(?:过低|太低)|不支持您的浏览器|お使いのブラウザ|ブラウザはサポートされて|지원하지 않는 브라우저"
    r"|tarayıcınız desteklenmiyor"
)
_ERROR = re.compile(
    r"\b(?:error )?(?:404|410|403|500|502|503)\b|(?:page|article|story|content"
    r"|document)s? (?:could )?(?:is )?(?:was )?(?:not|cannot be|can'?t be) (?:found|available)"
    r"|page (?:doesn'?t|does not|no longer) exists?|can(?:no|')t find (?:the|that|this) page|not found"
    r"|nothing (?:was )?found|no longer available"
    r"|something went wrong|service (?:temporarily )?unavailable|internal server error|bad gateway|access denied"
    r"|this page isn'?t available"
    r"|nicht gefunden|existiert nicht(?: mehr)?|nicht (?:mehr )?(?:verfügbar|vorhanden|erreichbar)|fehler 404"
    r"|(?:page|article|contenu) (?:introuvable|inexistante?)|n'existe (?:pas|plus)|n'a pas été trouvée?|erreur 404"
    r"|(?:página|artículo|noticia) no (?:encontrad[ao]|existe|disponible)|no se (?:ha encontrado|encuentra|encontró)"
    r"|não (?:foi )?encontrad[ao]|página inexistente|pagina non (?:trovata|esiste)|non (?:è stata )?trovat[ao]"
    r"|niet gevonden|bestaat niet|hittades inte|finns inte|ikke funnet|blev ikke fundet|findes ikke|ei löyt[yn]"
    r"|sivua ei"
    r"|nie (?:została )?znalezion[oa]|nie istnieje|nenalezena|nebyla nalezena|nem található|nu a fost găsită"
    r"|не найден[ао]?|не существует|не знайдено|не существует|bulunamadı|δεν βρέθηκε"
    r"|页面不存在|找不到(?:页面|網頁)|未找到|見つかりません|찾을 수 없|غير موجودة|לא נמצא|not be found"
    r"|tidak ditemukan|không tìm thấy"
)
_CONSENT_TITLE = re.compile(
    r"before you continue|we value your privacy|your privacy|cookie (?:consent|settings|preferences)|consent"
    r"|privacy (?:gate|wall|choices)"
    r"|bevor sie fortfahren|zustimmung|einwilligung|datenschutz-?einstellungen|mit werbung|privatsphäre"
    r"|cookie-?einstellungen"
    r"|avant de continuer|votre vie privée|consentement|gestion des cookies|antes de continuar|tu privacidad"
    r"|su privacidad|consentimiento"
    r"|prima di continuare|la tua privacy|consenso|voordat je verdergaat|jouw privacy|toestemming|samtycke|samtykke"
    r"|twoja prywatność|szanujemy|zgoda|согласие|конфиденциальност|プライバシー|隐私|gizliliğiniz"
)
_CONSENT = re.compile(
    r"cookie|consent|gdpr|\bccpa\b|personal(?:i[sz]ed)? (?:data|ads|content)|our (?:\d+ )?partners"
    r"|legitimate interest|privacy|tracking"
    r"|einwilligung|zustimm|datenschutz|personenbezogen|unsere (?:\d+ )?partner|widerruf|berechtigtes interesse"
    r"|werbung und tracking"
    r"|témoins|consentement|données personnelles|nos (?:\d+ )?partenaires|vie privée|consentimiento|datos personales"
    r"|nuestros (?:\d+ )?socios|privacidad"
    r"|consenso|dati personali|nostri partner|dados pessoais|consentimento|toestemming|persoonsgegevens|samtycke"
    r"|personuppgifter|samtykke"
    r"|zgod[aęy]|danych osobowych|partnerz|согласи|персональн|çerez|kişisel veri|クッキー|同意|cookies"
)
_PAYWALL = re.compile(
    r"(?:subscribe|sign up|register|log ?in|sign in|become a (?:member|subscriber))\b.{0,40}\b(?:to (?:continue|keep"
    r"|read|unlock|view)|for (?:full|unlimited) access)"
    r"|(?:continue|keep) reading (?:with|for|by)|(?:only|exclusive(?:ly)?) (?:for|to"
    r"|available to) (?:our )?(?:subscribers|members)|subscriber[- ](?:only|exclusive)"
    r"|this (?:article|story|content) is (?:for|reserved|only)|already a (?:subscriber|member)\?|to read the (?:full"
    r"|rest)|unlock this (?:article|story)"
    r"|(?:diesen? )?(?:artikel|beitrag) (?:weiterlesen|freischalten)|weiterlesen mit|jetzt (?:abonnieren|weiterlesen"
    r"|testen)|nur für abonnenten|exklusiv für abonnent"
    r"|sie haben bereits ein abo|bereits abonnent|mit (?:plus|premium|\S{1,12}\+) (?:weiter)?lesen|abo abschließen"
    r"|réservé aux abonnés|abonnez-vous|déjà abonné|il (?:vous )?reste \d+ ?%|pour lire la suite|(?:solo|exclusivo"
    r"|contenido) (?:para|exclusivo para) (?:suscriptores|socios)|suscríbete"
    r"|para seguir leyendo|solo per (?:gli )?abbonati|abbonati per|contenuto riservato|exclusivo para assinantes"
    r"|assine para|já é assinante"
    r"|alleen voor abonnees|al abonnee|verder lezen|för prenumeranter|redan prenumerant|for abonnenter"
    r"|allerede abonnent|tilaajille|dla subskrybentów|dla prenumeratorów"
    r"|для подписчиков|оформите подписку|только для подписчик|有料会員限定|会員限定記事|残り[:：]?\s?\d+文字"
    r"|订阅后|会员专享|구독자 전용"
)


def interstitial(
    said: Said, metadata: Metadata, blocks: Sequence[Block], *, prose_words: int, kept_words: int
) -> tuple[PageKind, str] | None:
    """Return what stands in the way of the page and why one thinks so, or None where nothing does.

    `prose_words` are the words in sentences on the whole page, `kept_words` those of the body.
    """
    shown = [block.text.lower() for block in blocks[:MAX_BLOCKS]]
    words = sum(len(block.tokens) for block in blocks[:MAX_BLOCKS])
    heading = " | ".join([metadata.title, said.signals.title, *(one.text[:200] for one in said.signals.h1[:2])]).lower()
    text = "\n".join(one[:400] for one in shown)[:MAX_TEXT]
    return (
        _challenge(said, heading, text, words)
        or _browser(heading, text, words, prose_words)
        or _consent(metadata, heading, shown, words, kept_words)
        or _error(metadata, heading, text, prose_words)
        or _paywall(metadata, text, kept_words)
    )


def _challenge(said: Said, heading: str, text: str, words: int) -> tuple[PageKind, str] | None:
    if words > 250:
        return None
    found = _CHALLENGE.search(f"{heading}\n{text}")
    waits = re.search(
        r"just a moment|attention required|einen moment|un instant|un momento|security check|captcha", heading
    )
    if not found and not waits:
        return None
    phrase = (found or waits or [""])[0]
    return PageKind.BOT_CHALLENGE, f"asks for proof that a person is reading (“{phrase}”) and shows only {words} words"


def _browser(heading: str, text: str, words: int, prose_words: int) -> tuple[PageKind, str] | None:
    if words > 200 or prose_words > 120:
        return None
    found = _BROWSER.search(f"{heading}\n{text}")
    if not found:
        return None
    return PageKind.UNSUPPORTED_BROWSER, f"turns the browser away (“{found[0]}”) and shows only {words} words"


def _consent(
    metadata: Metadata, heading: str, shown: Sequence[str], words: int, kept_words: int
) -> tuple[PageKind, str] | None:
    if words > 3_000 or kept_words > 1_000 or metadata.published is not None:
        return None
    about = sum(len(one) for one in shown if _CONSENT.search(one))
    share = about / max(1, sum(map(len, shown)))
    titled = _CONSENT_TITLE.search(heading)
    if (titled and share > 0.3) or (share > 0.6 and kept_words < 400 and words > 15):
        named = f", headed “{titled[0]}”" if titled else ""
        return PageKind.CONSENT_WALL, f"{share:.0%} of its text asks for consent to cookies or tracking{named}"
    return None


def _error(metadata: Metadata, heading: str, text: str, prose_words: int) -> tuple[PageKind, str] | None:
    if prose_words > 200 or (metadata.published is not None and prose_words > 60):
        return None
    found = _ERROR.search(heading)
    opening = _ERROR.search(text[:600]) if prose_words < 60 else None
    said = found or (opening if len(text) < 1_500 else None)
    if not said or (found and len(heading) > 400):
        return None
    return PageKind.ERROR_PAGE, f"says “{said[0]}” and has only {prose_words} words in sentences"


def _paywall(metadata: Metadata, text: str, kept_words: int) -> tuple[PageKind, str] | None:
    declared = metadata.paywalled is True
    if not metadata.title or kept_words >= (150 if declared else 90) or not (declared or metadata.published):
        return None
    found = _PAYWALL.search(text)
    if not found and not declared:
        return None
    how = f"says “{found[0]}”" if found else "is declared not accessible for free"
    return PageKind.PAYWALL_STUB, f"{how} and shows only {kept_words} words of the article"
