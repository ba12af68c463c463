"""Files that someone could send to do harm, or by mistake: name, content made here, words of the refusal."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.core import benign_files as benign

SCRIPT = "contient un script ou une action automatique"
OTHER_FILES = "contient d’autres fichiers"
DAMAGED = "abîmé"
PROGRAM = "contient une macro, un programme ou un objet inséré"
MACRO = "contient une macro ou une commande"
HUGE = "démesuré une fois ouvert"
FAR = "une cellule très loin des autres"
DISGUISED = "malgré son nom"


def pdf(change: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
    """A PDF of one page, changed in some way."""
    out = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    change(document)
    document.save(out, **options)
    return out.getvalue()


def opening(action: Dictionary) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = document.make_indirect(action)

    return change


def javascript() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def page_script(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.AA = Dictionary(O=javascript())


def deep_script(document: pikepdf.Pdf) -> None:
    """Far inside arrays and dictionaries written one in the other."""
    value: object = javascript()
    for _ in range(40):
        value = Array([Dictionary(Deep=value)])
    document.Root.Rien = value


def named_script(document: pikepdf.Pdf) -> None:
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["début", javascript()])))


def sending_form(document: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.SubmitForm, F="https://exemple.fr")
    document.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, A=action)])


def dynamic_form(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = Dictionary(Fields=Array(), XFA=document.make_stream(b"<xdp/>"))


def joined_file(document: pikepdf.Pdf) -> None:
    document.attachments["programme.exe"] = b"MZ\x90\x00"


def associated_file(document: pikepdf.Pdf) -> None:
    """Not in the list of attachments, but associated to the page."""
    stream = document.make_stream(b"MZ\x90\x00", Type=Name.EmbeddedFile)
    document.pages[0].obj.AF = Array([Dictionary(Type=Name.Filespec, F="a.exe", EF=Dictionary(F=stream))])


def thousands_of_pages(document: pikepdf.Pdf) -> None:
    for _ in range(2_000):
        document.add_blank_page()


def written_otherwise(data: bytes) -> bytes:
    """The name of the action with escapes, as those do who hide it from a search of bytes."""
    return data.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/#4aS")


def big_png(width: int, height: int) -> bytes:
    """A picture of one colour that takes little room until it is decoded."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packer = zlib.compressobj(9)
    line = b"\x00" * (width * 3 + 1)
    body = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def png_with_bomb_of_text() -> bytes:
    """A compressed comment that unpacks to 200 MB."""
    packer = zlib.compressobj(9)
    text = b"".join(packer.compress(b"\x00" * 1_000_000) for _ in range(200)) + packer.flush()
    body = b"zTXt" + b"Comment\x00\x00" + text
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    clean = benign.png()
    return clean[:33] + chunk + clean[33:]


def zip_bomb() -> bytes:
    return benign.with_part(benign.docx(), "word/media/image1.png", b"\x00" * 120_000_000)


def zip_with_lying_sizes() -> bytes:
    """The headers say that nothing much comes out."""
    data = bytearray(zip_bomb())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as container:
        entry = container.getinfo("word/media/image1.png")
    real = struct.pack("<I", entry.file_size)
    return bytes(data.replace(real, struct.pack("<I", 1000)))


def zip_of_many_small_bombs() -> bytes:
    """Each under the ratio's attention, together beyond the limit."""
    parts = {f"word/media/image{n}.png": b"\x00" * 1_000_000 for n in range(250)}
    with zipfile.ZipFile(io.BytesIO(benign.docx())) as container:
        return benign.archive({name: container.read(name) for name in container.namelist()} | parts)


def nested_bomb() -> bytes:
    """The bomb is in the chart's own sheet."""
    inside = benign.with_part(benign.xlsx(), "xl/media/image1.png", b"\x00" * 120_000_000)
    return benign.with_part(benign.docx(), "word/embeddings/sheet.xlsx", inside)


def many_entries() -> bytes:
    return benign.archive({f"word/part{n}.xml": "<a/>" for n in range(2_001)})


def encrypted_zip() -> bytes:
    data = bytearray(benign.docx())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(signature, at + 1)
    return bytes(data)


def doubled_entry() -> bytes:
    """Two parts of the same name: which one is read depends on the reader."""
    with zipfile.ZipFile(io.BytesIO(benign.docx())) as container:
        parts = [(name, container.read(name)) for name in container.namelist()]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for name, content in parts:
            container.writestr(name, content)
        container.writestr("WORD/document.xml", "<a/>")
    return out.getvalue()


def sheet(rows: str, dimension: str = "") -> bytes:
    return benign.with_part(benign.xlsx(), "xl/worksheets/sheet1.xml", benign.sheet_xml(rows, dimension))


def far_cell_under_another_name() -> bytes:
    """The sheet is not where sheets usually are."""
    data = benign.sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row><row><c r="XFD1048576"><v>1</v></c></row>')
    return benign.with_part(benign.xlsx(), "xl/ailleurs.xml", data)


def filled_ods(rows: int, columns: int) -> bytes:
    """One filled cell, said to be repeated."""
    cell = (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell office:value-type="float"'
        f' office:value="1" table:number-columns-repeated="{columns}"/></table:table-row>'
    )
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table")
    )
    content = (
        f'<office:document-content{spaces}><table:table table:name="a">{cell}</table:table></office:document-content>'
    )
    return benign.with_part(benign.ods(), "content.xml", content)


def odt_locked() -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = f'<m:manifest xmlns:m="{space}"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    return benign.with_part(benign.odt(), "META-INF/manifest.xml", manifest)


def odt_with_listener() -> bytes:
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "script")
    )
    listener = '<script:event-listener script:event-name="dom:load"/>'
    return benign.with_part(
        benign.odt(), "content.xml", f"<office:document-content{spaces}>{listener}</office:document-content>"
    )


def cut_field() -> bytes:
    pieces = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in ("DDE", "AUTO c:\\\\cmd.exe"))
    return benign.docx(f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{pieces}</w:p>')


def entities() -> bytes:
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><a>&b;</a>'
    return benign.with_part(benign.docx(), "word/styles.xml", bomb)


def entities_in_utf16() -> bytes:
    bomb = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY a "aaaa">]><a>&a;</a>'
    return benign.with_part(benign.docx(), "word/styles.xml", bomb.encode("utf-16"))


def macro_under_another_name() -> bytes:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{benign.WORD_MAIN}"/>'
        '<Override PartName="/word/a.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    )
    return benign.with_part(benign.docx(), "[Content_Types].xml", types)


HTML = b"<!doctype html><html><script>alert(1)</script></html>"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 200
GIF_AND_SCRIPT = b"GIF89a/*\x00\x00*/=1;alert(1)//"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
RELS = "word/_rels/settings.xml.rels"

HOSTILE: list[tuple[str, Callable[[], bytes], str]] = [
    ("script à l’ouverture.pdf", lambda: pdf(opening(javascript())), SCRIPT),
    ("script de page.pdf", lambda: pdf(page_script), SCRIPT),
    ("script nommé.pdf", lambda: pdf(named_script), SCRIPT),
    ("script profond.pdf", lambda: pdf(deep_script), SCRIPT),
    (
        "script compressé.pdf",
        lambda: pdf(page_script, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        SCRIPT,
    ),
    ("script déguisé.pdf", lambda: written_otherwise(pdf(opening(javascript()))), SCRIPT),
    ("lancement.pdf", lambda: pdf(opening(Dictionary(S=Name.Launch, F="cmd.exe"))), SCRIPT),
    ("vers un partage.pdf", lambda: pdf(opening(Dictionary(S=Name.GoToR, F="\\\\serveur\\a"))), SCRIPT),
    ("import.pdf", lambda: pdf(opening(Dictionary(S=Name.ImportData, F="a.fdf"))), SCRIPT),
    ("envoi.pdf", lambda: pdf(sending_form), SCRIPT),
    ("xfa.pdf", lambda: pdf(dynamic_form), SCRIPT),
    ("fichier joint.pdf", lambda: pdf(joined_file), OTHER_FILES),
    ("fichier associé.pdf", lambda: pdf(associated_file), OTHER_FILES),
    (
        "chiffré.pdf",
        lambda: pdf(lambda _: None, encryption=pikepdf.Encryption(user="secret", owner="secret")),
        "protégé par un mot de passe",
    ),
    (
        "copie interdite.pdf",
        lambda: pdf(lambda _: None, encryption=pikepdf.Encryption(user="", owner="secret")),
        "chiffré ou protégé contre la copie",
    ),
    ("sans page.pdf", lambda: pdf(lambda document: document.pages.__delitem__(0)), "n’a aucune page"),
    ("roman.pdf", lambda: pdf(thousands_of_pages), "a plus de 2000 pages"),
    ("tronqué.pdf", lambda: benign.pdf()[:-600], DAMAGED),
    ("ruines.pdf", lambda: b"%PDF-1.7\n" + b"\xff" * 400 + b"\n%%EOF", DAMAGED),
    ("pdf et zip.pdf", lambda: benign.pdf() + benign.docx(), "à la fois un PDF et une archive"),
    (
        "zip dans pdf.pdf",
        lambda: pdf(lambda d: setattr(d.Root, "Rien", d.make_stream(benign.docx())), compress_streams=False),
        "à la fois un PDF et une archive",
    ),
    ("page web.pdf", lambda: HTML, DISGUISED),
    ("programme.pdf", lambda: EXE, DISGUISED),
    ("image.pdf", benign.png, DISGUISED),
    ("document.png", benign.pdf, "ce n’est pas une image PNG"),
    ("photo.png", benign.jpeg, "ce n’est pas une image PNG"),
    ("programme.jpg", lambda: EXE, "ce n’est pas une image JPEG"),
    ("double.png", lambda: GIF_AND_SCRIPT, "ce n’est pas une image PNG"),
    ("128 millions.png", lambda: big_png(16_000, 8_000), "dépasse 25 millions de pixels"),
    ("400 millions.png", lambda: big_png(20_000, 20_000), "dépasse 25 millions de pixels"),
    ("commentaire.png", png_with_bomb_of_text, "ce n’est pas une image PNG"),
    ("tronquée.png", lambda: big_png(300, 300)[:-40], DAMAGED),
    ("tronquée.jpg", lambda: benign.jpeg()[:-300], DAMAGED),
    ("bombe.docx", zip_bomb, HUGE),
    ("bombe qui ment.docx", zip_with_lying_sizes, ""),
    ("petites bombes.docx", zip_of_many_small_bombs, HUGE),
    ("bombe dedans.docx", nested_bomb, HUGE),
    ("mille éléments.docx", many_entries, "trop d’éléments"),
    ("chiffré.docx", encrypted_zip, "protégé par un mot de passe"),
    ("ancien.docx", lambda: OLD_WORD, "d’un format ancien"),
    ("doublé.docx", doubled_entry, "noms trompeurs"),
    ("remontée.docx", lambda: benign.with_part(benign.docx(), "../../etc/cron.d/a", "a"), "noms trompeurs"),
    ("absolu.docx", lambda: benign.with_part(benign.docx(), "/etc/passwd", "a"), "noms trompeurs"),
    ("disque.docx", lambda: benign.with_part(benign.docx(), "C:\\a.txt", "a"), "noms trompeurs"),
    ("macro.docx", lambda: benign.with_part(benign.docx(), "word/vbaProject.bin", OLD_WORD), PROGRAM),
    ("macro cachée.docx", macro_under_another_name, MACRO),
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
    ("commande.docx", lambda: benign.docx('<w:p><w:fldSimple w:instr="DDEAUTO cmd"/></w:p>'), MACRO),
    ("commande coupée.docx", cut_field, MACRO),
    ("entités.docx", entities, "définitions trompeuses"),
    ("entités utf16.docx", entities_in_utf16, "définitions trompeuses"),
    ("mal formé.docx", lambda: benign.with_part(benign.docx(), "word/styles.xml", "<a><b></a>"), DAMAGED),
    ("modèle.docx", lambda: benign.docx(main=TEMPLATE), DISGUISED),
    ("tableau.docx", benign.xlsx, DISGUISED),
    ("texte.xlsx", benign.docx, DISGUISED),
    ("texte.ods", benign.odt, DISGUISED),
    ("archive.docx", lambda: benign.archive({"a.txt": "a"}), DISGUISED),
    ("tronqué.docx", lambda: benign.docx()[:-100], DAMAGED),
    ("image.xlsx", benign.png, DAMAGED),
    ("verrouillé.odt", odt_locked, "protégé par un mot de passe"),
    ("macro.odt", lambda: benign.with_part(benign.odt(), "Basic/Standard/a.xml", "<a/>"), PROGRAM),
    ("déclencheur.odt", odt_with_listener, MACRO),
    ("cellule lointaine.xlsx", lambda: sheet('<row r="1"><c r="XFD1048576"><v>1</v></c></row>'), FAR),
    ("cellule annoncée.xlsx", lambda: sheet('<row><c r="XFD1048576"/></row>', "A1:XFD1048576"), FAR),
    ("immensité annoncée.xlsx", lambda: sheet('<row><c r="A1"><v>1</v></c></row>', "A1:XFD1048576"), FAR),
    ("guillemets simples.xlsx", lambda: sheet("<row r='1'><c r='XFD1048576'><v>1</v></c></row>"), FAR),
    ("ailleurs.xlsx", far_cell_under_another_name, FAR),
    ("dimension fausse.xlsx", lambda: sheet('<row><c r="D9"><v>1</v></c></row>', "A1:C5"), "annonce moins de cellules"),
    ("place impossible.xlsx", lambda: sheet('<row><c r="ZZZZ1"><v>1</v></c></row>'), DAMAGED),
    ("trop large.xlsx", lambda: sheet(f"<row>{'<c/>' * 1_001}</row>"), "dépasse 200000 lignes"),
    ("répétée.ods", lambda: filled_ods(1_048_576, 16_384), "dépasse 200000 lignes"),
    ("répétition impossible.ods", lambda: filled_ods(10**30, 1), "dépasse 200000 lignes"),
    ("page.csv", lambda: HTML, DISGUISED),
    ("programme.txt", lambda: EXE, DISGUISED),
    ("double.txt", lambda: GIF_AND_SCRIPT, DISGUISED),
    ("octet nul.csv", lambda: b"a;b\n1;\x002\n", "caractères qui n’ont rien à faire"),
    ("utf16.csv", lambda: "a;b".encode("utf-16"), "UTF-16"),
    ("binaire.txt", lambda: b"\x81\x8d\x8f\x90\x9d", "ni en UTF-8 ni en Windows-1252"),
]
