"""What a house says of itself and of the law: advertising, offers, walls, consent, notices."""

from __future__ import annotations

from typing import Final

from archive.extraction.answer import BlockKind as K

WHOLE: Final[dict[K, str]] = {
    K.ADVERT: """
        sponsored ad | advertisement | advertisements | advertising | ad | ads | sponsored | sponsored content
        paid content | paid post | promoted | article continues below advertisement
        story continues below advertisement | continue reading below | ad feedback
        advertisement - scroll to continue | advertisement - story continues below | remove ads | why this ad
        presented by | anzeige | werbung | advertorial | gesponsert | - anzeige - | publicité | annonce | sponsorisé
        contenu sponsorisé | la suite après cette publicité | la suite après la publicité | publicidad | anuncio
        patrocinado | contenido patrocinado | pubblicità | annuncio pubblicitario | contenuto sponsorizzato
        publicidade | continua após a publicidade | continua depois da publicidade | anúncio | advertentie
        gesponsord | реклама | на правах рекламы | промо | реклама на сайте | reklama | artykuł sponsorowany
        materiał sponsorowany | annons | reklame | annonse | hirdetés | publicitate | mainos | διαφήμιση | إعلان
        إعلانات | اعلان | פרסומת | آگهی | تبلیغات | विज्ञापन | 广告 | 廣告 | 広告 | pr | [pr] | 광고 | quảng cáo
        iklan
        """,
    K.PROMO: """
        download the app | download our app | get the app | get our app | support us | support our journalism | donate
        donate now | become a member | join now | try it free | start your free trial | listen now | watch now
        learn more | buy now | shop now | jetzt abonnieren | app herunterladen | jetzt spenden | mitglied werden
        mehr erfahren | soutenez-nous | faire un don | je m'abonne | s'abonner | hazte socio | apóyanos | dona
        abbonati | sostienici | apoie | assine já | doneer | word abonnee | поддержать | поддержите нас | підтримати
        підтримайте нас | wesprzyj nas | støtt oss | ادعمنا | 下载app | 打开app | アプリで読む
        """,
    K.CONSENT: """
        privacy overview | always enabled | always active | necessary cookies | strictly necessary | immer aktiv
        accept | accept all | accept cookies | accept all cookies | reject all | cookie settings | manage cookies
        manage preferences | privacy settings | cookie preferences | we value your privacy | i agree | got it
        alle akzeptieren | akzeptieren | zustimmen | alle ablehnen | cookie-einstellungen | einstellungen verwalten
        tout accepter | accepter | tout refuser | continuer sans accepter | paramétrer | aceptar | aceptar todo
        rechazar todo | configurar cookies | accetta | accetta tutto | rifiuta | aceitar | aceitar todos
        alles accepteren | weigeren | принять | принять все | прийняти | akceptuję | akceptuj wszystkie | zgadzam się
        godkänn | godta alle | accepter alle | 同意 | 接受 | 同意する | موافق | قبول
        """,
    K.LEGAL: """
        terms of use | terms of service | privacy policy | privacy notice | imprint | disclaimer | corrections
        our standards | our standards: the thomson reuters trust principles | copyright | all rights reserved
        impressum | datenschutz | agb | nutzungsbedingungen | mentions légales | politique de confidentialité
        tous droits réservés | aviso legal | política de privacidad | todos los derechos reservados | note legali
        tutti i diritti riservati | riproduzione riservata | © riproduzione riservata | política de privacidade
        todos os direitos reservados | alle rechten voorbehouden | все права защищены | усі права захищені
        wszelkie prawa zastrzeżone | جميع الحقوق محفوظة | 版权所有 | 版權所有 | 无断转载禁止 | 無断転載禁止
        無断転載を禁じます | 著作権について | 무단전재 및 재배포 금지
        """,
}

OPENING: Final[dict[K, str]] = {
    K.ADVERT: """
        article continues after | article continues below | story continues below | story continues after
        advertisement - | this content is sponsored | paid for by | der artikel wird nach | nach der anzeige
        lesen sie weiter nach | la suite après cette | continúa tras la publicidad | continua después de la publicidad
        continua dopo la pubblicità | continua após a | продолжение после рекламы | dalsza część artykułu pod
        dalszy ciąg materiału pod | artikkelen fortsetter under | artikeln fortsätter efter
        artiklen fortsætter efter | artikel gaat verder onder | lees verder onder de advertentie | (adsbygoogle
        """,
    K.PROMO: """
        download the | download our | get the app | support our | support independent | help us | donate to
        become a member | if you enjoyed | if you like | listen to the | listen to our | watch the | click here to
        click here for | got a tip | have a tip | do you have a story | send us your | email us at | contact us at
        for more information | to learn more | for more news | for the latest | read all about | buy now
        unterstützen sie | laden sie | hören sie | jetzt testen | nutzen sie | haben sie | die wichtigsten nachrichten
        alle aktuellen | alles wichtige | soutenez | téléchargez | écoutez | retrouvez | descarga | apoya | escucha
        haz clic | scarica | sostieni | ascolta | baixe | apoie | ouça | clique | download de | steun | beluister
        поддержите | скачайте | слушайте | подробнее | підтримайте | завантажте | слухайте | більше новин | wesprzyj
        pobierz | posłuchaj | masz ciekawy | ladda ner | last ned | för mer | حمل تطبيق | لمتابعة | 下载 | 扫描 | 下載
        加入 | アプリ
        """,
    K.PAYWALL: """
        subscribe to read | subscribe to continue | to continue reading | this article is for subscribers
        this content is for subscribers | already a subscriber | already have an account | you have reached your limit
        you've reached your | log in to read | sign in to continue | register to continue | read the full story
        create a free account | this article is reserved | jetzt weiterlesen | weiterlesen mit | dieser artikel ist
        sie haben bereits ein abo | bereits abonnent | mit plus weiterlesen | cet article est réservé
        article réservé aux abonnés | il vous reste | la suite est réservée | déjà abonné
        este contenido es exclusivo | contenido exclusivo para | suscríbete para seguir | ya soy suscriptor
        questo contenuto è riservato | contenuto riservato | sei già abbonato | conteúdo exclusivo para assinantes
        já é assinante | alleen voor abonnees | dit artikel is exclusief | al abonnee | материал доступен
        чтобы прочитать | доступно за підпискою | ten artykuł jest dostępny | pozostało | masz już subskrypcję
        det här är en låst | artikeln är för prenumeranter | denne saken er for abonnenter | このコンテンツは有料
        この記事は有料 | 有料会員限定 | 残り | 会員限定 | 本文为付费 | 订阅后 | هذا المحتوى للمشتركين
        """,
    K.CONSENT: """
        we use cookies | this site uses cookies | this website uses cookies | by continuing to | by clicking accept
        we and our partners | we care about your privacy | we value your privacy | wir verwenden cookies
        diese website verwendet | mit ihrer zustimmung | wir und unsere partner | wir benötigen ihre zustimmung
        empfohlener externer inhalt | empfohlener redaktioneller inhalt | an dieser stelle finden sie
        ich bin damit einverstanden, dass | nous utilisons des cookies | nous et nos partenaires | ce site utilise
        en poursuivant | ce contenu n'a pas pu | utilizamos cookies | usamos cookies | este sitio web utiliza
        nosotros y nuestros | questo sito utilizza | utilizziamo i cookie | noi e i nostri | este site utiliza
        nós e nossos | wij gebruiken cookies | deze website gebruikt | wij en onze partners | мы используем
        сайт использует | ми використовуємо | ta strona używa | używamy plików cookie | vi använder | vi bruker
        vi bruger | نستخدم ملفات | يستخدم هذا الموقع | 当サイトでは | 本网站使用 | 本網站使用
        """,
    K.LEGAL: """
        copyright © | copyright ( | (c) 20 | all rights reserved | terms of use | privacy policy
        this material may not be | the views expressed | opinions expressed | this article was originally published
        our standards: | alle rechte vorbehalten | tous droits réservés | todos los derechos | tutti i diritti
        todos os direitos | alle rechten | все права | усі права | wszelkie prawa | جميع الحقوق | כל הזכויות | 版权
        版權 | ©️ | 未经授权 | 本文来源 | 無断転載 | 저작권자 | ⓒ
        """,
}
