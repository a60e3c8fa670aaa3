"""create wishes

Revision ID: 6f44e9d4c366
Revises: 4d02c7b2e144
Create Date: 2026-01-09 09:00:00
"""
import sqlalchemy as sa
from alembic import op

revision = "6f44e9d4c366"
down_revision = "4d02c7b2e144"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("wishes", sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True), sa.Column("words", sa.Text(), nullable=False))


def downgrade():
    op.drop_table("wishes")
