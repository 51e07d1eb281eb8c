"""Query text as a type that can't be printed by accident."""

from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

REDACTED = "[redacted]"


class QueryText:
    """What somebody searched. Prints, formats and serialises as redacted.

    Only the detector calls `reveal`; everything else hands the object on.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself. Never log, store, send or raise what this returns."""
        return self._text

    def __repr__(self) -> str:
        return REDACTED

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return REDACTED

    def __reduce__(self) -> str | tuple[Any, ...]:
        raise TypeError("query text is not pickled")

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls,
            core_schema.str_schema(),
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda _: REDACTED, return_schema=core_schema.str_schema()
            ),
        )
