"""What the site is made of around an article: menus, tags, pages, players and embedded posts."""

from __future__ import annotations

from typing import Final

from archive.extraction.answer import BlockKind as K

WHOLE: Final[dict[K, str]] = {
    K.NAVIGATION: """
        home | menu | search | skip to content | skip to main content | back to top | to top | top | close | open menu
        toggle navigation | log in | login | sign in | my account | account | register | all news | sections | live tv
        watch live | e-paper | epaper | shop | startseite | menü | suche | suchen | zum inhalt springen | nach oben
        schließen | anmelden | mein konto | registrieren | zurück | accueil | rechercher | aller au contenu
        haut de page | fermer | se connecter | connexion | mon compte | retour | inicio | buscar | ir al contenido
        cerrar | iniciar sesión | mi cuenta | volver | cerca | vai al contenuto | chiudi | accedi | início
        pular para o conteúdo | fechar | entrar | zoeken | naar de inhoud | sluiten | inloggen | главная | поиск
        меню | войти | вход | наверх | закрыть | головна | пошук | увійти | вхід | вгору | закрити | strona główna
        szukaj | zaloguj się | zaloguj | zamknij | do góry | sök | logga in | stäng | søk | logg inn | hledat
        přihlásit | ana sayfa | arama | giriş yap | αρχική | αναζήτηση | الرئيسية | بحث | القائمة | تسجيل الدخول
        إغلاق | חיפוש | ראשי | جستجو | خانه | 首页 | 搜索 | 登录 | 菜单 | 首頁 | 搜尋 | 登入 | ホーム | 検索
        ログイン | メニュー | トップ | 홈 | 검색 | 로그인
        """,
    K.TAGS: """
        related topics | tags | tag | topics | topic | keywords | filed under | tagged | in this article
        related topics: | schlagwörter | schlagworte | themen | themen in diesem artikel | mots-clés | mots clés
        étiquettes | thèmes | sujets | temas | etiquetas | palabras clave | archivado en | temi | argomenti
        etichette | assuntos | tópicos | onderwerpen | trefwoorden | теги | метки | темы | мітки | теми | tagi
        tematy | słowa kluczowe | ämnen | emneord | emner | štítky | témata | címkék | etichete | etiketler | ετικέτες
        الوسوم | كلمات مفتاحية | الكلمات الدلالية | כלי תגיות | תגיות | برچسب‌ها | 标签 | 关键词 | 標籤 | 關鍵字
        タグ | キーワード | 태그 | từ khóa
        """,
    K.PAGINATION: """
        show more show less | zobrazit vše | alle anzeigen | next | previous | prev | next page | previous page
        next article | previous article | next post | previous post | newer posts | older posts | load more
        show more | view all | see all | more | all | next » | « previous | weiter | nächste seite | vorherige seite
        nächster artikel | vorheriger artikel | mehr laden | mehr anzeigen | suivant | précédent | page suivante
        article suivant | article précédent | voir plus | voir tout | siguiente | anterior | página siguiente
        artículo siguiente | artículo anterior | ver más | ver todo | cargar más | successivo | precedente
        pagina successiva | articolo successivo | articolo precedente | mostra altro | carica altri | próximo
        próxima página | ver mais | carregar mais | volgende | vorige | toon meer | далее | назад | следующая
        предыдущая | показать еще | показать ещё | загрузить еще | далі | попередня | наступна | показати ще
        następny | poprzedni | następna strona | pokaż więcej | nästa | föregående | neste | forrige | další
        předchozí | sonraki | önceki | επόμενο | προηγούμενο | التالي | السابق | المزيد | الصفحة التالية | הבא | הקודם
        بعدی | قبلی | 下一页 | 上一页 | 下一篇 | 上一篇 | 查看更多 | 加载更多 | 下一頁 | 上一頁 | 次へ | 前へ
        次のページ | もっと見る | 次ページ | 前ページ | 다음 | 이전 | 더보기
        """,
    K.PLAYER: """
        play | play video | watch | watch video | video | audio | unmute | mute | loading... | loading | full screen
        fullscreen | pause | your browser does not support the video tag
        your browser does not support the audio element | video player is loading | current time 0:00 | duration 0:00
        video abspielen | video starten | lire la vidéo | ver vídeo | reproducir | riproduci video | video afspelen
        смотреть видео | дивитися відео | odtwórz | zobacz wideo | spela upp | شاهد الفيديو | 播放 | 播放视频
        動画を再生 | 再生
        """,
}

OPENING: Final[dict[K, str]] = {
    K.TAGS: """
        tags: | tag: | topics: | filed under | tagged: | tagged with | tagged in | keywords: | more on:
        in this article: | related topics: | categories: | category: | posted in | schlagwörter: | schlagworte:
        themen: | stichwörter: | mots-clés : | mots clés : | tags : | thèmes : | etiquetas: | temas: | archivado en:
        palabras clave: | argomenti: | temi: | assuntos: | tópicos: | onderwerpen: | теги: | метки: | темы:
        ключевые слова: | мітки: | теми: | tagi: | tematy: | słowa kluczowe: | ämnen: | emner: | štítky: | etiketler:
        الوسوم: | كلمات مفتاحية | תגיות: | برچسب‌ها: | 标签： | 关键词： | 標籤： | 關鍵字： | タグ： | キーワード：
        태그:
        """,
    K.EMBED: """
        view this post on instagram | a post shared by | ein beitrag geteilt von | une publication partagée par
        una publicación compartida | un post condiviso da | uma publicação | een bericht gedeeld door | публикация от
        допис, поширений | post udostępniony przez | ett inlägg delat av | et innlegg delt av | et opslag delt af
        この投稿をinstagramで見る | sieh dir diesen beitrag | voir cette publication | ver esta publicación
        visualizza questo post | ver essa foto | dit bericht op instagram | посмотреть эту публикацию
        переглянути цей допис | wyświetl ten post | visa detta inlägg | se dette innlegget | via @ | — @
        pic.twitter.com | this video cannot be played | external content
        """,
}
