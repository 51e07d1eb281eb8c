"""Problem details (RFC 9457) made of field names, error types and fixed sentences.

Never of what was sent: FastAPI's own answer to a bad body repeats it.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ValidationError
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"

_SENTENCES = {
    "missing": "This field is required.",
    "extra_forbidden": "A field is not known; see the documented ones.",
    "json_invalid": "The body is not valid JSON in UTF-8.",
    "string_type": "This field must be a text.",
    "string_too_short": "This text is too short.",
    "string_too_long": "This text is too long.",
    "list_type": "This field must be a list.",
    "too_long": "This list is too long.",
    "enum": "This field must be one of the documented values.",
    "model_type": "The body must be a JSON object.",
    "model_attributes_type": "The body must be a JSON object.",
}
_OTHER = "This field is not valid."


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    field: str | None
    type: str
    message: str


class Problem(BaseModel):
    """An RFC 9457 problem; `errors` says which fields are wrong, where fields are."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


def field_problems(errors: Sequence[Any]) -> list[FieldProblem]:
    """Turn pydantic's error list into problems that repeat nothing of the input."""
    return [_field_problem(error["type"], tuple(error["loc"])) for error in errors]


def _field_problem(kind: str, location: tuple[int | str, ...]) -> FieldProblem:
    # The name of an unknown field was made by the sender, so it is input too.
    known = location[:-1] if kind == "extra_forbidden" else location
    path = () if kind == "json_invalid" else known
    return FieldProblem(
        field=".".join(map(str, path)) or None, type=kind, message=_SENTENCES.get(kind, _OTHER)
    )


def problem_response(
    status: HTTPStatus,
    kind: str,
    detail: str,
    errors: list[FieldProblem] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem+json answer. `kind` names the problem for programs, `detail` for people."""
    problem = Problem(
        type=f"urn:waymark:problem:{kind}",
        title=status.phrase,
        status=status.value,
        detail=detail,
        errors=errors or [],
    )
    return Response(
        problem.model_dump_json(),
        status_code=status.value,
        media_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def invalid_parameters(errors: Sequence[Any]) -> Response:
    """The answer to parameters that don't fit; FastAPI puts where they stood before their name."""
    return invalid_input([{**error, "loc": error["loc"][1:]} for error in errors])


def invalid_input(errors: Sequence[Any]) -> Response:
    """The answer to input that doesn't fit its contract."""
    return problem_response(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "invalid-input",
        "The request does not fit the documented contract.",
        field_problems(errors),
    )


def invalid_body(error: ValidationError) -> Response:
    """The answer to a body that doesn't fit its contract."""
    return invalid_input(
        error.errors(include_input=False, include_url=False, include_context=False)
    )
