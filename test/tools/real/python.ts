/** A revision of Alembic; `down` and `upgrade` are Python. */
export function revision(id: string, down: string, upgrade: string, more = ''): string {
  return `"""revision ${id}"""\nimport sqlalchemy as sa\nfrom alembic import op\n\nrevision = '${id}'\ndown_revision = ${down}\n${more}\n\ndef upgrade():\n    ${upgrade}\n\n\ndef downgrade():\n    pass\n`;
}

/** A migration of Django's app `shop`, after others of it. */
export function djangoMigration(after: readonly string[], operations: string, more = 'atomic = True'): string {
  return `from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    ${more}\n    dependencies = [${after.map(it => `("shop", "${it}")`).join(', ')}]\n    operations = [\n        ${operations}\n    ]\n`;
}
