"""Names of the months in the languages that news is printed in, folded, with the number of each."""

from __future__ import annotations

# One paragraph a language, twelve words, January to December; variants (genitive, short form) divided by "/".
_TABLE = """
    january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sep/sept october/oct
    november/nov december/dec

    januar/jänner/jan. februar/feber märz/mär/mrz april mai juni juli august september oktober/okt november
    dezember/dez

    janvier/janv février/févr/fevrier mars avril/avr mai juin juillet/juil août/aout septembre octobre novembre
    décembre/déc/decembre

    enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre octubre noviembre
    diciembre/dic

    janeiro fevereiro/fev março/marco abril maio/mai junho julho agosto setembro/set outubro/out novembro dezembro

    gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto settembre ottobre/ott novembre
    dicembre

    januari februari maart/mrt april mei juni juli augustus september oktober november december

    januari februari mars april maj juni juli augusti september oktober november december

    januar februar marts/mars april maj/mai juni juli august september oktober november desember/des

    janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember

    tammikuuta/tammikuu helmikuuta/helmikuu maaliskuuta/maaliskuu huhtikuuta/huhtikuu toukokuuta/toukokuu
    kesäkuuta/kesäkuu heinäkuuta/heinäkuu elokuuta/elokuu syyskuuta/syyskuu lokakuuta/lokakuu marraskuuta/marraskuu
    joulukuuta/joulukuu

    stycznia/styczeń/sty lutego/luty/lut marca/marzec kwietnia/kwiecień/kwi maja/maj czerwca/czerwiec/cze
    lipca/lipiec/lip sierpnia/sierpień/sie września/wrzesień/wrz października/październik/paź listopada/listopad/lis
    grudnia/grudzień/gru

    ledna/leden února/únor března/březen dubna/duben května/květen června/červen července/červenec srpna/srpen září
    října/říjen listopadu prosince/prosinec

    januára/január februára/február marca/marec apríla/apríl mája/máj júna/jún júla/júl augusta septembra
    októbra/október novembra decembra

    január február március/márc április/ápr május/máj június/jún július/júl augusztus szeptember/szept október
    november december

    ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie

    siječnja/siječanj veljače/veljača ožujka/ožujak travnja/travanj svibnja/svibanj lipnja/lipanj srpnja/srpanj
    kolovoza/kolovoz rujna/rujan listopada_hr studenoga/studeni prosinca/prosinac

    januarja februarja marca aprila maja junija julija avgusta/avgust septembra oktobra novembra decembra

    ocak/oca şubat/şub mart nisan/nis mayıs haziran/haz temmuz/tem ağustos/ağu eylül/eyl ekim/eki kasım/kas
    aralık/ara

    января/янв/январь февраля/фев/февраль марта/мар/март апреля/апр/апрель мая/май июня/июн/июнь июля/июл/июль
    августа/авг/август сентября/сен/сентябрь октября/окт/октябрь ноября/ноя/ноябрь декабря/дек/декабрь

    січня/січень лютого/лютий березня/березень квітня/квітень травня/травень червня/червень липня/липень
    серпня/серпень вересня/вересень жовтня/жовтень листопада_uk/листопад грудня/грудень

    януари февруари март април май юни юли август септември октомври ноември декември

    ιανουαρίου/ιαν φεβρουαρίου/φεβ μαρτίου/μαρ απριλίου/απρ μαΐου/μαι ιουνίου/ιουν ιουλίου/ιουλ αυγούστου/αυγ
    σεπτεμβρίου/σεπ οκτωβρίου/οκτ νοεμβρίου/νοε δεκεμβρίου/δεκ

    يناير فبراير مارس أبريل/ابريل مايو يونيو يوليو أغسطس/اغسطس سبتمبر أكتوبر/اكتوبر نوفمبر ديسمبر

    ינואר/בינואר פברואר/בפברואר מרץ/במרץ אפריל/באפריל מאי/במאי יוני/ביוני יולי/ביולי אוגוסט/באוגוסט ספטמבר/בספטמבר
    אוקטובר/באוקטובר נובמבר/בנובמבר דצמבר/בדצמבר

    जनवरी फरवरी/फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर

    januari februari/peb maret april mei juni juli agustus/agu september oktober nopember/november desember

    januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba
"""

MONTHS: dict[str, int] = {}
for _position, _names in enumerate(_TABLE.split()):
    for _name in _names.split("/"):
        MONTHS.setdefault(_name.split("_")[0].strip("."), _position % 12 + 1)
# "listopad" is October in Croatian and November in Polish and Czech; the more printed sense is kept.
MONTHS["listopada"] = 11
