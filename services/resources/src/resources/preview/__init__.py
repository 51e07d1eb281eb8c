"""A panel as HTML, to look at and to embed."""
