"""What readers are asked to do: share, follow, subscribe to a newsletter, comment."""

from __future__ import annotations

from typing import Final

from archive.extraction.answer import BlockKind as K

WHOLE: Final[dict[K, str]] = {
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
}

OPENING: Final[dict[K, str]] = {
    K.FOLLOW: """
        follow us on | follow us at | follow @ | find us on | like us on | connect with us | join us on | follow our
        join our whatsapp | join our telegram | follow him on | follow her on | follow them on | stay connected
        folgen sie uns | folge uns | suivez-nous | suivez l'actualité | síguenos en | sigue a | seguici su | segui
        siga-nos | siga o | volg ons | мы в | наш telegram | читайте нас в | подписывайтесь на наш
        підписуйтесь на наш | читайте нас у | obserwuj nas | följ oss | följ med | تابعنا على | تابعونا على | تابع آخر
        关注我们 | フォロー
        """,
    K.NEWSLETTER: """
        sign up for | sign up to | subscribe to | get the latest | get our | join our newsletter | receive our
        stay up to date with | enter your email | thank you for subscribing | you have been subscribed | by signing up
        by subscribing | by submitting | jetzt newsletter | melden sie sich | abonnieren sie | newsletter:
        mit unserem newsletter | inscrivez-vous | recevez | abonnez-vous | suscríbete a | reciba | recibe nuestra
        iscriviti a | ricevi | inscreva-se | receba | schrijf je in | meld je aan | ontvang | подпишитесь на
        подписывайтесь на | підпишіться на | підписуйтесь на | zapisz się na | anmäl dig | اشترك في | 订阅 | 訂閱
        """,
    K.COMMENTS: """
        join the conversation | have your say | what do you think | leave a comment | leave a reply
        your email address will not be published | be the first to | you must be logged in | comments are
        write to us | diskutieren sie | ihre e-mail-adresse wird | votre adresse e-mail ne sera
        tu dirección de correo | su dirección de correo | il tuo indirizzo email | o seu endereço de
        je e-mailadres wordt | ваш адрес email | ваша e-mail | twój adres e-mail | لن يتم نشر عنوان
        メールアドレスが公開
        """,
}
