"""index customers

Revision ID: 2b7d4e0c9a22
Revises: 1f0a5c2d7e11
Create Date: 2026-01-06 09:00:00
"""
from alembic import op

revision = "2b7d4e0c9a22"
down_revision = "1f0a5c2d7e11"
branch_labels = None
depends_on = None


def upgrade():
    with op.get_context().autocommit_block():
        op.create_index(
            op.f("ix_customers_email"),
            "customers",
            ["email"],
            postgresql_concurrently=True,
        )


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index(op.f("ix_customers_email"), table_name="customers", postgresql_concurrently=True)
