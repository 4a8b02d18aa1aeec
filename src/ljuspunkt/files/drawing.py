"""Drawing any picture of a report, whatever kind it is."""

from ljuspunkt.domain.report.picture import FunnelPicture, Picture
from ljuspunkt.files.funnel_pictures import funnel_alone, funnel_in_page
from ljuspunkt.files.pictures import dots_alone, dots_in_page


def drawn_in_page(picture: Picture, *, titled_by: str) -> str:
    """Return a picture as an SVG element for a page; `titled_by` is the id of the heading that states its finding."""
    if isinstance(picture, FunnelPicture):
        return funnel_in_page(picture, titled_by=titled_by)
    return dots_in_page(picture, titled_by=titled_by)


def drawn_alone(picture: Picture, *, dark: bool = True) -> str:
    """Return a picture as a file of its own; one for paper isn't `dark` on dark screens."""
    if isinstance(picture, FunnelPicture):
        return funnel_alone(picture, dark=dark)
    return dots_alone(picture, dark=dark)
