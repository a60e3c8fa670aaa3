import { backfill } from './backfill.js';
import { notNullSteps } from './not-null.js';
import { isTouchedLater, knownTable } from './rewrite.js';
import type { Rewrite } from './rewrite.js';
import { definitionOf, notNullName, standsAlone, syncOf } from './two-columns.js';

/** Both names are there, and in step, until no application uses the old one any more. */
export const renamedColumn: Rewrite = {
  id: 'renamed-column',
  rules: ['renaming-column'],
  on: 'rename',
  plan({ object, of = 'table', name: table, from, to, ifExists }, site) {
    if (object !== 'column' || of !== 'table' || from === undefined || ifExists || site.isNew(table)) return undefined;
    const known = knownTable(site, table);
    const column = known?.columns.get(from);
    if (!known || !column || known.columns.has(to) || !standsAlone(column, known, site) || isTouchedLater(table, site)) return undefined;

    const { write, postgres } = site;
    const head = write`ALTER TABLE ${{ ...(table.schema !== undefined && { schema: table.schema }), name: table.name }}`;
    const { default: _, ...plain } = { ...column, notNull: false };
    const added = definitionOf({ ...plain, name: to }, site);
    const again = definitionOf(plain, site);
    const fill = backfill(`fill ${table.name} ${to}`, table, known, write`${to} = ${from}`, write`${to} IS DISTINCT FROM ${from}`, site);
    if (!added || !again || !fill) return undefined;
    // Whoever wrote last, by whichever name, is right.
    const sync = syncOf(table, to, write`IF TG_OP = 'INSERT' THEN
    IF NEW.${to} IS NOT NULL THEN NEW.${from} := NEW.${to}; ELSE NEW.${to} := NEW.${from}; END IF;
  ELSIF NEW.${to} IS DISTINCT FROM OLD.${to} THEN
    NEW.${from} := NEW.${to};
  ELSE
    NEW.${to} := NEW.${from};
  END IF;`, site);
    const proofs = column.notNull ? notNullSteps(table, to, head, site) : [];
    const native = column.notNull && postgres >= 18;
    const [made, kept] = [notNullName(table, to, { ...known, constraints: [] }), notNullName(table, from, known)];

    return {
      title: 'a column of the new name, kept in step, until the old one is dropped',
      undo: write`${head} RENAME COLUMN ${to} TO ${from}`,
      plainUndo: true,
      steps: [
        { name: `add ${table.name} ${to}`, up: [write`${head} ADD COLUMN ${added};`, ...sync.create], down: [...sync.drop, write`${head} DROP COLUMN ${to};`] },
        fill,
        ...proofs,
        {
          name: `drop ${table.name} ${from}`,
          up: [
            ...sync.drop,
            write`${head} DROP COLUMN ${from};`,
            ...(native && made !== kept ? [write`${head} RENAME CONSTRAINT ${made} TO ${kept};`] : []),
            ...(column.default ? [write`${head} ALTER COLUMN ${to} SET DEFAULT ${column.default};`] : []),
          ],
          down: [
            ...(native && made !== kept ? [write`${head} RENAME CONSTRAINT ${kept} TO ${made};`] : []),
            ...(column.default ? [write`${head} ALTER COLUMN ${to} DROP DEFAULT;`] : []),
            write`${head} ADD COLUMN ${again};`,
            write`UPDATE ${table} SET ${from} = ${to};`,
            ...(column.notNull ? [write`${head} ALTER COLUMN ${from} SET NOT NULL;`] : []),
            ...(column.default ? [write`${head} ALTER COLUMN ${from} SET DEFAULT ${column.default};`] : []),
            ...sync.create,
          ],
          note: `Only when no application uses the name ${from} any more.`,
        },
      ],
    };
  },
};
