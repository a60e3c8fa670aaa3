import type { RuleSetting } from '../../settings/rule-settings.js';
import { bytesOf, LONGEST } from '../../sql/identifier.js';
import { fits, patternOf } from '../../text/pattern.js';
import { CONSTRAINING } from '../constraints.js';
import { namedObjects, type NamedKind } from '../named-objects.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'naming-convention',
  aliases: [
    'name-casing', 'NM101', 'NM102', 'NM103', 'NM104', 'NM105', 'NM106', 'NAMING_TABLE', 'NAMING_COLUMN', 'NAMING_INDEX_IDX', 'NAMING_INDEX_PK', 'NAMING_INDEX_UK', 'NAMING_INDEX_FK',
    'naming/table_style', 'naming/column_style', 'naming/fk_pattern', 'naming/index_pattern',
  ],
  summary: 'A name that is not as the project wants its names',
  severity: 'off',
  why: `
    People and programs guess names: of the index on a column, of the constraint in an error message, of the column that refers to another table.
    Where each author has a way of their own, they guess wrong, and a new name cannot be given later without a migration and a new release.`,
  instead: `
    Say in the project file how names are to be: a regular expression for each kind of object, which the whole name fits if it has \`^\` and \`$\`.
    In those of indexes, constraints, triggers and policies, \`{table}\` stands for the table and \`{columns}\` for its columns with \`_\` between them;
    in those of foreign keys also \`{referenced}\` for the other table. Names that Postgres makes are not judged.`,
  sources: ['https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS'],

  settings: {
    schemas: ofAlone('schemas'),
    tables: ofAlone('tables'),
    columns: ofPart('columns', ['table']),
    views: ofAlone('views and materialized views'),
    indexes: ofPart('indexes', ['table', 'columns']),
    uniqueIndexes: ofPart('unique indexes', ['table', 'columns']),
    primaryKeys: ofPart('primary keys', ['table', 'columns']),
    uniques: ofPart('unique constraints', ['table', 'columns']),
    foreignKeys: ofPart('foreign keys', ['table', 'columns', 'referenced']),
    checks: ofPart('check constraints', ['table', 'columns']),
    exclusions: ofPart('exclusion constraints', ['table', 'columns']),
    sequences: ofAlone('sequences'),
    types: ofAlone('types and domains'),
    functions: ofAlone('functions and procedures'),
    triggers: ofPart('triggers', ['table']),
    policies: ofPart('policies', ['table']),
    longest: { kind: 'number', means: 'How many bytes a name of any kind may have.', least: 1, most: LONGEST },
  },

  on: [
    'create-schema', 'create-table', 'create-table-as', 'alter-table', 'create-index', 'create-view', 'create-sequence', 'create-type', 'create-domain', 'create-function', 'create-trigger',
    'create-policy', 'rename',
  ],
  actions: CONSTRAINING,
  *check(statement, context, given) {
    const { longest } = given;
    for (const { kind, name, span, table, columns, referenced } of namedObjects(statement, context)) {
      const wanted = given[SETTING[kind]] ?? (kind === 'unique-index' ? given.indexes : undefined);
      const pattern = wanted === undefined ? undefined : patternOf(wanted, ALL_WORDS);
      const words = fitting(wanted ?? '', { table, columns: columns?.join('_'), referenced });
      if (pattern && !('problem' in pattern) && !fits(pattern, name, words)) {
        yield { span, message: `${named({ name })} is no name for ${SPOKEN[kind]} here: it does not fit \`${filled(wanted!, words)}\`` };
      }
      if (longest !== undefined && bytesOf(name) > longest) {
        yield { span, message: `${named({ name })} has ${bytesOf(name)} bytes, and names here have ${longest} at most` };
      }
    }
  },

  examples: [
    {
      title: 'Small letters, and names of indexes and keys by their columns',
      settings: { tables: '^[a-z][a-z0-9_]*s$', columns: '^[a-z][a-z0-9]*(_[a-z0-9]+)*$', indexes: '^{table}_{columns}_idx$', foreignKeys: '^{table}_{columns}_fkey$' },
      sql: `
create table "user" (id bigint primary key, "placedAt" timestamptz);
--           ^^^^^^ \`user\` is no name for a table here: it does not fit \`^[a-z][a-z0-9_]*s$\`
--                                          ^^^^^^^^^^^^^^^^^^^^^^ \`placedAt\` is no name for a column here: it does not fit \`^[a-z][a-z0-9]*(_[a-z0-9]+)*$\`
create table orders (id bigint primary key, user_id bigint constraint fk_user references "user");
--                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`fk_user\` is no name for a foreign key here: it does not fit \`^orders_user_id_fkey$\`
create index idx_user on orders (user_id);
--           ^^^^^^^^ \`idx_user\` is no name for an index here: it does not fit \`^orders_user_id_idx$\`
`,
    },
    {
      title: 'At most so many bytes',
      settings: { longest: 12 },
      sql: `
create table shipping_addresses (id bigint primary key);
--           ^^^^^^^^^^^^^^^^^^ \`shipping_addresses\` has 18 bytes, and names here have 12 at most
`,
    },
    {
      title: 'As it is wanted, and what Postgres names',
      settings: { tables: '^[a-z_]+$', indexes: '^ix_', checks: '^{table}_' },
      before: `create table "Old" (id bigint);`,
      sql: `
create table orders (id bigint primary key, number text, constraint orders_number check (number <> ''), unique (number));
create index ix_orders on orders (lower(number));
create index on orders (number, id);
alter table "Old" add column note text;
`,
    },
  ],
});

const ALL_WORDS = ['table', 'columns', 'referenced'];

const SETTING = {
  schema: 'schemas', table: 'tables', column: 'columns', view: 'views', index: 'indexes', 'unique-index': 'uniqueIndexes', 'primary-key': 'primaryKeys', unique: 'uniques', 'foreign-key': 'foreignKeys',
  check: 'checks', exclusion: 'exclusions', sequence: 'sequences', type: 'types', function: 'functions', trigger: 'triggers', policy: 'policies',
} as const satisfies Record<NamedKind, string>;

const SPOKEN: Readonly<Record<NamedKind, string>> = {
  schema: 'a schema', table: 'a table', column: 'a column', view: 'a view', index: 'an index', 'unique-index': 'a unique index', 'primary-key': 'a primary key', unique: 'a unique constraint',
  'foreign-key': 'a foreign key', check: 'a check', exclusion: 'an exclusion constraint', sequence: 'a sequence', type: 'a type', function: 'a function', trigger: 'a trigger', policy: 'a policy',
};

function ofAlone(objects: string) {
  return { kind: 'pattern', means: `What names of ${objects} fit, as a regular expression.`, words: [] as readonly string[] } as const satisfies RuleSetting;
}

function ofPart(objects: string, words: readonly string[]) {
  return { kind: 'pattern', means: `What names of ${objects} fit, as a regular expression. ${words.map(it => `\`{${it}}\``).join(', ')} may stand in it.`, words } as const satisfies RuleSetting;
}

/** A name that would be longer than names can be has to be shortened somehow: then its words may be anything. */
function fitting(pattern: string, words: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string | undefined>> {
  const used = Object.entries(words).filter(([word]) => pattern.includes(`{${word}}`));
  const bytes = used.reduce((sum, [, word = '']) => sum + bytesOf(word) + 1, 0);
  return bytes + bytesOf(pattern.replace(/\{[a-z]+\}|\W/g, '')) > LONGEST ? {} : words;
}

/** With the words that are known, as somebody would write the name. */
function filled(pattern: string, words: Readonly<Record<string, string | undefined>>): string {
  return pattern.replace(/\{([a-z]+)\}/g, (whole, word: string) => words[word] ?? whole);
}
