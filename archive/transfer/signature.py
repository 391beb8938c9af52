"""A signature over a WACZ by a key of the operator's: ECDSA over SHA-256, spelled as WebCrypto spells it."""

from __future__ import annotations

import base64
from pathlib import Path

from archive.errors import ArchiveError, MissingExtra


def signed(digest: str, key: Path, *, created: str, software: str) -> dict[str, str]:
    """Return the `signedData` of a package digest ("sha256:…", whose text is what is signed).

    Raises:
        ArchiveError: the file holds no elliptic-curve key in PEM, or one with a passphrase.
        MissingExtra: the package `cryptography` is not installed.

    """
    try:
        from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric import ec, utils  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise MissingExtra("Signing needs the package cryptography: pip install cryptography") from error
    try:
        private = serialization.load_pem_private_key(key.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise ArchiveError(
            f"{key} holds no key that can be used: an elliptic-curve key in PEM, no passphrase."
        ) from error
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise ArchiveError(f"{key} is no elliptic-curve key. `openssl ecparam -name secp384r1 -genkey` makes one.")
    width = (private.key_size + 7) // 8
    first, second = utils.decode_dss_signature(private.sign(digest.encode(), ec.ECDSA(hashes.SHA256())))
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return {
        "hash": digest,
        "created": created,
        "software": software,
        "signature": base64.b64encode(first.to_bytes(width, "big") + second.to_bytes(width, "big")).decode(),
        "publicKey": base64.b64encode(public).decode(),
    }
