"""create carts

Revision ID: 7a55f0e5b477
Revises: 5e33d8c3d255_create_coupons
Create Date: 2026-01-09 09:00:00
"""
import sqlalchemy as sa
from alembic import op

revision = "7a55f0e5b477"
down_revision = "5e33d8c3d255_create_coupons"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("carts", sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True), sa.Column("words", sa.Text(), nullable=False))


def downgrade():
    op.drop_table("carts")
