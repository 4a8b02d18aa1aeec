"""The organisations whose own log-in is accepted, as the operator names them in the environment.

Swedish: organisationens inloggning (OpenID Connect). `docs/guides/operator.md` tells how they are set up.
"""

from collections.abc import Mapping
from typing import Any

NEEDED = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "DOMAINS")


def organisations(environment: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what `LJUSPUNKT_OIDC=city,region` and `LJUSPUNKT_OIDC_CITY_ISSUER=…` say, as django-allauth reads it.

    Raises:
        ValueError: an organisation is named and its settings are incomplete.
    """
    names = [part.strip().lower() for part in environment.get("LJUSPUNKT_OIDC", "").split(",") if part.strip()]
    return [_organisation(name, environment) for name in names]


def _organisation(name: str, environment: Mapping[str, str]) -> dict[str, Any]:
    prefix = f"LJUSPUNKT_OIDC_{name.upper().replace('-', '_')}"
    given = {key: environment.get(f"{prefix}_{key}", "") for key in (*NEEDED, "NAME", "EMAIL")}
    missing = [key for key in NEEDED if not given[key]]
    if missing:
        raise ValueError(f"LJUSPUNKT_OIDC names {name!r}, and {prefix}_{missing[0]} is missing.")
    return {
        "provider_id": name,
        "name": given["NAME"] or name.capitalize(),
        "client_id": given["CLIENT_ID"],
        "secret": given["CLIENT_SECRET"],
        "settings": {
            "server_url": given["ISSUER"],
            "oauth_pkce_enabled": True,
            "email_trusted": given["EMAIL"] == "trusted",
            "domains": [part.strip().lower() for part in given["DOMAINS"].split(",") if part.strip()],
        },
    }
