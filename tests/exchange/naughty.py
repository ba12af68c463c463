"""Texts that break programs: what people paste, what others type on purpose. Our own list, a few of each kind."""

from __future__ import annotations

#: Signs that show nothing, or change the direction of what follows.
UNSEEN = [
    "\u200b", "a\u200bb", "\ufeff", "\ufeffEMS-000001", "\u200e", "\u200f\u05d0\u05d1", "\u202eexe.fdp",
    "\u2066a\u2069", "\u00ad", "a\u00adb", "\u2028", "a\u2029b", "\u0085", "\u00a0", "\u3000", "\u180e",
    "\u034f", "\u115f", "\u3164", "\ufe0f", "e\u0301" * 40, "Z\u0351\u036b\u0343\u036a\u0302\u0352\u034f",
    "\ufffd", "\ufffe", "\uffff", "\U000e0041",
]  # fmt: skip
#: Letters and figures that are taken for others.
ALIKE = [
    "ı", "İ", "i\u0307", "ß", "ẞ", "ﬁ", "Ǆ", "ſ", "K", "Å", "µ", "ª", "Ⅷ", "²", "½", "①", "５", "１２３", "٣",
    "١٢٣", "۵", "๕", "५", "𝟓", "𝟏𝟐𝟑", "㊿", "ЕМЅ-000001", "EMS‑000001", "EMS–000001", "ＥＭＳ－０００００１",
    "ems 000001", "1\u0662", "１４/０３/２０２３", "١٤/٠٣/٢٠٢٣", "２０２３", "٢٠٢٣", "Ｂｉｓｃｈｈｅｉｍ",
    "BISCHHEİM", "оui", "ｏｕｉ", "OUI", "Œ", "œ",
]  # fmt: skip
#: What another program would run.
RUN = [
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1",
    "＠SUM(A1)", "'=1", "''=1", '"=1"', "=HYPERLINK(\"http://exemple.test\";\"a\")",
    "=IMPORTXML(\"http://exemple.test\",\"//a\")", "' OR 1=1 --", "'; DROP TABLE partners_partner; --",
    '"; DELETE FROM x; --', "1; SELECT pg_sleep(9)", "%27", "\\'", "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>", "<b>gras</b>", "&lt;b&gt;", "]]>", "<!--", "<![CDATA[",
    "javascript:alert(1)", "data:text/html,<script>", "{{ 7*7 }}", "{% debug %}", "{% load x %}",
    "{{ settings.SECRET_KEY }}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "%s", "%n%n%n", "%(a)s", "{0}",
    "{a.__class__}", "{}", "{", "}", "$(id)", "`id`", "| id", "; ls", "../../etc/passwd", "..\\..\\a",
    "C:\\con", "file:///etc/passwd", "\\u0000", "\\x00", "%00", "_x0000_", "_x000D_", "&a;", "&#0;", "&#xD800;",
    "#import sys", "$ x $", "*gras*", "= Titre", "/* a", "// a", "@a", "<a>", "#read(\"a\")",
]  # fmt: skip
#: Numbers, days and answers that are none.
NUMBERS = [
    "0", "-0", "-1", "1e9", "1E400", "NaN", "nan", "inf", "-inf", "Infinity", "0x10", "0b1", "1_000", "1 000",
    "1\u202f000", "1,5", "1.5", "1.0", "1,00", "00000000000000000001", "2147483648", "4294967296",
    "9223372036854775808", "99999999999999999999", "999999999", "32768", "-32769", "+5", "5-", "٫5", "True",
    "False", "None", "null", "NULL", "undefined", "#REF!", "#N/A", "31/02/2023", "00/00/0000", "01/01/0001",
    "31/12/9999", "01/01/10000", "2023-13-01", "0001-01-01", "9999-12-31", "14/3/23", "2023-03-14T25:61:61",
    "14/03/2023 00:00:00", "aujourd’hui", "1/1", "44999", "-44999", "99999999",
]  # fmt: skip
#: Long ones, and those that stop a pattern for hours.
LONG = [
    "a" * 61, "a" * 81, "a" * 161, "a" * 256, "a" * 5_000, "é" * 5_000, "😀" * 2_000, "1" * 5_000, " a" * 5_000,
    "a@" * 3_000, "=" * 5_000, "'" * 5_000, "(" * 5_000, "|" * 5_000, ";" * 5_000, "a|" * 3_000,
    "\u0301" * 3_000, "-" * 3_000, "A1 à " * 1_000,
]  # fmt: skip
OTHER = [
    "😀", "👨‍👩‍👧‍👦", "🇫🇷", "👍🏽", "漢字", "العربية", "עברית", "ไทย", "ქართული", "Ꙩ", "𐐀", "𠜎",
    "\U0001f4a9", "\U0010ffff", "\ue000", "a\nb", "a\r\nb", "a\tb", "a;b", "a,b", "a|b", "|", "||", "\\", '"',
    "''", "«", "’", "…", "-", "—", "nr", "non renseigné", "CON", "NUL", "__proto__", "constructor",
    "hasOwnProperty", "self", "id", "pk", "Robert'); --",
]  # fmt: skip
NAUGHTY = list(dict.fromkeys([*UNSEEN, *ALIKE, *RUN, *NUMBERS, *LONG, *OTHER]))
