"""Files as people really make them, which must be accepted whole."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pikepdf
import typst
from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.chart import BarChart, Reference
from PIL import Image

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf() -> bytes:
    """Two pages by Typst, tagged, PDF/A and PDF/UA at once."""
    text = '#set document(title: "Enquête")\n#set text(lang: "fr")\n= Enquête 2022\nÀ l’œuvre.\n#pagebreak()\nSuite'
    return typst.compile(text.encode(), format="pdf", pdf_standards=["a-2a", "ua-1"])


def pdf_with_links() -> bytes:
    """A table of contents, a link to a site and a link to a page: nothing that acts by itself."""
    text = (
        '#outline()\n= Un <un>\n#link("https://www.strasbourg.eu")[le site]\n#link(<un>)[plus haut]\n#pagebreak()\n= B'
    )
    return typst.compile(text.encode(), format="pdf")


def pdf_by_scanner() -> bytes:
    """An image on a page, without object streams, as scanners write it; a mail server added line ends after it."""
    out = io.BytesIO()
    Image.new("RGB", (400, 560), "white").save(out, "PDF")
    return out.getvalue() + b"\r\n\r\n"


def jpeg(*, exif: bool = True) -> bytes:
    """A photograph by a phone held upright: place, author, device, orientation, a thumbnail."""
    image = Image.new("RGB", (40, 20), "white")
    image.paste("red", (0, 0, 20, 20))
    data = Image.Exif()
    data[0x0112] = 6
    data[0x010F], data[0x013B] = "Téléphone", "Nom Prénom"
    data.get_ifd(0x8825).update({1: "N", 2: (48.0, 34.0, 24.0), 3: "E", 4: (7.0, 45.0, 8.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95, comment="Nom Prénom", **({"exif": data} if exif else {}))
    return out.getvalue()


def png(mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (30, 20)).save(out, "PNG", **options)
    return out.getvalue()


def xlsx() -> bytes:
    """Two sheets, a chart, a formula, a frozen row, a merged title, a link."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Données"
    sheet.append(["Structure", "Carnets"])
    for number in range(1, 200):
        sheet.append([f"Structure {number}", number])
    sheet["D1"] = "=SUM(B2:B200)"
    sheet["D2"].hyperlink = "https://www.strasbourg.eu"
    sheet.merge_cells("E1:F1")
    sheet.freeze_panes = "A2"
    sheet.column_dimensions["XFD"].width = 20
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=20), titles_from_data=True)
    sheet.add_chart(chart, "H2")
    book.create_sheet("Vide")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx_streamed() -> bytes:
    """As exports write it: no dimension declared, no shared text."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Export")
    for number in range(300):
        sheet.append([number, "texte", None, 1.5])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx_with_far_formats() -> bytes:
    """Rows formatted down to the last one, as spreadsheets leave them, without a cell in them."""
    return with_part(xlsx(), "xl/worksheets/sheet2.xml", sheet_xml('<row r="1"/><row r="1048576" ht="15"/>', "A1"))


def ods() -> bytes:
    """Filled at the top, and the rest of the sheet said in one empty cell repeated, as LibreOffice does."""
    document = OpenDocumentSpreadsheet()
    table = Table(name="Données")
    for number in range(20):
        row = TableRow()
        for value in ("Structure", str(number)):
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=value))
            row.addElement(cell)
        row.addElement(TableCell(numbercolumnsrepeated="16382"))
        table.addElement(row)
    rest = TableRow(numberrowsrepeated="1048556")
    rest.addElement(TableCell(numbercolumnsrepeated="16384"))
    table.addElement(rest)
    document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def odt() -> bytes:
    document = OpenDocumentText()
    document.text.addElement(P(text="Programme d’actions : l’été à Hœnheim"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def docx(body: str = "<w:p><w:r><w:t>Bonjour à tous</w:t></w:r></w:p>", *, main: str = WORD_MAIN) -> bytes:
    """The smallest text that Word opens."""
    return archive(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
            "_rels/.rels": relationships("officeDocument", "word/document.xml", mode=""),
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        }
    )


def docx_with_usual_links() -> bytes:
    """A site linked, a model on someone's own disk, a picture linked, page numbers: what Word writes every day."""
    body = '<w:p><w:fldSimple w:instr=" PAGE \\* MERGEFORMAT "/><w:r><w:instrText>TOC \\o</w:instrText></w:r></w:p>'
    data = with_part(docx(body), "word/_rels/document.xml.rels", relationships("hyperlink", "https://exemple.fr"))
    model = relationships("attachedTemplate", r"file:///C:\Users\nom\Modèles\lettre.dotx")
    return with_part(data, "word/_rels/settings.xml.rels", model)


def docx_with_chart() -> bytes:
    """A chart carries its own little sheet."""
    return with_part(docx(), "word/embeddings/Microsoft_Excel_Sheet1.xlsx", xlsx())


def csv_of_excel() -> bytes:
    return "Structure;Carnets\r\nMairie de Hœnheim;12\r\nL’Étage – été;3\r\n".encode("cp1252")


def csv_utf8() -> bytes:
    return "\ufeffStructure,Carnets\nHœnheim,12\n".encode()


def archive(entries: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in entries.items():
            container.writestr(name, content)
    return out.getvalue()


def with_part(data: bytes, name: str, content: str | bytes) -> bytes:
    """The container with one part added, or put in the place of its namesake."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        entries: dict[str, str | bytes] = {entry: container.read(entry) for entry in container.namelist()}
    return archive(entries | {name: content})


def relationships(kind: str, target: str, *, mode: str = ' TargetMode="External"') -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/{kind}" Target="{target}"{mode}/></Relationships>'
    )


def sheet_xml(rows: str, dimension: str = "") -> str:
    declared = f'<dimension ref="{dimension}"/>' if dimension else ""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}">{declared}<sheetData>{rows}</sheetData></worksheet>'


def rewritten(data: bytes, **options: object) -> bytes:
    """The PDF saved again by qpdf with other options."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(out, **options)
    return out.getvalue()


BENIGN: dict[str, bytes] = {
    "enquête 2022.pdf": pdf(),
    "liens.pdf": pdf_with_links(),
    "scan.PDF": pdf_by_scanner(),
    "linéarisé.pdf": rewritten(pdf(), linearize=True),
    "photo.jpg": jpeg(),
    "Photo.JPEG": jpeg(exif=False),
    "capture.png": png(),
    "palette.png": png("P", transparency=0),
    "gris.png": png("LA"),
    "seize bits.png": png("I;16"),
    "noir et blanc.png": png("1"),
    "tableau.xlsx": xlsx(),
    "export.xlsx": xlsx_streamed(),
    "formats.xlsx": xlsx_with_far_formats(),
    "tableau.ods": ods(),
    "texte.odt": odt(),
    "texte.docx": docx(),
    "courrier.docx": docx_with_usual_links(),
    "rapport.docx": docx_with_chart(),
    "excel.csv": csv_of_excel(),
    "utf8.csv": csv_utf8(),
    "notes.txt": "Réunion du 18 septembre\n\tŒuvrer…\n".encode(),
}
