"""What all contracts have in common."""

from pydantic import BaseModel, ConfigDict


class Contract(BaseModel):
    """A message between processes. Consumers are tolerant: unknown fields are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    def to_json(self) -> bytes:
        """The message as it travels: UTF-8 JSON."""
        return self.model_dump_json().encode()
