"""Files that someone could send to do harm, or by mistake: name, content, words of the refusal."""

from __future__ import annotations

from collections.abc import Callable

import pikepdf
from pikepdf import Dictionary, Name

from tests.core import benign_files as benign
from tests.core import hostile_images as images
from tests.core import hostile_office as office
from tests.core import hostile_pdf as pdf

SCRIPT = "contient un script ou une action automatique"
OTHER_FILES = "contient d’autres fichiers"
DAMAGED = "abîmé"
PROGRAM = "contient une macro, un programme ou un objet inséré"
MACRO = "contient une macro ou une commande"
HUGE = "démesuré une fois ouvert"
FAR = "une cellule très loin des autres"
DISGUISED = "malgré son nom"

HTML = b"<!doctype html><html><script>alert(1)</script></html>"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 200
GIF_AND_SCRIPT = b"GIF89a/*\x00\x00*/=1;alert(1)//"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
RELS = "word/_rels/settings.xml.rels"

HOSTILE: list[tuple[str, Callable[[], bytes], str]] = [
    ("script à l’ouverture.pdf", lambda: pdf.made(pdf.opening(pdf.javascript())), SCRIPT),
    ("script de page.pdf", lambda: pdf.made(pdf.page_script), SCRIPT),
    ("script nommé.pdf", lambda: pdf.made(pdf.named_script), SCRIPT),
    ("script profond.pdf", lambda: pdf.made(pdf.deep_script), SCRIPT),
    (
        "script compressé.pdf",
        lambda: pdf.made(pdf.page_script, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        SCRIPT,
    ),
    (
        "script déguisé.pdf",
        lambda: pdf.written_otherwise(pdf.made(pdf.opening(pdf.javascript()))),
        SCRIPT,
    ),
    ("lancement.pdf", lambda: pdf.made(pdf.opening(Dictionary(S=Name.Launch, F="cmd.exe"))), SCRIPT),
    (
        "vers un partage.pdf",
        lambda: pdf.made(pdf.opening(Dictionary(S=Name.GoToR, F="\\\\serveur\\a"))),
        SCRIPT,
    ),
    ("import.pdf", lambda: pdf.made(pdf.opening(Dictionary(S=Name.ImportData, F="a.fdf"))), SCRIPT),
    ("envoi.pdf", lambda: pdf.made(pdf.sending_form), SCRIPT),
    ("xfa.pdf", lambda: pdf.made(pdf.dynamic_form), SCRIPT),
    ("fichier joint.pdf", lambda: pdf.made(pdf.joined_file), OTHER_FILES),
    ("fichier sans nom.pdf", lambda: pdf.made(pdf.file_without_a_name), OTHER_FILES),
    ("film.pdf", lambda: pdf.made(pdf.film_on_a_page), OTHER_FILES),
    ("fichier associé.pdf", lambda: pdf.made(pdf.associated_file), OTHER_FILES),
    (
        "chiffré.pdf",
        lambda: pdf.made(lambda _: None, encryption=pikepdf.Encryption(user="secret", owner="secret")),
        "protégé par un mot de passe",
    ),
    (
        "copie interdite.pdf",
        lambda: pdf.made(lambda _: None, encryption=pikepdf.Encryption(user="", owner="secret")),
        "chiffré ou protégé contre la copie",
    ),
    ("sans page.pdf", lambda: pdf.made(lambda document: document.pages.__delitem__(0)), "n’a aucune page"),
    ("roman.pdf", lambda: pdf.made(pdf.thousands_of_pages), "a plus de 2\u202f000 pages"),
    ("tronqué.pdf", lambda: benign.pdf()[:-600], DAMAGED),
    ("ruines.pdf", lambda: b"%PDF-1.7\n" + b"\xff" * 400 + b"\n%%EOF", DAMAGED),
    ("pdf et zip.pdf", lambda: benign.pdf() + benign.docx(), "à la fois un PDF et une archive"),
    (
        "zip dans pdf.pdf",
        lambda: pdf.made(lambda d: setattr(d.Root, "Rien", d.make_stream(benign.docx())), compress_streams=False),
        "à la fois un PDF et une archive",
    ),
    ("page web.pdf", lambda: HTML, DISGUISED),
    ("programme.pdf", lambda: EXE, DISGUISED),
    ("image.pdf", benign.png, DISGUISED),
    ("document.png", benign.pdf, "ce n’est pas une image PNG"),
    ("photo.png", benign.jpeg, "ce n’est pas une image PNG"),
    ("programme.jpg", lambda: EXE, "ce n’est pas une image JPEG"),
    ("double.png", lambda: GIF_AND_SCRIPT, "ce n’est pas une image PNG"),
    ("128 millions.png", lambda: images.big_png(16_000, 8_000), "dépasse 25 millions de pixels"),
    ("400 millions.png", lambda: images.big_png(20_000, 20_000), "dépasse 25 millions de pixels"),
    ("commentaire.png", images.png_with_bomb_of_text, "ce n’est pas une image PNG"),
    ("tronquée.png", lambda: images.big_png(300, 300)[:-40], DAMAGED),
    ("tronquée.jpg", lambda: benign.jpeg()[:-300], DAMAGED),
    ("bombe.docx", office.zip_bomb, HUGE),
    ("bombe qui ment.docx", office.zip_with_lying_sizes, ""),
    ("petites bombes.docx", office.zip_of_many_small_bombs, HUGE),
    ("bombe dedans.docx", office.nested_bomb, HUGE),
    ("trop grand dedans.docx", office.docx_in_docx_too_large, HUGE),
    ("petites bombes dedans.docx", office.small_bombs_in_several_documents, HUGE),
    ("mille éléments.docx", office.many_entries, "trop d’éléments"),
    ("chiffré.docx", office.encrypted_zip, "protégé par un mot de passe"),
    ("ancien.docx", lambda: OLD_WORD, "d’un format ancien"),
    ("doublé.docx", office.doubled_entry, "noms trompeurs"),
    ("remontée.docx", lambda: benign.with_part(benign.docx(), "../../etc/cron.d/a", "a"), "noms trompeurs"),
    ("absolu.docx", lambda: benign.with_part(benign.docx(), "/etc/passwd", "a"), "noms trompeurs"),
    ("disque.docx", lambda: benign.with_part(benign.docx(), "C:\\a.txt", "a"), "noms trompeurs"),
    ("macro.docx", lambda: benign.with_part(benign.docx(), "word/vbaProject.bin", OLD_WORD), PROGRAM),
    ("macro cachée.docx", office.macro_under_another_name, MACRO),
    ("objet.docx", lambda: benign.with_part(benign.docx(), "word/embeddings/a.bin", OLD_WORD), PROGRAM),
    ("exécutable.docx", lambda: benign.with_part(benign.docx(), "word/media/image1.png", EXE), PROGRAM),
    (
        "archive dedans.docx",
        lambda: benign.with_part(benign.docx(), "word/a.zip", benign.docx()),
        "en contient d’autres",
    ),
    (
        "poupées.docx",
        lambda: benign.with_part(benign.docx(), "word/embeddings/a.docx", benign.docx_with_chart()),
        "en contient d’autres",
    ),
    (
        "modèle lointain.docx",
        lambda: benign.with_part(
            benign.docx(), RELS, benign.relationships("attachedTemplate", "https://exemple.fr/a.dotm")
        ),
        "sur internet",
    ),
    (
        "macro liée.docx",
        lambda: benign.with_part(benign.docx(), RELS, benign.relationships("vbaProject", "a.dat", mode="")),
        MACRO,
    ),
    (
        "objet d’un disque.docx",
        lambda: benign.with_part(benign.docx(), RELS, benign.relationships("oleObject", "file:///C:/a.xls")),
        "sur internet",
    ),
    ("commande.docx", lambda: benign.docx('<w:p><w:fldSimple w:instr="DDEAUTO cmd"/></w:p>'), MACRO),
    ("commande après une autre.docx", office.field_after_another, MACRO),
    ("commande coupée.docx", office.cut_field, MACRO),
    ("entités.docx", office.entities, "définitions trompeuses"),
    ("entités utf16.docx", office.entities_in_utf16, "définitions trompeuses"),
    ("mal formé.docx", lambda: benign.with_part(benign.docx(), "word/styles.xml", "<a><b></a>"), DAMAGED),
    ("modèle.docx", lambda: benign.docx(main=TEMPLATE), DISGUISED),
    ("tableau.docx", benign.xlsx, DISGUISED),
    ("texte.xlsx", benign.docx, DISGUISED),
    ("texte.ods", benign.odt, DISGUISED),
    ("archive.docx", lambda: benign.archive({"a.txt": "a"}), DISGUISED),
    ("tronqué.docx", lambda: benign.docx()[:-100], DAMAGED),
    ("image.xlsx", benign.png, DAMAGED),
    ("verrouillé.odt", office.odt_locked, "protégé par un mot de passe"),
    ("macro.odt", lambda: benign.with_part(benign.odt(), "Basic/Standard/a.xml", "<a/>"), PROGRAM),
    ("déclencheur.odt", office.odt_with_listener, MACRO),
    ("déclencheur des styles.odt", office.odt_with_listener_in_its_styles, MACRO),
    ("cellule lointaine.xlsx", lambda: office.sheet('<row r="1"><c r="XFD1048576"><v>1</v></c></row>'), FAR),
    ("cellule annoncée.xlsx", lambda: office.sheet('<row><c r="XFD1048576"/></row>', "A1:XFD1048576"), FAR),
    (
        "immensité annoncée.xlsx",
        lambda: office.sheet('<row><c r="A1"><v>1</v></c></row>', "A1:XFD1048576"),
        FAR,
    ),
    ("guillemets simples.xlsx", lambda: office.sheet("<row r='1'><c r='XFD1048576'><v>1</v></c></row>"), FAR),
    ("ailleurs.xlsx", office.far_cell_under_another_name, FAR),
    (
        "dimension fausse.xlsx",
        lambda: office.sheet('<row><c r="D9"><v>1</v></c></row>', "A1:C5"),
        "annonce moins de cellules",
    ),
    (
        "dimension fausse et texte.xlsx",
        lambda: office.sheet('<row><c r="D9" t="inlineStr"><is><t>a</t></is></c></row>', "A1:C5"),
        "annonce moins de cellules",
    ),
    ("cellule sans place.xlsx", lambda: office.sheet('<row r="1048576"><c><v>1</v></c></row>'), FAR),
    ("appel.xlsx", office.xlsx_that_calls_a_program, MACRO),
    ("place impossible.xlsx", lambda: office.sheet('<row><c r="ZZZZ1"><v>1</v></c></row>'), DAMAGED),
    ("trop large.xlsx", lambda: office.sheet(f"<row>{'<c/>' * 1_001}</row>"), "dépasse 200\u202f000 lignes"),
    ("répétée.ods", lambda: office.filled_ods(1_048_576, 16_384), "dépasse 200\u202f000 lignes"),
    ("répétition impossible.ods", lambda: office.filled_ods(10**30, 1), "dépasse 200\u202f000 lignes"),
    ("lignes.ods", lambda: office.filled_ods(200_001, 1), "dépasse 200\u202f000 lignes"),
    ("cellules.ods", lambda: office.filled_ods(4_000, 1_000), "dépasse 200\u202f000 lignes"),
    ("mots.ods", lambda: office.ods_of_words(4_000, 1_000), "dépasse 200\u202f000 lignes"),
    (
        "première table.ods",
        lambda: office.ods_of_words(200_001, 1, then="<table:table/>"),
        "dépasse 200\u202f000 lignes",
    ),
    ("sans contenu.ods", office.ods_without_content, DISGUISED),
    ("autre racine.ods", office.ods_under_another_root, DAMAGED),
    ("page.csv", lambda: HTML, DISGUISED),
    ("programme.txt", lambda: EXE, DISGUISED),
    ("double.txt", lambda: GIF_AND_SCRIPT, DISGUISED),
    ("octet nul.csv", lambda: b"a;b\n1;\x002\n", "caractères qui n’ont rien à faire"),
    ("utf16.csv", lambda: "a;b".encode("utf-16"), "UTF-16"),
    ("binaire.txt", lambda: b"\x81\x8d\x8f\x90\x9d", "ni en UTF-8 ni en Windows-1252"),
]
