"""Ed25519: this computer's own key, private keys in PEM files, and signatures that say what they are for."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from recovery_station.errors import UsageError
from recovery_station.flash import vault

KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
_OWN: Final = "signing"
_ID_DIGITS: Final = 16


@dataclass(frozen=True)
class Signer:
    """A private key; `place` is set when it was made just now."""

    key: Ed25519PrivateKey
    place: vault.Place | None = None

    @property
    def public(self) -> bytes:
        """The 32 bytes by which others check."""
        return self.key.public_key().public_bytes_raw()

    def sign(self, purpose: str, data: bytes) -> bytes:
        """64 bytes over `data`; for another purpose they are no signature."""
        return self.key.sign(_said(purpose, data))


def id_of(public: bytes) -> str:
    """How a key is called among people: the first 16 digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:_ID_DIGITS]


def is_signed(public: bytes, purpose: str, data: bytes, signature: bytes) -> bool:
    """True when the owner of `public` signed exactly this, for this purpose."""
    with contextlib.suppress(InvalidSignature, ValueError):
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _said(purpose, data))
        return True
    return False


def own() -> Signer:
    """The key of this computer, made at first use and kept as vault.py says. Raises StoreError.

    When the keyring does not open a new one is made in a file, which counts from then on.
    """
    try:
        seed = vault.find(_OWN, KEY_BYTES)
    except vault.ShutAwayError:
        seed = None
    if seed is not None:
        return Signer(Ed25519PrivateKey.from_private_bytes(seed))
    key = Ed25519PrivateKey.generate()
    return Signer(key, vault.keep(_OWN, key.private_bytes_raw()))


def own_public() -> bytes | None:
    """The public half of this computer's key, None while it has none, or while its keyring does not open."""
    try:
        seed = vault.find(_OWN, KEY_BYTES)
    except vault.ShutAwayError:
        return None
    return (
        None if seed is None else Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    )


def make_file(path: Path, passphrase: str) -> Signer:
    """A new private key as PEM (PKCS 8), encrypted when `passphrase` is not empty. Raises StoreError."""
    key = Ed25519PrivateKey.generate()
    locked = serialization.BestAvailableEncryption(passphrase.encode()) if passphrase else None
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        locked or serialization.NoEncryption(),
    )
    vault.write_private(path, pem)
    return Signer(key)


def load_file(path: Path, ask: Callable[[], str]) -> Signer:
    """The private key in a PEM file; `ask` gets its passphrase when there is one.

    Raises UsageError (no such file, no Ed25519 key, wrong passphrase), StoreError when others can read it.
    """
    text = vault.guarded_text(path)
    if text is None:
        raise UsageError(f"there is no key file {path}", "`station keys make FILE` makes one")
    pem = text.encode()
    try:
        key = _key_in(pem, ask)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UsageError(
            f"{path} is no private key in PEM, or its passphrase was wrong", "take the file of the key"
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError(f"{path} holds no Ed25519 key", "`station keys make FILE` makes one")
    return Signer(key)


def _key_in(pem: bytes, ask: Callable[[], str]) -> object:
    try:
        return serialization.load_pem_private_key(pem, None)
    except TypeError:  # it is encrypted
        return serialization.load_pem_private_key(pem, ask().encode())


def _said(purpose: str, data: bytes) -> bytes:
    return f"recovery-station {purpose}\n".encode() + data
