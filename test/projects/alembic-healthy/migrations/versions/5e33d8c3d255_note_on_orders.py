"""note on orders

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
    op.execute("SET LOCAL lock_timeout = '2s'")
    op.add_column("orders", sa.Column("note", sa.Text()))
    op.create_foreign_key(
        "orders_customer_id_fkey", "orders", "customers", ["customer_id"], ["id"], postgresql_not_valid=True
    )


def downgrade():
    op.drop_constraint("orders_customer_id_fkey", "orders", type_="foreignkey")
    op.drop_column("orders", "note")
