"""create customers

Revision ID: 1f0a5c2d7e11
Revises:
Create Date: 2026-01-05 09:00:00
"""
import sqlalchemy as sa
from alembic import op

revision = "1f0a5c2d7e11"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "customers",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text()),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade():
    op.drop_table("customers")
