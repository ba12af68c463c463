"""Where files that belong to someone are kept: outside any public folder, served by a view that asks who is reading."""

from django.core.files.storage import Storage, storages


def private_storage() -> Storage:
    """The storage of signed copies, attachments and dossiers (setting `STORAGES["private"]`)."""
    return storages["private"]
