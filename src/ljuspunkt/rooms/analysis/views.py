"""The audit's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Show what the audit of the release said."""
    raise Http404
