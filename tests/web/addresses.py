"""The addresses of all pages, without their language."""

PAGES = [
    "/",
    "/conference/",
    *(f"/conference/votes/{vote}/" for vote in range(1, 6)),
    "/conference/protocols/core/",
    "/conference/protocols/comprehensive/",
    "/indicators/4/",
    "/indicators/16/",
    "/report/",
    "/report/indicator-4/",
    "/report/figures/",
    "/report/associations/Lindåsen/",
    "/audit/",
    "/accessibility/",
]
LANGUAGES = ["sv", "en"]
EVERY = [f"/{language}{page}" for language in LANGUAGES for page in PAGES]
