"""An expert's device and an organiser's browser, written a second time with other libraries than ours.

What they work out from a code must be what `preparation_codes.py` and the pages' scripts work out.
"""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
PAGE = 8192


def written(content: bytes) -> str:
    """Return bytes as the pages write them."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def read(text: str) -> bytes:
    """Return what was written so."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def root(secret: str, salt: str) -> bytes:
    """Return what a code gives after the slow part."""
    return PBKDF2HMAC(hashes.SHA256(), 32, bytes.fromhex(salt), 600_000).derive(secret.encode())


def expanded(material: bytes, what: str) -> bytes:
    """Return a key of its own for each purpose."""
    return HKDF(hashes.SHA256(), 32, None, what.encode()).derive(material)


@dataclass
class Device:
    """What an expert's device knows."""

    code: str
    salt: str
    identifier: str = field(init=False)
    key: bytes = field(init=False)

    def __post_init__(self) -> None:
        material = root(self.code[:16], self.salt)
        self.identifier = written(expanded(material, "ljuspunkt identifier"))
        self.key = expanded(material, "ljuspunkt marking")

    @property
    def who(self) -> dict[str, str]:
        """What goes along with every request."""
        return {"identifier": self.identifier, "ticket": self.code[16:]}

    def seal(self, value: object) -> str:
        """Return a value as the server gets it."""
        plain = json.dumps(value).encode()
        plain += b" " * (-len(plain) % PAGE or PAGE)
        nonce = os.urandom(12)
        return written(nonce + AESGCM(self.key).encrypt(nonce, plain, self.identifier.encode()))

    def unseal(self, text: str) -> object:
        """Return a value that was sealed under the same code."""
        whole = read(text)
        return json.loads(AESGCM(self.key).decrypt(whole[:12], whole[12:], self.identifier.encode()))


def mask_of(seed: bytes, n: int) -> list[int]:
    """Return the numbers of a mask."""
    cipher = Cipher(algorithms.AES(seed), modes.CTR(bytes(16))).encryptor()
    stream = cipher.update(bytes(4 * n))
    return [int.from_bytes(stream[4 * place : 4 * place + 4]) for place in range(n)]


def masked(vector: list[int], public_key: str) -> tuple[list[int], str]:
    """Return a vector under a new mask, and the mask's seed sealed to the organiser's key."""
    seed = os.urandom(16)
    key = serialization.load_der_public_key(read(public_key))
    assert isinstance(key, rsa.RSAPublicKey)
    hidden = [(one + other) % 2**32 for one, other in zip(vector, mask_of(seed, len(vector)), strict=True)]
    return hidden, written(key.encrypt(seed, OAEP))


class Organiser:
    """An organiser's browser: the key of the totals, sealed under a code."""

    def __init__(self) -> None:
        self.secret = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        public = self.secret.public_key()
        self.public_key = written(
            public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        )
        self.sealed_key = "sealed in the browser"

    def totals(self, sum_of_masked: list[int], seeds: list[str]) -> list[int]:
        """Take the masks off a sum."""
        for sealed in seeds:
            mask = mask_of(self.secret.decrypt(read(sealed), OAEP), len(sum_of_masked))
            sum_of_masked = [(one - other) % 2**32 for one, other in zip(sum_of_masked, mask, strict=True)]
        return sum_of_masked
