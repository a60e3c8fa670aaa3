"""create coupons

Revision ID: 5e33d8c3d255
Revises: 4d02c7b2e144
Create Date: 2026-01-09 09:00:00
"""
import sqlalchemy as sa
from alembic import op

revision = "5e33d8c3d255"
down_revision = "4d02c7b2e144"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("coupons", sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True), sa.Column("code", sa.Text(), nullable=False))


def downgrade():
    op.drop_table("coupons")
