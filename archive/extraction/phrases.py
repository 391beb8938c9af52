"""What newsrooms print around an article, in the languages they print it in: phrases that name a kind of block.

Three tables of phrases, all case-folded, all read through the functions below:
WHOLE: the block says this and nothing else. OPENING: a short block begins so. WITHIN: a short block holds it.
"""

from __future__ import annotations

import re
from typing import Final

from archive.extraction.answer import BlockKind as K

SHORT: Final = 160  # characters: a longer block is judged by where it stands, not by how it begins

WHOLE: Final[dict[K, str]] = {
    K.TEASERS: """
        other interesting articles | top headlines | more headlines | hoofdpunten | hlavní zprávy | vydali jsme
        hovedsaker | weitere informationen | 速報 | the latest news | latest news | latest | latest stories
        latest articles | latest posts | recent posts | recent stories | recent articles | recent news | top stories
        top news | more news | more stories | more articles | more from us | other news | other stories
        in other news | headlines | editors' picks | editor's picks | editors' choice | editor's choice | featured
        featured stories | our picks | must read | must reads | don't miss | most read | most popular | most viewed
        most shared | most commented | most watched | popular | popular posts | popular news | popular stories
        popular now | trending | trending now | trending stories | trending news | trending topics | di tendenza
        di tendenza/trending | breaking news | what to read next | read next | up next | next up | keep reading
        continue reading next | more to read | more in this section | stories for you | for you | recommended for you
        picked for you | you may have missed | around the web | from the web | sponsored stories | promoted stories
        today's top stories | the rundown | latest videos | neueste beiträge | neueste artikel | neueste nachrichten
        aktuelle nachrichten | aktuelles | aktuell | meistgelesen | meist gelesen | meistgelesene artikel
        am meisten gelesen | meistkommentiert | beliebte artikel | beliebt | topthemen | top-themen | top-artikel
        topmeldungen | weitere artikel | weitere meldungen | weitere nachrichten | weitere themen | mehr nachrichten
        mehr artikel | empfehlungen | empfehlungen der redaktion | empfohlene artikel | unsere empfehlungen
        das könnte sie auch interessieren | das könnte dich auch interessieren | lesetipps | les dernières actualités
        dernières actualités | dernières infos | derniers articles | dernières nouvelles | à la une | les plus lus
        les plus populaires | articles les plus lus | le plus lu | populaire | tendances | en continu | le fil info
        l'essentiel de l'actu | nos recommandations | recommandé pour vous | vous aimerez aussi | últimas noticias
        lo último | lo más leído | más leído | las más leídas | los más leídos | lo más visto | más noticias
        otras noticias | más vistas | destacados | tendencias | noticias destacadas | te recomendamos | recomendados
        le ultime notizie | ultime notizie | ultim'ora | ultimi articoli | più letti | i più letti | le più lette
        più lette | in evidenza | altre notizie | potrebbe interessarti | potrebbe interessarti anche
        ti potrebbe interessare | consigliati per te | últimas | mais lidas | mais lidos | as mais lidas
        mais notícias | em destaque | destaques | em alta | recomendado para você | populares | laatste nieuws
        meest gelezen | net binnen | meer nieuws | populair | uitgelicht | aanbevolen | последние новости
        главные новости | новости дня | популярное | самое читаемое | самое популярное | читаемое | лента новостей
        рекомендуем | новости партнеров | новости сми2 | останні новини | головні новини | популярне | найпопулярніше
        рекомендуємо | останні публікації | стрічка новин | новини дня | najnowsze | najnowsze wiadomości
        najpopularniejsze | najczęściej czytane | popularne | polecane | polecamy | ostatnie wpisy | więcej wiadomości
        senaste nytt | mest läst | mest lästa | siste nytt | mest lest | seneste nyt | mest læste | nejčtenější
        nejnovější | doporučujeme | legfrissebb | legolvasottabb | cele mai citite | ultimele știri | son dakika
        en çok okunanlar | çok okunanlar | günün manşetleri | öne çıkanlar | τελευταία νέα | δημοφιλή | ροή ειδήσεων
        آخر الأخبار | أحدث الأخبار | الأكثر قراءة | الأكثر مشاهدة | أخبار متعلقة | أهم الأخبار | مقترحات | اخترنا لك
        ذات صلة بالموضوع | החדשות האחרונות | הנקראות ביותר | הכי נקראות | عاجل | آخرین اخبار | پربازدیدترین
        پربیننده‌ترین | ताजा खबरें | ताज़ा ख़बरें | 最新新闻 | 最新消息 | 热门新闻 | 热门文章 | 热点新闻 | 推荐阅读
        热门推荐 | 点击排行 | 编辑推荐 | 最新文章 | 最新新聞 | 熱門新聞 | 熱門文章 | 推薦閱讀 | 編輯推薦 | 猜你喜欢
        最新ニュース | 新着ニュース | 新着記事 | アクセスランキング | 人気記事 | 人気の記事 | おすすめ記事 | 注目記事
        おすすめ | ランキング | 최신기사 | 최신 기사 | 인기기사 | 많이 본 뉴스 | 주요뉴스 | 추천기사 | tin mới nhất
        tin nổi bật | berita terbaru | terpopuler
        """,
    K.RELATED: """
        recommended articles | additional reading | learn more in our series | related | related articles
        related stories | related news | related posts | related content | related coverage | related links
        related reading | read also | also read | read more | see also | more on this | more on this story
        more on this topic | more on the subject | you may also like | you might also like | you may like
        you might like | recommended | recommended reading | similar articles | similar stories | read on
        further reading | more like this | from our archive | in this story | in depth | full coverage | also on
        dig deeper | lesen sie auch | lies auch | auch interessant | mehr zum thema | mehr dazu | zum thema
        zum weiterlesen | weiterlesen | verwandte artikel | verwandte themen | ähnliche artikel | siehe auch
        dazu passend | mehr aus dem ressort | weitere artikel zum thema | mehr zu diesem thema | passend dazu
        zugehörige artikel | hintergrund zum thema | lire aussi | à lire aussi | à lire | à lire également
        lire également | lire la suite | sur le même sujet | sur le même thème | articles liés | articles similaires
        voir aussi | pour aller plus loin | dans la même rubrique | lea también | lee también | leer también
        ver también | relacionado | relacionados | noticias relacionadas | artículos relacionados | más información
        te puede interesar | le puede interesar | también te puede interesar | más sobre este tema | leggi anche
        vedi anche | articoli correlati | correlati | leggi altro | potrebbe anche interessarti | per approfondire
        approfondimenti | leia também | leia mais | veja também | saiba mais | relacionadas | notícias relacionadas
        artigos relacionados | lees ook | lees meer | lees verder | gerelateerd | gerelateerde artikelen | zie ook
        meer over dit onderwerp | читайте также | читать также | по теме | материалы по теме | похожие новости
        смотрите также | читать далее | подробнее | читайте також | за темою | дивіться також | схожі новини
        читати далі | czytaj też | czytaj także | czytaj również | zobacz także | zobacz też | zobacz również
        przeczytaj także | przeczytaj też | powiązane | powiązane artykuły | więcej na ten temat | läs också | läs mer
        läs även | les også | les mer | læs også | læs mere | lue myös | čtěte také | přečtěte si také
        související články | související | citește și | citeste si | pročitajte još | olvasta már | kapcsolódó
        ilgili haberler | bunlar da ilginizi çekebilir | διαβάστε επίσης | σχετικά άρθρα | اقرأ أيضا | اقرأ أيضاً
        إقرأ أيضا | اقرأ المزيد | مواضيع ذات صلة | موضوعات متعلقة | أخبار ذات صلة | ذات صلة | شاهد أيضا
        لمزيد من التفاصيل | קראו גם | כתבות נוספות | بیشتر بخوانید | مطالب مرتبط | یہ بھی پڑھیں | यह भी पढ़ें
        相关新闻 | 相关阅读 | 相关文章 | 相关报道 | 延伸阅读 | 阅读更多 | 相關新聞 | 相關文章 | 延伸閱讀 | 相關報導
        更多新聞 | 関連記事 | 関連ニュース | あわせて読みたい | 続きを読む | こちらもおすすめ | 関連リンク | 관련기사
        관련 기사 | 함께 보면 좋은 기사 | tin liên quan | xem thêm | baca juga
        """,
    K.SHARE: """
        share | share this | share this article | share this story | share this post | share article | share story
        tweet | share on facebook | share on twitter | share on x | share on linkedin | share via email
        share on whatsapp | share with | share your thoughts | copy link | copy url | copied | link copied | email
        e-mail | email this | print | print this | print article | save | save article | save for later | bookmark
        facebook | twitter | x | whatsapp | telegram | linkedin | pinterest | reddit | messenger | flipboard | pocket
        email article | mail | shares | send | like | gift article | give this article | listen to this article
        listen | teilen | artikel teilen | diesen artikel teilen | beitrag teilen | drucken | merken | merkliste
        per e-mail teilen | link kopieren | vorlesen | artikel anhören | auf facebook teilen | partager
        partager cet article | partager sur facebook | imprimer | envoyer | enregistrer | copier le lien | offrir
        compartir | compartir en facebook | compartir en twitter | imprimir | guardar | enviar | copiar enlace
        comparte | condividi | condividi su facebook | stampa | salva | invia | copia link | ascolta | compartilhar
        compartilhe | partilhar | salvar | delen | deel dit artikel | deel | kopieer link | bewaar | поделиться
        поделиться в соцсетях | распечатать | скопировать ссылку | поділитися | поширити | udostępnij | podziel się
        drukuj | zapisz | skomentuj | dela | del | jaa | sdílet | megosztás | distribuie | paylaş | κοινοποίηση | شارك
        مشاركة | شارك المقال | شارك الخبر | نسخ الرابط | طباعة | שתפו | שתף | اشتراک گذاری | 分享 | 分享到 | 打印
        转发 | 收藏 | 列印 | シェア | シェアする | ツイート | 印刷 | ポスト | ブックマーク | 공유 | 공유하기 | 인쇄
        chia sẻ | bagikan
        """,
    K.FOLLOW: """
        connect with us | connect | follow us | follow | follow us on | follow me | find us on | find us on facebook
        stay connected | join us | join us on | like us on facebook | follow us on social media | get connected
        social media | our social media | follow us on google news | folgen sie uns | folge uns | folgen | suivez-nous
        suivre | nous suivre | síguenos | síganos | síguenos en | sigue nuestros canales | seguici | seguici su
        seguici sui social | siga-nos | siga nos | siga a gente | segue-nos | volg ons | подписывайтесь | подписаться
        мы в соцсетях | подписывайтесь на нас | підписуйтесь | підписатися | підписуйтесь на нас | ми у соцмережах
        obserwuj nas | śledź nas | znajdź nas | följ oss | følg oss | følg os | sledujte nás | kövess minket
        bizi takip edin | ακολουθήστε μας | تابعنا | تابعونا | تابعنا على | עקבו אחרינו | ما را دنبال کنید | 关注我们
        關注我們 | 追蹤我們 | フォローする | フォローしてください | 팔로우 | ikuti kami
        """,
    K.NEWSLETTER: """
        newsletter subscriptions | newsletter | newsletters | our newsletter | sign up | sign-up | subscribe
        subscribe now | subscribe to our newsletter | sign up for our newsletter | get our newsletter
        join our newsletter | your email address | enter your email | email address | stay informed
        never miss a story | get the newsletter | get notified | newsletter abonnieren | jetzt anmelden | abonnieren
        newsletter bestellen | s'inscrire | je m'inscris | s'abonner à la newsletter | inscrivez-vous | suscríbete
        suscribirse | suscríbase | iscriviti | iscriviti alla newsletter | inscreva-se | assine | aanmelden
        nieuwsbrief | schrijf je in | подписка на рассылку | рассылка | підписка | розсилка | zapisz się | biuletyn
        nyhetsbrev | nyhedsbrev | النشرة البريدية | اشترك | اشترك الآن | 订阅 | 訂閱 | 訂閱電子報 | メルマガ登録
        ニュースレター | メールマガジン | 구독 | 뉴스레터
        """,
    K.COMMENTS: """
        comments | comment | leave a comment | leave a reply | post a comment | add a comment | add comment
        join the conversation | view comments | show comments | load comments | read comments | write a comment
        cancel reply | reply | no comments | no comments yet | be the first to comment | log in to comment
        comments are closed | conversation | discussion | kommentare | kommentar schreiben | kommentieren
        schreibe einen kommentar | kommentar verfassen | diskutieren sie mit | kommentare anzeigen | antworten
        antwort abbrechen | commentaires | commenter | laisser un commentaire | réagir | réactions
        voir les commentaires | comentarios | comentar | deja un comentario | deja una respuesta | ver comentarios
        responder | commenti | commenta | lascia un commento | rispondi | comentários | deixe um comentário
        deixe uma resposta | reacties | reageer | plaats een reactie | geef een reactie | комментарии
        оставить комментарий | комментировать | обсуждение | коментарі | залишити коментар | додати коментар
        komentarze | dodaj komentarz | skomentuj artykuł | kommentera | kommentarer | komentáře | diskuse
        hozzászólások | comentarii | yorumlar | yorum yap | σχόλια | التعليقات | تعليقات | أضف تعليق | أضف تعليقك
        اترك تعليقا | اترك تعليقاً | תגובות | הוסף תגובה | نظرات | 评论 | 发表评论 | 网友评论 | 評論 | 留言 | 發表評論
        コメント | コメントする | コメントを書く | 댓글 | 댓글쓰기 | bình luận | komentar
        """,
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
    K.TAGS: """
        related topics | tags | tag | topics | topic | keywords | filed under | tagged | in this article
        related topics: | schlagwörter | schlagworte | themen | themen in diesem artikel | mots-clés | mots clés
        étiquettes | thèmes | sujets | temas | etiquetas | palabras clave | archivado en | temi | argomenti
        etichette | assuntos | tópicos | onderwerpen | trefwoorden | теги | метки | темы | мітки | теми | tagi
        tematy | słowa kluczowe | ämnen | emneord | emner | štítky | témata | címkék | etichete | etiketler | ετικέτες
        الوسوم | كلمات مفتاحية | الكلمات الدلالية | כלי תגיות | תגיות | برچسب‌ها | 标签 | 关键词 | 標籤 | 關鍵字
        タグ | キーワード | 태그 | từ khóa
        """,
    K.BIO: """
        about the author | about the authors | author | about us | the author | about this author | meet the author
        written by | über den autor | über die autorin | zum autor | zur autorin | autor | autorin | zur person
        à propos de l'auteur | l'auteur | sobre el autor | sobre la autora | acerca del autor | l'autore
        informazioni sull'autore | sobre o autor | sobre a autora | over de auteur | об авторе | про автора
        o autorze | om författaren | om forfatteren | o autorovi | yazar hakkında | عن الكاتب | نبذة عن الكاتب
        על הכותב | 作者简介 | 关于作者 | 作者簡介 | 著者プロフィール | プロフィール | 筆者プロフィール | 기자 프로필
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
    K.PROMO: """
        download the app | download our app | get the app | get our app | support us | support our journalism | donate
        donate now | become a member | join now | try it free | start your free trial | listen now | watch now
        learn more | buy now | shop now | jetzt abonnieren | app herunterladen | jetzt spenden | mitglied werden
        mehr erfahren | soutenez-nous | faire un don | je m'abonne | s'abonner | hazte socio | apóyanos | dona
        abbonati | sostienici | apoie | assine já | doneer | word abonnee | поддержать | поддержите нас | підтримати
        підтримайте нас | wesprzyj nas | støtt oss | ادعمنا | 下载app | 打开app | アプリで読む
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
    K.DATELINE: """
        published | published on | published: | updated | last updated | posted | posted on | on | date | just now
        today | yesterday | veröffentlicht | veröffentlicht am | aktualisiert | aktualisiert am | stand | publié
        publié le | mis à jour | mis à jour le | publicado | publicado el | actualizado | actualizado el | pubblicato
        pubblicato il | aggiornato | aggiornato il | publicado em | atualizado em | gepubliceerd | gepubliceerd op
        bijgewerkt | laatste update | опубликовано | обновлено | опубліковано | оновлено | opublikowano
        data publikacji | zaktualizowano | aktualizacja | publicerad | uppdaterad | publisert | oppdatert | publiceret
        opdateret | نشر | نشر في | تاريخ النشر | آخر تحديث | 发布时间 | 更新时间 | 發布時間 | 更新時間 | 公開日
        更新日 | 更新 | 公開 | 입력 | 수정 | 승인
        """,
    K.PLAYER: """
        play | play video | watch | watch video | video | audio | unmute | mute | loading... | loading | full screen
        fullscreen | pause | your browser does not support the video tag
        your browser does not support the audio element | video player is loading | current time 0:00 | duration 0:00
        video abspielen | video starten | lire la vidéo | ver vídeo | reproducir | riproduci video | video afspelen
        смотреть видео | дивитися відео | odtwórz | zobacz wideo | spela upp | شاهد الفيديو | 播放 | 播放视频
        動画を再生 | 再生
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
    K.RELATED: """
        read also: | also read: | read more: | read more about | read more on | see also: | related: | related story:
        more: | read: | more on this: | watch: | watch also: | more from | you may also like | recommended:
        don't miss: | must read: | read next: | read more | also read | lesen sie auch: | lesen sie auch | lies auch:
        mehr zum thema: | mehr dazu: | auch interessant: | lesen sie hier | lesen sie mehr | hier lesen: | siehe auch:
        lire aussi : | lire aussi: | lire aussi | à lire aussi : | à lire aussi | à lire : | » lire aussi
        >> à lire aussi | lire également | voir aussi : | lea también: | lea también | lee también: | lee también
        lea además | le puede interesar: | te puede interesar: | también puedes leer | más información: | leer más:
        leggi anche: | leggi anche | leggi anche – | vedi anche: | per approfondire: | leia também: | leia também
        leia mais: | leia mais | veja também: | lees ook: | lees ook | lees meer: | zie ook: | читайте также:
        читайте также | читать также: | смотрите также: | ранее: | по теме: | читайте також: | читайте також
        дивіться також: | за темою: | раніше: | czytaj też: | czytaj także: | czytaj więcej: | czytaj również:
        zobacz też: | zobacz także: | przeczytaj także: | przeczytaj też: | läs också: | läs mer: | läs även:
        les også: | les mer: | læs også: | læs mere: | lue myös: | čtěte také: | přečtěte si: | citește și:
        citeste si: | pročitajte još: | διαβάστε επίσης: | διαβάστε ακόμη: | ayrıca oku: | اقرأ أيضا: | اقرأ أيضا
        اقرأ أيضاً: | اقرأ أيضاً | إقرأ أيضا | شاهد أيضا | קראו גם: | قراءة المزيد | 相关阅读： | 相关新闻：
        延伸阅读： | 延伸閱讀： | 相關新聞： | 更多新聞： | 看更多： | 関連記事： | 【関連】 | 関連記事】
        【関連記事】 | 【あわせて読む】 | ▶ | ▸ | ► | >>> | ➤ | 👉 | ☛ | baca juga:
        """,
    K.NEWSLETTER: """
        sign up for | sign up to | subscribe to | get the latest | get our | join our newsletter | receive our
        stay up to date with | enter your email | thank you for subscribing | you have been subscribed | by signing up
        by subscribing | by submitting | jetzt newsletter | melden sie sich | abonnieren sie | newsletter:
        mit unserem newsletter | inscrivez-vous | recevez | abonnez-vous | suscríbete a | reciba | recibe nuestra
        iscriviti a | ricevi | inscreva-se | receba | schrijf je in | meld je aan | ontvang | подпишитесь на
        подписывайтесь на | підпишіться на | підписуйтесь на | zapisz się na | anmäl dig | اشترك في | 订阅 | 訂閱
        """,
    K.FOLLOW: """
        follow us on | follow us at | follow @ | find us on | like us on | connect with us | join us on | follow our
        join our whatsapp | join our telegram | follow him on | follow her on | follow them on | stay connected
        folgen sie uns | folge uns | suivez-nous | suivez l'actualité | síguenos en | sigue a | seguici su | segui
        siga-nos | siga o | volg ons | мы в | наш telegram | читайте нас в | подписывайтесь на наш
        підписуйтесь на наш | читайте нас у | obserwuj nas | följ oss | följ med | تابعنا على | تابعونا على | تابع آخر
        关注我们 | フォロー
        """,
    K.COMMENTS: """
        join the conversation | have your say | what do you think | leave a comment | leave a reply
        your email address will not be published | be the first to | you must be logged in | comments are
        write to us | diskutieren sie | ihre e-mail-adresse wird | votre adresse e-mail ne sera
        tu dirección de correo | su dirección de correo | il tuo indirizzo email | o seu endereço de
        je e-mailadres wordt | ваш адрес email | ваша e-mail | twój adres e-mail | لن يتم نشر عنوان
        メールアドレスが公開
        """,
    K.BYLINE: """
        by | by: | written by | words by | story by | reported by | reporting by | text by | posted by | published by
        author: | author | authors: | von: | von | autor: | autorin: | text: | par | par : | auteur :
        propos recueillis par | por | por: | texto: | escrito por | di | a cura di | scritto da | autore: | redazione
        door | door: | auteur: | автор: | автор | текст: | автори: | autorzy: | opracowanie: | av | av: | tekst: | af
        yazan: | συντάκτης: | كتب: | كتبت: | كتب | بقلم: | بقلم | מאת: | מאת | نویسنده: | 记者 | 作者： | 作者:
        责任编辑： | 文／ | 文/ | 記者 | 編輯： | 来源： | 來源： | 文： | 기자 | tác giả:
        """,
    K.DATELINE: """
        published on | published: | published at | published | updated: | updated on | updated at | updated
        last updated | last modified | last update | posted on | posted: | posted | first published | publication date
        date: | veröffentlicht am | veröffentlicht: | aktualisiert am | aktualisiert: | stand: | erstellt am
        erstellt: | publié le | publié : | publié à | mis à jour le | mis à jour : | modifié le | publicado el
        publicado: | publicado a las | actualizado el | actualizado: | actualizado a las | pubblicato il | pubblicato:
        aggiornato il | aggiornato: | ultimo aggiornamento | publicado em | publicado a | atualizado em
        gepubliceerd op | gepubliceerd: | bijgewerkt op | laatst bijgewerkt | опубликовано | обновлено
        дата публикации | опубліковано | оновлено | opublikowano | data publikacji: | publikacja: | aktualizacja:
        zaktualizowano | publicerad | uppdaterad | publisert | oppdatert | publiceret | opdateret | publikováno
        aktualizováno | yayınlanma | güncelleme | δημοσιεύθηκε | ενημερώθηκε | نشر في | نشر بتاريخ | تاريخ النشر
        آخر تحديث | تم النشر | פורסם | עודכן | 发布时间 | 更新时间 | 發布時間 | 公開日： | 更新日： | 公開： | 更新：
        配信 | 입력 | 수정 | 등록
        """,
    K.CREDIT: """
        photo: | photos: | photo by | photo credit | photograph: | photographs: | photography by | image: | images:
        image credit | image source | picture: | pictures: | credit: | credits: | courtesy of | source:
        illustration: | illustration by | graphic: | video: | foto: | fotos: | bild: | bilder: | bildquelle | quelle:
        grafik: | foto von | © | (c) | photo : | crédit photo | crédits : | crédit : | source : | © photo
        fotografía: | fuente: | imagen: | crédito: | foto di | fonte: | crediti: | imagem: | beeld: | bron: | beeld ©
        фото: | источник: | иллюстрация: | фото - | джерело: | ілюстрація: | fot. | fot.: | zdjęcie: | źródło:
        foto - | foto © | kuva: | zdroj: | fotó: | forrás: | sursa foto | sursa: | fotoğraf: | kaynak: | πηγή:
        المصدر: | تصوير: | צילום: | عکس: | 图片来源 | 图： | 图/ | 圖片來源 | 圖／ | 写真： | 写真= | 写真提供
        画像： | 画像提供 | 사진= | 사진: | 출처: | ảnh:
        """,
    K.LEGAL: """
        © | copyright © | copyright ( | (c) 20 | all rights reserved | terms of use | privacy policy
        this material may not be | the views expressed | opinions expressed | this article was originally published
        our standards: | alle rechte vorbehalten | tous droits réservés | todos los derechos | tutti i diritti
        todos os direitos | alle rechten | все права | усі права | wszelkie prawa | جميع الحقوق | כל הזכויות | 版权
        版權 | ©️ | 未经授权 | 本文来源 | 無断転載 | 저작권자 | ⓒ
        """,
    K.TAGS: """
        tags: | tag: | topics: | filed under | tagged: | tagged with | tagged in | keywords: | more on:
        in this article: | related topics: | categories: | category: | posted in | schlagwörter: | schlagworte:
        themen: | stichwörter: | mots-clés : | mots clés : | tags : | thèmes : | etiquetas: | temas: | archivado en:
        palabras clave: | argomenti: | temi: | assuntos: | tópicos: | onderwerpen: | теги: | метки: | темы:
        ключевые слова: | мітки: | теми: | tagi: | tematy: | słowa kluczowe: | ämnen: | emner: | štítky: | etiketler:
        الوسوم: | كلمات مفتاحية | תגיות: | برچسب‌ها: | 标签： | 关键词： | 標籤： | 關鍵字： | タグ： | キーワード：
        태그:
        """,
    K.ADVERT: """
        article continues after | article continues below | story continues below | story continues after
        advertisement - | this content is sponsored | paid for by | der artikel wird nach | nach der anzeige
        lesen sie weiter nach | la suite après cette | continúa tras la publicidad | continua después de la publicidad
        continua dopo la pubblicità | continua após a | продолжение после рекламы | dalsza część artykułu pod
        dalszy ciąg materiału pod | artikkelen fortsetter under | artikeln fortsätter efter
        artiklen fortsætter efter | artikel gaat verder onder | lees verder onder de advertentie | (adsbygoogle
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

SUMMARY_HEADINGS: Final = """
    points of attention | key points | key point | key takeaways | key takeaway | key facts | key findings
    main points | in brief | in short | at a glance | the main points | the key points | highlights | highlights:
    takeaways | top takeaways | quick take | quick read | tl;dr | tldr | summary | article summary | the gist
    the brief | story highlights | what you need to know | what to know | why it matters | bottom line up front
    three things to know | ai summary | ai-generated summary | das wichtigste | das wichtigste in kürze
    das wichtigste im überblick | auf einen blick | in kürze | kurz gesagt | kurz & knapp | kurz und knapp
    kurz zusammengefasst | zusammenfassung | darum geht's | darum geht es | worum geht's? | die wichtigsten punkte
    die wichtigsten fakten | die kernpunkte | ki-zusammenfassung | überblick | l'essentiel | l'essentiel de l'article
    en bref | en résumé | ce qu'il faut retenir | à retenir | les points clés | points clés | les points essentiels
    le résumé | résumé | lo esencial | lo más importante | claves | las claves | puntos clave | en resumen | resumen
    en breve | en pocas palabras | lo que debes saber | in breve | in sintesi | i punti chiave | punti chiave
    punti salienti | i punti principali | riassunto | da sapere | em resumo | resumo | pontos-chave
    principais pontos | pontos principais | samengevat | in het kort | kort samengevat | de belangrijkste punten
    kernpunten | главное | коротко | кратко | ключевые моменты | ключевые тезисы | основные тезисы | тезисы | вкратце
    суть | головне | стисло | ключові моменти | головні тези | ключові тези | точки уваги | тези
    najważniejsze informacje | najważniejsze | w skrócie | podsumowanie | kluczowe informacje | kort fortalt
    kortversjonen | sammendrag | oppsummering | oppsummert | sammanfattning | kort sagt | det viktigaste | kort om
    resumé | overblik | i korte træk | ve stručnosti | v kostce | stručně | shrnutí | hlavní body | röviden
    összefoglaló | pe scurt | rezumat | ukratko | sažetak | özet | haberin özeti | öne çıkan noktalar | με λίγα λόγια
    τα κύρια σημεία | σύνοψη | أهم النقاط | النقاط الرئيسية | أبرز النقاط | ملخص | باختصار | الخلاصة | נקודות עיקריות
    בקצרה | תקציר | خلاصه | نکات کلیدی | 要点 | 本文要点 | 摘要 | 核心提示 | 内容提要 | 重點摘要 | 重點 | 懶人包
    ポイント | この記事のポイント | 要約 | まとめ | 要旨 | 핵심 요약 | 요약 | 핵심요약 | tóm tắt | ringkasan
    """

READ_MORE: Final = """
    read more | read on | discover more | find out more | learn more | go to article | view post | read story
    continue reading | keep reading | read the full story | read full article | read article | full story | more »
    weiterlesen | mehr lesen | mehr erfahren | artikel lesen | lire la suite | lire l'article | en savoir plus
    leer más | seguir leyendo | ver más | leggi tutto | continua a leggere | leggi di più | ler mais | leia mais
    lees meer | lees verder | читать далее | подробнее | читать полностью | читати далі | детальніше | czytaj więcej
    czytaj dalej | läs mer | les mer | læs mere | lue lisää | celý článek | číst dále | devamını oku
    διαβάστε περισσότερα | اقرأ المزيد | المزيد | קרא עוד | और पढ़ें | 阅读更多 | 阅读全文 | 閱讀更多 | 続きを読む
    더 보기
    """

# Phrases a newsroom also uses as a subheading of its own text: alone they settle nothing.
AMBIGUOUS: Final = """
    discussion | conversation | video | audio | author | autor | autorin | l'autore | featured | latest | popular
    populaire | headlines | home | x | more | all | like | connect | play | listen | watch | topics | topic | themen
    temas | temi | темы | теми | aktuell | aktuelles | background | zum thema | zur person | profil | tendances
    tendencias | diskuse | réactions | reacties | reageer | in depth | full coverage | approfondimenti
    per approfondire | pour aller plus loin | further reading | what to read next | breaking news | in evidenza
    в кратце | главные новости | новости дня | по теме | за темою | about us | corrections | disclaimer | subscribe
    sign up | send | email | mail | print | save | close | search | register | shop | account | date | today
    yesterday | stand | heute | ad | ads | pr | next | previous | weiter | далее | назад | далі | copyright | video:
    topthemen | ランキング | ポイント | プロフィール | トップ | 更新 | 公開
    """

# Months, weekdays, units and the small words between them: a block made of these and figures is a date.
_DATE_WORDS: Final = """
    january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur
    thurs fri sat sun am pm a p m at on the of th st nd rd est edt cst cdt mst mdt pst pdt gmt utc bst cet cest ist
    et pt ct ago hour hours hr hrs minute minutes min mins second seconds day days week weeks month months year
    years today yesterday just now read reading time published updated posted last modified date first edited and
    created update januar jänner februar märz mai juni juli oktober dezember okt dez mär montag dienstag mittwoch
    donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so uhr um vom der den stand veröffentlicht
    aktualisiert erstellt lesezeit minuten stunden stunde vor tagen tag heute gestern lesedauer janvier février mars
    avril juin juillet août septembre octobre novembre décembre janv févr juil déc lundi mardi mercredi jeudi
    vendredi samedi dimanche le à h publié mis jour lecture il y heures heure jours temps de modifié dernière enero
    febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles jueves
    viernes sábado domingo las el actualizado publicado hace horas hora minutos lectura del ene abr dic última
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre lunedì martedì mercoledì giovedì venerdì
    sabato domenica alle ore pubblicato aggiornato ultimo aggiornamento minuti lettura tempo fa gen mag giu lug set
    ott janeiro fevereiro março maio junho julho setembro outubro novembro dezembro segunda terça quarta quinta
    sexta feira às em atualizado há leitura fev out januari februari maart mei augustus maandag dinsdag woensdag
    donderdag vrijdag zaterdag zondag om op uur gepubliceerd bijgewerkt geleden leestijd laatst января февраля марта
    апреля мая июня июля августа сентября октября ноября декабря понедельник вторник среда четверг пятница суббота
    воскресенье в г года мск опубликовано обновлено сегодня вчера часов часа минут назад время чтения мин січня
    лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня понеділок вівторок середа
    четвер пятниця субота неділя о р року опубліковано оновлено сьогодні вчора годин хвилин тому хв читання stycznia
    lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia poniedziałek wtorek
    środa czwartek piątek sobota niedziela godz r opublikowano aktualizacja zaktualizowano dzisiaj wczoraj data
    publikacji maj augusti måndag tisdag onsdag torsdag fredag lördag söndag kl publicerad uppdaterad för sedan
    publisert oppdatert mandag tirsdag lørdag søndag publiceret opdateret opdatert siden desember ledna února března
    dubna května června července srpna září října listopadu prosince aktualizováno publikováno ocak şubat mart nisan
    mayıs haziran temmuz ağustos eylül ekim kasım aralık pazartesi salı çarşamba perşembe cuma cumartesi pazar saat
    güncelleme yayınlanma giriş tarihi son önce dakika يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر
    نوفمبر ديسمبر الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت ص م نشر في منذ ساعة ساعات دقيقة دقائق
    يوم أيام آخر تحديث تاريخ النشر الساعة كانون الثاني الأول شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين بتوقيت
    غرينتش
    """

# What may stand between the names of a byline without a capital letter.
_BETWEEN_NAMES: Final = """
    and und et y e i och og a en de and da di del della van von der den zu ter la le bin al el für for with mit in
    s и і та й
    """


def fold(text: str) -> str:
    """Return text as the tables hold it: case-folded, plain apostrophes, one blank between words."""
    return " ".join(text.casefold().replace("’", "'").replace("ʼ", "'").split())


def whole(folded: str) -> K | None:
    """Return the kind a block names by saying nothing else, whatever punctuation surrounds it."""
    return _WHOLE.get(folded) or _WHOLE.get(folded.strip(_EDGES))


def opening(folded: str) -> tuple[K, str] | None:
    """Return the kind a short block opens with, and the phrase; the longest phrase wins."""
    for length, phrases in (*_OPENING.get(folded[:2], ()), *_OPENING.get(folded[:1], ())):
        kind = phrases.get(folded[:length])
        if kind is not None and _ends_word(folded, length):
            return kind, folded[:length]
    return None


def summary_heading(text: str) -> bool:
    """Whether a line is the heading newsrooms put above their summary bullets (“Points of attention”)."""
    return len(text) < 60 and fold(text).strip(_EDGES) in _SUMMARY


def read_more(text: str) -> bool:
    """Whether a text is the “Read more” below a teaser's snippet."""
    return len(text) < 40 and fold(text).strip(_EDGES) in _READ


def ambiguous(folded: str) -> bool:
    """Whether a phrase of the tables also serves as an article's own subheading."""
    return folded.strip(_EDGES) in _AMBIGUOUS


_EDGES = " \t:;.,!?…-–—|•·»«>›→▶►▸★☆【】[]()<\"'“”"
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _ends_word(text: str, at: int) -> bool:
    """Whether a phrase that ends at `at` ends at the end of a word; scripts without blanks have no such ends."""
    if at >= len(text) or not text[at].isalnum() or not text[at - 1].isalnum():
        return True
    return bool(_SPACELESS.match(text[at - 1]))


def _phrases(table: str) -> list[str]:
    return [phrase.strip() for line in table.splitlines() for phrase in line.split(" | ") if phrase.strip()]


def _whole_index() -> dict[str, K]:
    index: dict[str, K] = {}
    for kind, table in WHOLE.items():
        for phrase in _phrases(table):
            index.setdefault(fold(phrase), kind)
            index.setdefault(fold(phrase).strip(_EDGES), kind)
    return index


def _opening_index() -> dict[str, list[tuple[int, dict[str, K]]]]:
    """Return the openings by their first two characters, then by length, longest first: a block tries only a few."""
    index: dict[str, dict[int, dict[str, K]]] = {}
    for kind, table in OPENING.items():
        for phrase in map(fold, _phrases(table)):
            index.setdefault(phrase[:2], {}).setdefault(len(phrase), {}).setdefault(phrase, kind)
    return {start: sorted(lengths.items(), reverse=True) for start, lengths in index.items()}


_WHOLE = _whole_index()
_OPENING = _opening_index()
_SUMMARY = frozenset(fold(phrase).strip(_EDGES) for phrase in _phrases(SUMMARY_HEADINGS))
_AMBIGUOUS = frozenset(fold(phrase).strip(_EDGES) for phrase in _phrases(AMBIGUOUS))
_READ = frozenset(fold(phrase).strip(_EDGES) for phrase in _phrases(READ_MORE))
DATE_WORDS: Final = frozenset(_DATE_WORDS.split())
BETWEEN_NAMES: Final = frozenset(_BETWEEN_NAMES.split())
