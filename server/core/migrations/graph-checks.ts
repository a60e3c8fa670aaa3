import type { Check } from './checks.js';

/** What is said about migrations that name those before them: Alembic's revisions, Django's dependencies. */
export const graphChecks = [
  {
    id: 'multiple-heads',
    severity: 'warning',
    summary: 'Two migrations are the newest',
    why: 'Two branches went on from the same migration. Alembic refuses `upgrade head`, Django refuses `migrate`, on every database and in every pipeline.',
    instead: 'Merge the heads, or put the younger one after the other while no database has applied it.',
  },
  {
    id: 'missing-parent',
    severity: 'error',
    summary: 'A migration names one before it that does not exist',
    why: 'The tool reads the whole graph before it does anything: no command works any more, not even one that only shows the status.',
    instead: 'Name the id of the migration that comes before, which need not be the name of its file.',
  },
  {
    id: 'migration-cycle',
    severity: 'error',
    summary: 'Migrations wait for each other',
    why: 'The tool cannot put them in an order and stops, whatever it was asked to do.',
    instead: 'Let one of them depend on what came before the circle.',
  },
  {
    id: 'bad-revision-id',
    severity: 'error',
    summary: 'A revision id that the tool cannot take',
    why: 'Alembic gives `@`, `-`, `+` and `:` a meaning of their own in commands, and its table has room for 32 characters: a longer id is found out when the migration has run and its row is written.',
    instead: 'Give the revision an id of at most 32 letters, digits and underscores, and name that in the revisions after it.',
  },
  {
    id: 'not-a-migration',
    severity: 'error',
    summary: 'A file among the migrations is none',
    why: 'A tool that loads every file of the folder stops at one that does not say what it is; one that looks for packages passes over what is none, on every database.',
    instead: 'Move the file out of the folder, or write what is missing.',
  },
  {
    id: 'duplicate-branch-label',
    severity: 'error',
    summary: 'Two revisions have one branch label',
    why: 'A label names one branch; Alembic stops when it reads the second.',
    instead: 'Give the branches different labels.',
  },
  {
    id: 'stale-docstring',
    severity: 'hint',
    summary: 'The docstring names another parent than `down_revision`',
    why: 'Alembic reads the variable only. People read the docstring, and resolve conflicts by it.',
    instead: 'Bring the line `Revises:` up to date.',
  },
  {
    id: 'irreversible-migration',
    severity: 'hint',
    summary: 'A migration cannot be taken back',
    why: 'A rollback that passes it stops here, or says that it is done and undoes nothing.',
    instead: 'Write the way back; where nothing is to be undone, say so (`RunPython.noop`, `RunSQL.noop`).',
  },
  {
    id: 'imported-model',
    severity: 'warning',
    summary: 'A migration imports the models of today',
    why: 'It runs on databases where the tables are still what they were. When the model changes, a new database can no longer be built.',
    instead: 'Take the model of that time from `apps.get_model()`.',
  },
  {
    id: 'stale-schema',
    severity: 'info',
    summary: 'The dump of the schema is of another version than the newest migration',
    why: 'Rails makes new databases of `db/schema.rb` or `db/structure.sql`, in tests and on new machines, and takes every migration up to its version for applied: those between were never run there.',
    instead: 'Run `bin/rails db:migrate`, and commit the dump with the migration; after a merge, run it again.',
  },
] as const satisfies readonly Check[];
