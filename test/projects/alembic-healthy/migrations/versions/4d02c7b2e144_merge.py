"""merge

Revision ID: 4d02c7b2e144
Revises: 2b7d4e0c9a22, 3c91b6a1f033
Create Date: 2026-01-08 09:00:00
"""

revision = "4d02c7b2e144"
down_revision = ("2b7d4e0c9a22", "3c91b6a1f033")
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
