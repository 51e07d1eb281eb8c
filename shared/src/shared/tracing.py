"""W3C trace context: one trace from query event to recommendation.

https://www.w3.org/TR/trace-context/#traceparent-header
"""

import re
import secrets

_TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})")


def child_of(traceparent: str | None) -> str:
    """A traceparent for the next step of this trace, or of a new one where none was handed in."""
    known = _TRACEPARENT.fullmatch(traceparent or "")
    trace, flags = known.groups() if known else (secrets.token_hex(16), "01")
    return f"00-{trace}-{secrets.token_hex(8)}-{flags}"
