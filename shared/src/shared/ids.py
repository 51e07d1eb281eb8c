"""Deterministic ids: the same query event always gets the same detection and recommendation.

They are made from ids alone, never from text, so that nobody can guess a search from an id.
"""

from uuid import NAMESPACE_URL, uuid5

_DETECTION = uuid5(NAMESPACE_URL, "urn:waymark:detection:v1")
_RECOMMENDATION = uuid5(NAMESPACE_URL, "urn:waymark:recommendation:v1")


def detection_id(query_id: str) -> str:
    """The id of what was detected in this query event."""
    return str(uuid5(_DETECTION, query_id))


def recommendation_id(of_detection: str) -> str:
    """The id of the recommendation that answers this detection."""
    return str(uuid5(_RECOMMENDATION, of_detection))
