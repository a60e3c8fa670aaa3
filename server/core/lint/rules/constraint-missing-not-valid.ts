import { identifier, qualified } from '../../sql/identifier.js';
import type { Constraint } from '../../sql/statement/definitions.js';
import type { AlterAction, AlterTable } from '../../sql/statement/tables.js';
import { CONSTRAINING } from '../constraints.js';
import type { Context, StatementFix } from '../rule.js';
import { rule } from '../rule.js';
import { blocked, keyword, named, onRows, withFixes } from '../words.js';

export default rule({
  id: 'constraint-missing-not-valid',
  aliases: ['E1', 'add-constraint-check-no-not-valid', 'MP030', 'PGM015'],
  summary: 'A `CHECK` that is proved while nobody can use the table',
  severity: 'error',
  why: `
    Postgres reads every row to see whether it satisfies the constraint, and holds an \`ACCESS EXCLUSIVE\` lock meanwhile: no reads, no writes.
    A check that is written on a new column makes it read the table too.`,
  instead: `
    Add the constraint \`NOT VALID\`: it holds for new rows at once.
    \`VALIDATE CONSTRAINT\` in a later migration reads the old rows while reads and writes go on.`,
  sources: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT'],

  on: ['alter-table'],
  actions: CONSTRAINING,
  *check(statement, context) {
    for (const action of statement.actions) {
      for (const constraint of checksOf(action)) {
        const alone: AlterTable = { ...statement, actions: [action] };
        const scanned = scannedFor(constraint, alone, context);
        if (scanned.length === 0) continue;
        const fix = action.kind === 'add-constraint' ? notValid(statement, constraint, action.span.end, context) : apart(statement, constraint, action.span.end, context);
        yield {
          span: constraint.span ?? action.span,
          message: `Proving ${nameOf(constraint)} reads the whole table, and blocks ${blocked(scanned)} meanwhile`,
          ...withFixes(fix),
        };
      }
    }
  },

  examples: [
    {
      title: 'A check on a table in use',
      before: `create table users (age int);`,
      sql: `
alter table users add constraint age_positive check (age > 0);
--                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Proving \`age_positive\` reads the whole table, and blocks reads and writes of \`users\` meanwhile
`,
      fixed: `
alter table users add constraint age_positive check (age > 0) not valid;
`,
    },
    {
      title: 'A check on a new column',
      before: `create table users (id bigint);`,
      sql: `
alter table users add column age int check (age > 0);
--                                   ^^^^^^^^^^^^^^^ Proving this check reads the whole table, and blocks reads and writes of \`users\` meanwhile
`,
      fixed: `
alter table users add column age int, add check (age > 0) not valid;
`,
    },
    {
      title: 'From PostgreSQL 18 on, NOT NULL is a constraint as well',
      before: `create table users (email text);`,
      postgres: 18,
      sql: `
alter table users add constraint email_present not null email;
--                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Proving \`email_present\` reads the whole table, and blocks reads and writes of \`users\` meanwhile
`,
      fixed: `
alter table users add constraint email_present not null email not valid;
`,
    },
    {
      title: 'Not valid yet, and validated later',
      before: `
create table users (age int);
alter table users add constraint age_known check (age is not null) not valid;`,
      sql: `
alter table users add constraint age_positive check (age > 0) not valid;
alter table users validate constraint age_known;
`,
    },
    {
      title: 'A table created in the same migration',
      sql: `
create table users (age int);
alter table users add constraint age_positive check (age > 0);
`,
    },
  ],
});

function checksOf(action: AlterAction): readonly Constraint[] {
  if (action.kind === 'add-constraint') return [action.constraint].filter(it => it.kind === 'check' || it.kind === 'not-null');
  return action.kind === 'add-column' ? action.column.constraints.filter(it => it.kind === 'check') : [];
}

/** What would not be read without the constraint, or is read for nothing else. */
function scannedFor(constraint: Constraint, alone: AlterTable, context: Context): ReturnType<typeof onRows> {
  const scanned = onRows(context.effectsOf(alone), context).filter(it => it.scan && !it.rewrite);
  if (scanned.length === 0) return scanned;
  const others = alone.actions.flatMap(action => action.kind !== 'add-column' ? [] : [{
    ...alone,
    actions: [{ ...action, column: { ...action.column, constraints: action.column.constraints.filter(it => it !== constraint && it.kind === 'check') } }],
  }]);
  const without = new Set(others.flatMap(it => onRows(context.effectsOf(it), context).filter(that => that.scan).map(that => that.relation.name)));
  return scanned.filter(it => !without.has(it.relation.name) && it.lock === 'AccessExclusiveLock');
}

function nameOf({ kind, name, columns }: Constraint): string {
  if (name !== undefined) return named({ name });
  return kind === 'check' ? 'this check' : `that ${columns.map(it => named({ name: it })).join(', ')} has no nulls`;
}

function notValid(statement: AlterTable, { name }: Constraint, at: number, { text }: Context): StatementFix {
  return {
    title: 'Add NOT VALID',
    safety: 'review',
    edits: [{ span: { start: at, end: at }, text: ` ${keyword('NOT VALID', text)}` }],
    ...(name !== undefined && {
      followUp: { name: `validate_${name}`, sql: `ALTER TABLE ${qualified(statement.table)} VALIDATE CONSTRAINT ${identifier(name)};\n` },
    }),
  };
}

/** A check on a column cannot be NOT VALID; the same check on the table can. */
function apart(statement: AlterTable, constraint: Constraint, at: number, context: Context): StatementFix | undefined {
  const { span } = constraint;
  if (!span) return undefined;
  const { text } = context;
  const [end] = notValid(statement, constraint, at, context).edits;
  const start = text.slice(0, span.start).trimEnd().length;
  return {
    ...notValid(statement, constraint, at, context),
    title: 'Add the check apart, NOT VALID',
    edits: [
      { span: { start, end: span.end }, text: '' },
      { span: end!.span, text: `, ${keyword('ADD', text)} ${text.slice(span.start, span.end)}${end!.text}` },
    ],
  };
}
