"""Addresses of questionnaires: the network's, an association's, and own questions at the end of a version."""

from django.urls import URLPattern, path

from ljuspunkt.rooms.surveys.views.instruments import files, parts, pictures, preview, whole, wordings

app_name = "instruments"
ONE = "<slug:slug>/"
VERSION = ONE + "versions/<slug:version>/"
OWN = VERSION + "own/<slug:association>/"


def _editing(base: str, before: str) -> list[URLPattern]:
    """Return the addresses under which something is worded; the same for a version and for own questions."""
    return [
        path(base, whole.version, name=before.rstrip("_")),
        path(base + "questions/", parts.item, name=f"{before}item_new"),
        path(base + "questions/<str:name>/", parts.item, name=f"{before}item"),
        path(base + "sections/", parts.section, name=f"{before}section_new"),
        path(base + "sections/<str:name>/", parts.section, name=f"{before}section"),
        path(base + "parts/<str:name>/remove/", parts.part_remove, name=f"{before}part_remove"),
        path(base + "parts/<str:name>/move/<slug:direction>/", parts.part_move, name=f"{before}part_move"),
        path(base + "lists/", parts.scale, name=f"{before}scale_new"),
        path(base + "lists/<str:name>/", parts.scale, name=f"{before}scale"),
        path(base + "lists/<str:name>/remove/", parts.scale_remove, name=f"{before}scale_remove"),
        path(base + "wordings/<str:language>/", wordings.wordings, name=f"{before}wordings"),
        path(base + "preview/", preview.preview, name=f"{before}preview"),
        path(base + "preview/<str:reading>/", preview.preview, name=f"{before}preview_start"),
        path(base + "preview/<str:reading>/<str:page>/", preview.preview, name=f"{before}preview_page"),
    ]


urlpatterns = [
    path("", whole.instruments, name="list"),
    path("new/", whole.instrument_new, name="new"),
    path("import/", files.file_import, name="import"),
    path("import/look/", files.file_look, name="import_look"),
    path("import/drop/", files.file_drop, name="import_drop"),
    path(ONE, whole.instrument, name="instrument"),
    path(ONE + "new-year/", whole.new_year, name="new_year"),
    path(ONE + "import/", files.file_import, name="version_import"),
    path(ONE + "import/look/", files.file_look, name="version_import_look"),
    path(ONE + "import/drop/", files.file_drop, name="version_import_drop"),
    path(ONE + "symbols/", pictures.picture_new, name="picture_new"),
    path(ONE + "symbols/<str:name>/", pictures.picture, name="picture"),
    path(ONE + "symbols/<str:name>/remove/", pictures.picture_remove, name="picture_remove"),
    path(ONE + "symbols/<str:name>/<slug:sign>.picture", pictures.picture_shown, name="picture_shown"),
    *_editing(VERSION, "version_"),
    path(VERSION + "settings/", whole.settings, name="settings"),
    path(VERSION + "freeze/", whole.freeze, name="freeze"),
    path(VERSION + "remove/", whole.remove, name="remove"),
    path(VERSION + "questionnaire.<slug:kind>", files.file_export, name="export"),
    *_editing(OWN, "own_"),
]
