"""The addresses of all pages, without their language."""

PAGES = [
    "/",
    "/conference/conference-2014/",
    *(f"/conference/conference-2014/votes/{vote}/" for vote in range(1, 6)),
    "/conference/conference-2014/protocols/core/",
    "/conference/conference-2014/protocols/comprehensive/",
    "/conference/conference-2014/candidates/25/",
    "/conference/conference-2014/report/",
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
