"""Who wrote and pictured an article, and when: bylines, credits, the author in brief, dates."""

from __future__ import annotations

from typing import Final

from archive.extraction.answer import BlockKind as K

WHOLE: Final[dict[K, str]] = {
    K.BIO: """
        about the author | about the authors | author | about us | the author | about this author | meet the author
        written by | über den autor | über die autorin | zum autor | zur autorin | autor | autorin | zur person
        à propos de l'auteur | l'auteur | sobre el autor | sobre la autora | acerca del autor | l'autore
        informazioni sull'autore | sobre o autor | sobre a autora | over de auteur | об авторе | про автора
        o autorze | om författaren | om forfatteren | o autorovi | yazar hakkında | عن الكاتب | نبذة عن الكاتب
        על הכותב | 作者简介 | 关于作者 | 作者簡介 | 著者プロフィール | プロフィール | 筆者プロフィール | 기자 프로필
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
}

OPENING: Final[dict[K, str]] = {
    K.BYLINE: """
        by | by: | written by | words by | story by | reported by | reporting by | text by | posted by | published by
        author: | author | authors: | von: | von | autor: | autorin: | text: | par | par : | auteur :
        propos recueillis par | por | por: | texto: | escrito por | di | a cura di | scritto da | autore: | redazione
        door | door: | auteur: | автор: | автор | текст: | автори: | autorzy: | opracowanie: | av | av: | tekst: | af
        yazan: | συντάκτης: | كتب: | كتبت: | كتب | بقلم: | بقلم | מאת: | מאת | نویسنده: | 记者 | 作者： | 作者:
        责任编辑： | 文／ | 文/ | 記者 | 編輯： | 来源： | 來源： | 文： | 기자 | tác giả:
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
}

# Months, weekdays, units and the small words between them: a block made of these and figures is a date.
DATE_WORDS: Final = frozenset(
    """
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
    """.split()
)

# What may stand between the names of a byline without a capital letter.
BETWEEN_NAMES: Final = frozenset(
    """
    and und et y e i och og a en de and da di del della van von der den zu ter la le bin al el für for with mit in
    s и і та й
    """.split()
)
