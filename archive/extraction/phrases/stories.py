"""What leads to other stories: headings of lists, “read also”, and the “read more” below a teaser."""

from __future__ import annotations

from typing import Final

from archive.extraction.answer import BlockKind as K

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
}

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
