"""Verifies a delivery of Titan Connect. Give it the raw body, before any JSON is parsed."""

import base64
import hashlib
import hmac
import time


def verify(hmac_key: str, headers: dict, body: bytes, now: float | None = None) -> bool:
    event_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not event_id or not timestamp.isdigit():
        return False
    if abs((time.time() if now is None else now) - int(timestamp)) > 300:
        return False
    key = base64.b64decode(hmac_key[6:]) if hmac_key.startswith("whsec_") else hmac_key.encode()
    signed = f"{event_id}.{timestamp}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    given = headers.get("webhook-signature", "").encode().split(b" ")
    return any(hmac.compare_digest(signature, expected.encode()) for signature in given)
