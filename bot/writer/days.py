"""The names of days and months, and how each language writes a date with them."""

# ruff: noqa: RUF001 -- letters of other alphabets, meant as such

from __future__ import annotations

from collections.abc import Mapping

# The home languages that a courtesy block exists in; the four of the letters come before them.
COURTESY_LANGUAGES = ("tr", "ar", "pl", "uk", "ro", "es", "bg")
# Languages written from right to left.
RIGHT_TO_LEFT = frozenset({"ar"})

# Monday first, as `date.weekday` counts.
DAYS: Mapping[str, tuple[str, ...]] = {
    language: tuple(names.split(" "))
    for language, names in {
        "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
        "tr": "Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi Pazar",
        "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
        "pl": "poniedziałek wtorek środa czwartek piątek sobota niedziela",
        "uk": "понеділок вівторок середа четвер п’ятниця субота неділя",
        "ro": "luni marți miercuri joi vineri sâmbătă duminică",
        "es": "lunes martes miércoles jueves viernes sábado domingo",
        "bg": "понеделник вторник сряда четвъртък петък събота неделя",
    }.items()
}
# Where a language bends the name of a month, as it stands behind the number of the day.
MONTHS: Mapping[str, tuple[str, ...]] = {
    language: tuple(names.split(" "))
    for language, names in {
        "nl": "januari februari maart april mei juni juli augustus september oktober november "
        "december",
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre "
        "décembre",
        "en": "January February March April May June July August September October November "
        "December",
        "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
        "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
        "listopada grudnia",
        "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада "
        "грудня",
        "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie "
        "noiembrie decembrie",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
        "diciembre",
        "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
    }.items()
}
# Day of the week, day, month, year. What is not here writes them in this order with blanks between.
WRITTEN: Mapping[str, str] = {
    "de": "{weekday}, {day}. {month} {year}",
    "tr": "{day} {month} {year} {weekday}",
    "ar": "{weekday}، {day} {month} {year}",
    "pl": "{weekday}, {day} {month} {year}",
    "uk": "{weekday}, {day} {month} {year} року",
    "ro": "{weekday}, {day} {month} {year}",
    "es": "{weekday}, {day} de {month} de {year}",
    "bg": "{weekday}, {day} {month} {year} година",
}
PLAINLY = "{weekday} {day} {month} {year}"
