"""index phones

Revision ID: 3c91b6a1f033
Revises: 2b7d4e0c9a22
Create Date: 2026-01-07 09:00:00
"""
from alembic import op

revision = "3c91b6a1f033"
down_revision = "2b7d4e0c9a22"
branch_labels = None
depends_on = None


def upgrade():
    op.create_index("ix_customers_phone", "customers", ["phone"], postgresql_concurrently=True)


def downgrade():
    op.drop_index("ix_customers_phone", table_name="customers")
