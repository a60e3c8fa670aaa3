"""What Alembic itself takes for applied, and what it would run now: a line for each revision."""

import os

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

script = ScriptDirectory.from_config(Config("alembic.ini"))
with create_engine(os.environ["DATABASE_URL"]).connect() as connection:
    heads = MigrationContext.configure(connection).get_current_heads()

pending = {step.revision.revision for step in script._upgrade_revs("heads", heads)}
for revision in script.walk_revisions():
    print("pending" if revision.revision in pending else "applied", revision.revision, revision.doc)
