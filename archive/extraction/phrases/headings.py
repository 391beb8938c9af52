"""Headings within an article: those above its summary, and words that are now its own and now the site's."""

from __future__ import annotations

from typing import Final

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
