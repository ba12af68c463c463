"""Office files with bombs, programs, far cells and misleading parts: made here, never kept."""

from __future__ import annotations

import io
import random
import struct
import zipfile

from tests.core import benign_files as benign


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


def ods_under_another_root() -> bytes:
    """The same cells in a part that does not begin as a document does: nobody would measure them."""
    with zipfile.ZipFile(io.BytesIO(filled_ods(1, 100_000_000))) as container:
        content = container.read("content.xml").decode().replace("office:document-content", "office:autre")
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


def docx_in_docx_too_large() -> bytes:
    """Twenty-one megabytes inside, which no ratio gives away."""
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w", zipfile.ZIP_STORED) as container:
        line = random.Random(7).randbytes(3_000)
        container.writestr("a.bin", (line + bytes(60_000)) * (21_000_000 // 63_000 + 1))
    return benign.with_part(benign.docx(), "word/embeddings/a.docx", inside.getvalue())


def small_bombs_in_several_documents() -> bytes:
    """What each document inside unpacks to is bearable, all together is not."""
    inside = benign.archive({f"word/media/{n}.png": bytes(1_000_000) for n in range(90)} | entries_of(benign.docx()))
    return benign.archive({f"word/embeddings/{n}.docx": inside for n in range(3)} | entries_of(benign.docx()))


def entries_of(data: bytes) -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return {name: container.read(name) for name in container.namelist()}


def ods_without_content() -> bytes:
    return benign.archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})


def xlsx_that_calls_a_program() -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    link = f'<externalLink xmlns="{space}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    return benign.with_part(benign.xlsx(), "xl/externalLinks/externalLink1.xml", link)


def odt_with_listener_in_its_styles() -> bytes:
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "script")
    )
    listener = '<script:event-listener script:event-name="dom:load"/>'
    return benign.with_part(
        benign.odt(), "styles.xml", f"<office:document-styles{spaces}>{listener}</office:document-styles>"
    )


def field_after_another() -> bytes:
    """Two instructions that follow each other are not one word."""
    fields = "".join(
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{one}</w:instrText></w:r>'
        for one in ("PAGE", "DDEAUTO cmd")
    )
    return benign.docx(f"<w:p>{fields}</w:p>")


def ods_of_words(rows: int, columns: int, *, then: str = "") -> bytes:
    """A word repeated, in a cell that does not say its type; another table may follow."""
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    cell = f'<table:table-cell table:number-columns-repeated="{columns}"><text:p>a</text:p></table:table-cell>'
    table = f'<table:table><table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row></table:table>'
    content = f"<office:document-content{spaces}>{table}{then}</office:document-content>"
    return benign.with_part(benign.ods(), "content.xml", content)
