"""PDFs that act by themselves, carry files, or are not what they seem: made here, never kept."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name


def made(change: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
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
    """Not in the list of attachments, but associated to the page; and it does not say that it is a file."""
    stream = document.make_stream(b"MZ\x90\x00")
    document.pages[0].obj.AF = Array([Dictionary(Type=Name.Filespec, F="a.exe", EF=Dictionary(F=stream))])


def thousands_of_pages(document: pikepdf.Pdf) -> None:
    for _ in range(2_000):
        document.add_blank_page()


def written_otherwise(data: bytes) -> bytes:
    """The name of the action with escapes, as those do who hide it from a search of bytes."""
    return data.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/#4aS")


def file_without_a_name(document: pikepdf.Pdf) -> None:
    """Nothing lists it nor names it: it only says what it is."""
    document.Root.Rien = document.make_stream(b"MZ\x90\x00", Type=Name.EmbeddedFile)


def film_on_a_page(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.RichMedia)])
