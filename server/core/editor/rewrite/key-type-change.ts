import { freeName, madeName } from '../../schema/catalog/made-names.js';
import type { Column, Table } from '../../schema/relations.js';
import type { Name } from '../../sql/identifier.js';
import { valueType } from '../inverse/structure.js';
import { backfill } from './backfill.js';
import { spoken } from './made-name.js';
import { notNullSteps } from './not-null.js';
import { headOf, holdsUp, isColumnTouchedLater, isTouchedLater, knownTable } from './rewrite.js';
import type { Rewrite, Site, Written } from './rewrite.js';
import { notNullName, standsAlone, syncOf } from './two-columns.js';

/** A larger integer for a primary key, before its numbers run out: a second column, with an index of its own, takes the place of the first. */
export const keyTypeChange: Rewrite = {
  id: 'key-type-change',
  rules: ['changing-column-type'],
  on: 'alter-table',
  plan(action, statement, site) {
    if (action.kind !== 'alter-column-type' || action.using || statement.only || !holdsUp({ ...statement, actions: [action] }, site)) return undefined;
    const { table } = statement;
    const { column: name, type } = action;
    const known = knownTable(site, table);
    const column = known?.columns.get(name);
    const key = known?.constraints.find(it => it.kind === 'primary-key' && it.columns.join() === name && !it.deferrable);
    if (!known || !column?.type || !key || !isLarger(type.name, column.type.name) || type.array || column.type.array) return undefined;
    // Who refers to the key would have to follow it.
    if (known.referencedBy.length > 0 || !standsAlone(column, known, site, key) || isTouchedLater(table, site) || isColumnTouchedLater(name, action, statement, site)) return undefined;

    const { write, catalog } = site;
    const head = headOf(statement, site);
    const next = freeName(name, '', 'new', it => known.columns.has(it));
    const [to, old] = [{ text: valueType(type) }, { text: valueType(column.type) }];
    const sync = syncOf(table, name, write`NEW.${next} := NEW.${name};`, site);
    const fill = backfill(`fill ${table.name} ${next}`, table, known, write`${next} = ${name}`, write`${next} IS NULL`, site);
    const numbers = numbersOf(column, next, known, table, site);
    const index = freeName(table.name, next, 'idx', it => catalog.relation({ schema: known.name.schema, name: it }) !== undefined);
    if (!fill || !numbers) return undefined;
    const native = site.postgres >= 18;
    const [made, kept] = [notNullName(table, next, { ...known, constraints: [] }), notNullName(table, name, known)];
    const built = write`CREATE UNIQUE INDEX CONCURRENTLY ${index} ON ${table} (${next});`;

    return {
      title: 'a new column kept in step, filled in batches and indexed, then swapped',
      undo: write`${head} ALTER COLUMN ${name} TYPE ${old}`,
      plainUndo: true,
      steps: [
        { name: `add ${table.name} ${next}`, up: [write`${head} ADD COLUMN ${next} ${to};`, ...sync.create], down: [...sync.drop, write`${head} DROP COLUMN ${next};`] },
        fill,
        ...notNullSteps(table, next, head, site),
        { name: `index ${index}`, up: [built], down: [write`DROP INDEX IF EXISTS ${spoken({ schema: known.name.schema, name: index }, site)};`], outsideTransaction: true },
        {
          name: `swap ${table.name} ${name}`,
          up: [
            ...sync.drop,
            ...numbers.before,
            write`${head} DROP CONSTRAINT ${key.name};`,
            write`${head} DROP COLUMN ${name};`,
            write`${head} RENAME COLUMN ${next} TO ${name};`,
            ...(native ? [write`${head} RENAME CONSTRAINT ${made} TO ${kept};`] : []),
            write`${head} ADD CONSTRAINT ${key.name} PRIMARY KEY USING INDEX ${index};`,
            ...numbers.after,
          ],
          down: [
            ...numbers.back.before,
            write`${head} DROP CONSTRAINT ${key.name};`,
            ...(native ? [write`${head} RENAME CONSTRAINT ${kept} TO ${made};`] : []),
            write`${head} RENAME COLUMN ${name} TO ${next};`,
            write`${head} ADD COLUMN ${name} ${old};`,
            write`UPDATE ${table} SET ${name} = ${next}::${old};`,
            write`${head} ADD CONSTRAINT ${key.name} PRIMARY KEY (${name});`,
            ...numbers.back.after,
            write`CREATE UNIQUE INDEX ${index} ON ${table} (${next});`,
            ...sync.create,
          ],
          note: `Old sessions that know ${name} by its old type have to plan their statements anew.`,
        },
      ],
    };
  },
};

const INTEGERS = ['int2', 'int4', 'int8'];

function isLarger(type: string, than: string): boolean {
  return INTEGERS.includes(than) && INTEGERS.indexOf(type) > INTEGERS.indexOf(than);
}

/** What has to be said for the numbers to come to the other column: before it takes the place of the first, and after; and on the way back. */
interface Numbers {
  readonly before: readonly Written[];
  readonly after: readonly Written[];
  readonly back: Pick<Numbers, 'before' | 'after'>;
}

/** `undefined` where they come from what is not known here. */
function numbersOf(column: Column, next: string, known: Table, table: Name, site: Site): Numbers | undefined {
  const { write, catalog } = site;
  const owned = catalog.dependents(known.name).find(it => it.kind === 'sequence' && it.ownedBy?.column === column.name)?.name;
  const sequence = owned && spoken(owned, site);
  if (column.generated === 'identity') return identityNumbers();
  if (column.generated !== undefined) return undefined;

  const given = column.default ?? (sequence && { text: `nextval('${write`${sequence}`.text.replaceAll("'", "''")}')` });
  // A constant means the same in a larger type.
  if (column.default && !/^-?\d+$/.test(column.default.text) && !column.default.calls.some(it => it.name === 'nextval')) return undefined;
  const ownedBy = (name: string) => (sequence ? [write`ALTER SEQUENCE ${sequence} OWNED BY ${table}.${name};`] : []);
  // A sequence that was made for the smaller type ends where that does.
  const as = (type: string) => (sequence && column.type?.serial ? [write`ALTER SEQUENCE ${sequence} AS ${{ text: type }};`] : []);
  const set = given ? [write`ALTER TABLE ${table} ALTER COLUMN ${column.name} SET DEFAULT ${given};`] : [];
  return {
    before: ownedBy(next),
    after: [...set, ...as('bigint')],
    back: { before: [...as(valueType(column.type!)), ...(given ? [write`ALTER TABLE ${table} ALTER COLUMN ${column.name} DROP DEFAULT;`] : [])], after: [...set, ...ownedBy(column.name)] },
  };

  /** A sequence of an identity cannot change hands: each column has its own, which goes on where the other has stopped. */
  function identityNumbers(): Numbers | undefined {
    const { identity } = column;
    const taken = (name: string): boolean => catalog.relation({ schema: known.name.schema, name }) !== undefined;
    if (!sequence || !identity || identity.options || sequence.name !== madeName(known.name.name, column.name, 'seq')) return undefined;
    const other = freeName(known.name.name, next, 'seq', taken);
    const numbered = (name: string) => write`ALTER TABLE ${table} ALTER COLUMN ${name} ADD ${identity.always ? write`GENERATED ALWAYS AS IDENTITY` : write`GENERATED BY DEFAULT AS IDENTITY`};`;
    const text = (it: string) => `'${it.replaceAll("'", "''")}'`;
    const sequenceOf = (name: string): Written => ({ text: `pg_get_serial_sequence(${text(write`${table}`.text)}, ${text(name)})` });
    const goesOn = (name: string, from: string) => write`SELECT setval(${sequenceOf(name)}, nextval(${sequenceOf(from)}), FALSE);`;
    return {
      before: [numbered(next), goesOn(next, column.name)],
      after: [write`ALTER SEQUENCE ${{ ...sequence, name: other }} RENAME TO ${sequence.name};`],
      back: {
        before: [write`ALTER SEQUENCE ${sequence} RENAME TO ${other};`],
        after: [numbered(column.name), goesOn(column.name, next), write`ALTER TABLE ${table} ALTER COLUMN ${next} DROP IDENTITY;`],
      },
    };
  }
}
