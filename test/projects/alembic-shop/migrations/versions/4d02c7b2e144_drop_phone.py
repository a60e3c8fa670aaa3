"""drop phone

Revision ID: 4d02c7b2e144
Revises: 3c91b6a1f033
Create Date: 2026-01-08 09:00:00
"""
from alembic import op

revision = "4d02c7b2e144"
down_revision = "3c91b6a1f033"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("SET LOCAL lock_timeout = '2s'")
    op.execute(
        """
        ALTER TABLE customers
            DROP COLUMN phone
        """
    )


def downgrade():
    op.execute("ALTER TABLE customers ADD phone texxt nonsense,")
