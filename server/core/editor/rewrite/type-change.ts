import { freeName } from '../../schema/catalog/made-names.js';
import { valueType } from '../inverse/structure.js';
import { backfill } from './backfill.js';
import { notNullSteps } from './not-null.js';
import { headOf, holdsUp, isColumnTouchedLater, isTouchedLater, knownTable } from './rewrite.js';
import type { Rewrite } from './rewrite.js';
import { definitionOf, notNullName, standsAlone, syncOf } from './two-columns.js';

/** A second column of the new type, kept in step and filled in batches, takes the place of the first. */
export const typeChange: Rewrite = {
  id: 'type-change',
  rules: ['changing-column-type'],
  on: 'alter-table',
  plan(action, statement, site) {
    if (action.kind !== 'alter-column-type' || statement.only || !holdsUp({ ...statement, actions: [action] }, site)) return undefined;
    const { table } = statement;
    const { column: name, type, using, collation } = action;
    const known = knownTable(site, table);
    const column = known?.columns.get(name);
    if (!known || !column || !standsAlone(column, known, site) || isTouchedLater(table, site)) return undefined;
    if (isColumnTouchedLater(name, action, statement, site)) return undefined;
    // A constant means the same whatever the type; of what is computed, or has a type of its own, that is not known.
    if (column.default && !/^(?:[-+]?\d+(?:\.\d+)?|'(?:[^']|'')*'|true|false)$/i.test(column.default.text)) return undefined;

    const { write } = site;
    const head = headOf(statement, site);
    const next = freeName(name, '', 'new', it => known.columns.has(it));
    const to = { text: valueType(type) };
    const sync = syncOf(table, name, using ? write`SELECT ${using} INTO NEW.${next} FROM (SELECT NEW.*) AS ${table.name};` : write`NEW.${next} := NEW.${name};`, site);
    const fill = using
      ? backfill(`fill ${table.name} ${next}`, table, known, write`${next} = ${using}`, write`${next} IS NULL`, site)
      : backfill(`fill ${table.name} ${next}`, table, known, write`${next} = ${name}`, write`${next} IS NULL AND ${name} IS NOT NULL`, site);
    const before = definitionOf({ ...column, notNull: false }, site);
    if (!fill || !before || !column.type) return undefined;
    const proofs = column.notNull ? notNullSteps(table, next, head, site) : [];
    const native = column.notNull && site.postgres >= 18;
    const [made, kept] = [notNullName(table, next, { ...known, constraints: [] }), notNullName(table, name, known)];
    const old = { text: valueType(column.type) };
    // Only of a cast is it known how to go back.
    const isCast = !using || using.castOfColumn === name;

    return {
      title: 'a new column kept in step, filled in batches, then swapped',
      undo: write`${head} ALTER COLUMN ${name} TYPE ${old}`,
      plainUndo: true,
      steps: [
        {
          name: `add ${table.name} ${next}`,
          up: [write`${head} ADD COLUMN ${next} ${to}${collation ? write` COLLATE ${collation}` : { text: '' }};`, ...sync.create],
          down: [...sync.drop, write`${head} DROP COLUMN ${next};`],
        },
        fill,
        ...proofs,
        {
          name: `swap ${table.name} ${name}`,
          up: [
            ...sync.drop,
            write`${head} DROP COLUMN ${name};`,
            write`${head} RENAME COLUMN ${next} TO ${name};`,
            ...(native ? [write`${head} RENAME CONSTRAINT ${made} TO ${kept};`] : []),
            ...(column.default ? [write`${head} ALTER COLUMN ${name} SET DEFAULT ${column.default};`] : []),
          ],
          down: [
            ...(native ? [write`${head} RENAME CONSTRAINT ${kept} TO ${made};`] : []),
            ...(column.default ? [write`${head} ALTER COLUMN ${name} DROP DEFAULT;`] : []),
            write`${head} RENAME COLUMN ${name} TO ${next};`,
            write`${head} ADD COLUMN ${before};`,
            ...(isCast ? [write`UPDATE ${table} SET ${name} = ${next}::${old};`, ...(column.notNull ? [write`${head} ALTER COLUMN ${name} SET NOT NULL;`] : [])] : []),
            ...sync.create,
          ],
          note: `The old values of ${name} are gone with this step.`,
        },
      ],
    };
  },
};
