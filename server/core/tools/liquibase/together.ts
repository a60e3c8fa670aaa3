import { pathOf, type Migration } from '../../migrations/migration.js';

/**
 * Changesets that reach every database in one go, as far as their names tell. One is a single change, so what belongs
 * together is several of them: of one moment (`20240102030405-3`, `1332854949306-112`), of what `generateChangeLog` has
 * written, or of one author in one file. A project that has but one file lets it grow for years: its place says nothing there.
 */
export function together(migrations: readonly Migration[]): ReadonlyMap<string, string> {
  const several = new Set(migrations.map(pathOf)).size > 1;
  return new Map(migrations.flatMap((migration): readonly (readonly [string, string])[] => {
    const { id = '', author = '' } = migration.options ?? {};
    const moment = /\d{8,}/.exec(id)?.[0];
    if (moment !== undefined) return [[migration.id, `${moment} ${author}`]];
    if (/\(generated\)$/.test(author)) return [[migration.id, author]];
    return several ? [[migration.id, `${pathOf(migration)} ${author}`]] : [];
  }));
}
