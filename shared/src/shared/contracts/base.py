"""What all contracts have in common."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Contract(BaseModel):
    """A message between processes. Consumers are tolerant: unknown fields are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    def to_json(self) -> bytes:
        """The message as it travels: UTF-8 JSON."""
        return self.model_dump_json().encode()


def inlined_schema(model: type[BaseModel]) -> dict[str, Any]:
    """A model's JSON Schema without references, to stand inside another document."""
    schema = model.model_json_schema()
    definitions = schema.pop("$defs", {})

    def inline(part: Any) -> Any:  # noqa: ANN401 - any JSON
        if isinstance(part, list):
            return [inline(item) for item in part]
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            others = {key: value for key, value in part.items() if key != "$ref"}
            part = {**definitions[part["$ref"].rpartition("/")[2]], **others}
        return {key: inline(value) for key, value in part.items()}

    inlined: dict[str, Any] = inline(schema)
    return inlined
