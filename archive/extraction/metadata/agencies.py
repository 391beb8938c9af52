"""News agencies by name: a byline may name one beside people, or instead of them."""

from __future__ import annotations

import re

_NAMES = """
    reuters | ap | associated press | the associated press | afp | agence france-presse | agence france presse | dpa
    deutsche presse-agentur | dpa-afx | apa | austria presse agentur | epd | kna | sid | sport-informations-dienst
    dapd | ddp | ots | keystone-sda | sda | keystone | ats | awp | ansa | adnkronos | agi | askanews | lapresse
    efe | ep | europa press | lusa | agência lusa | agencia efe | pap | ctk | čtk | tasr | sita | mti | agerpres
    bta | hina | srna | tanjug | beta | fena | sta | ria novosti | риа новости | tass | тасс | интерфакс | interfax
    itar-tass | укринформ | ukrinform | unian | belta | anadolu ajansı | anadolu agency | aa | dha | iha | ritzau
    ntb | tt | tt-ritzau | tidningarnas telegrambyrå | stt | fnb | bns | leta | elta | anp | belga | belgaimage
    xinhua | 新华社 | 新华网 | 中新社 | 中新网 | 央视新闻 | kyodo | kyodo news | 共同 | 共同通信 | 時事通信 | 時事 
    jiji press | yonhap | 연합뉴스
    뉴시스 | 뉴스1 | pti | press trust of india | ani | ians | uni | bernama | antara | vna | ttxvn | aap
    australian associated press | canadian press | the canadian press | la presse canadienne | pa | pa media
    press association | pa news agency | upi | bloomberg | dow jones | dow jones newswires | agência brasil
    agencia brasil | agência estado | estadão conteúdo | télam | telam | notimex | prensa latina | ansa brasil | nan
    news agency of nigeria | sapa | apa-ots | apps | map | aps | mena | wam | spa | irna | wafa | jta | cnn wire
    cnn newsource | ap news | reuters staff | afp deutschland
"""

AGENCIES = frozenset(name.strip() for line in _NAMES.split("\n") for name in line.split("|") if name.strip())
_PREFIX = re.compile(r"^(?:the|die|der|agence|agencia|agenzia|agência|agentur|agencja)\s+")


def is_agency(name: str) -> bool:
    """Whether a name, in any case, is that of a news agency."""
    folded = " ".join(name.casefold().replace("/", " ").split()).strip(" .()")
    return folded in AGENCIES or _PREFIX.sub("", folded) in AGENCIES
