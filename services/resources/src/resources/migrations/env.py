"""How Alembic reaches the database: over the connection that store.database hands in."""

from alembic import context

from resources.store.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
