"""A stand-in for an organisation's own log-in: the four addresses of OpenID Connect that a client meets.

It signs its tokens like a real one. What it says about the person is set by the test.
"""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "ljuspunkt", "a secret of the tests"


class Organisation:
    """The provider: who is logged in there, and what the client asked for."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {"sub": "17", "email": "reader.alfa@example.se", "email_verified": True}
        self.asked: dict[str, dict[str, str]] = {}
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.address = ""

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce, **self.person}
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "tests"})

    def proves(self, asked: dict[str, str], verifier: str) -> bool:
        """Return whether whoever brings the code is the one who asked for it (PKCE)."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        return asked.get("code_challenge") == challenge


@contextmanager
def running() -> Iterator[Organisation]:
    """Run the provider on a free port of this machine."""
    organisation = Organisation()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_words: object) -> None:
            return

        def answer(self, said: dict[str, Any], status: int = 200) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            here = organisation.address
            if parts.path == "/.well-known/openid-configuration":
                self.answer(
                    {
                        "issuer": here,
                        "authorization_endpoint": f"{here}/authorize",
                        "token_endpoint": f"{here}/token",
                        "userinfo_endpoint": f"{here}/person",
                        "jwks_uri": f"{here}/keys",
                        "token_endpoint_auth_methods_supported": ["client_secret_post"],
                    }
                )
            elif parts.path == "/authorize":
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                code = f"code-{len(organisation.asked)}"
                organisation.asked[code] = asked
                self.send_response(302)
                self.send_header(
                    "Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
                )
                self.end_headers()
            elif parts.path == "/person":
                self.answer(organisation.person)
            elif parts.path == "/keys":
                public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(organisation.key.public_key()))
                self.answer({"keys": [{**public, "kid": "tests", "alg": "RS256", "use": "sig"}]})

        def do_POST(self) -> None:
            given = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            asked = organisation.asked.pop(given["code"][0], {})
            if given["client_secret"] != [SECRET] or not organisation.proves(
                asked, given.get("code_verifier", [""])[0]
            ):
                self.answer({"error": "invalid_grant"}, 400)
                return
            token = organisation.id_token(asked.get("nonce", ""))
            self.answer({"access_token": "for the tests", "token_type": "Bearer", "expires_in": 300, "id_token": token})

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    organisation.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield organisation
    server.shutdown()
    server.server_close()
