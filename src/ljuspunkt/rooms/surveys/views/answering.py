"""The respondents' pages behind Django's own handler, for servers that call Django alone; `answering/` answers.

`ljuspunkt serve` answers them before Django (`config/asgi.py`), with the same function.
"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from ljuspunkt.rooms.surveys.answering.site import answer
from ljuspunkt.rooms.surveys.answering.web import LARGEST, Asked


@csrf_exempt  # the same page for everybody has no token; where a form comes from is asked in its place
def respond(request: HttpRequest, **_parts: str) -> HttpResponse:
    """Answer a respondent's request."""
    found = answer(
        Asked(
            method=request.method or "GET",
            path=request.path,
            headers={
                **{name.lower(): value for name, value in request.headers.items()},
                "host": request.get_host(),
            },
            body=request.read(LARGEST + 1),
            connected=str(request.META.get("REMOTE_ADDR", "")),
            secure=request.is_secure(),
        )
    )
    response = HttpResponse(found.body, status=found.status)
    del response.headers["content-type"]
    for name, value in found.headers:
        if name == "set-cookie":
            held, _, rest = value.partition("; ")
            key, _, content = held.partition("=")
            response.cookies[key] = content
            for attribute in rest.split("; "):
                what, _, how = attribute.partition("=")
                response.cookies[key][what.lower()] = how or True
        else:
            response.headers[name] = value
    return response
