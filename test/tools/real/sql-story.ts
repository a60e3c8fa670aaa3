import type { Failure, Files, Story } from './tool.js';

/** A migration in SQL, before a tool gives it a file. */
export interface Plain {
  /** Its place in the order, from 1. */
  readonly at: number;
  /** One to three, with underscores between them. */
  readonly words: string;
  readonly sql: string;
  /** Outside of a transaction. */
  readonly alone?: true;
}

/** The scenes of a tool whose migrations are SQL: how it files them, and what it has beyond the others. */
interface Form extends Pick<Story, 'edited' | 'busy'> {
  files(migrations: readonly Plain[]): Files;
  /** Beside what every tool has. */
  readonly first?: Files;
  readonly rest?: Files;
  /** In place of what every tool has. */
  readonly edits?: Files;
  readonly settings?: Story['settings'];
  readonly failures?: readonly Failure[];
  /** Whether it has a lock that keeps another from applying at the same time. */
  readonly locks?: true;
  /** Whether all that is pending is one transaction: we begin one for each, and keep what went before. */
  readonly together?: true;
  /** Whether its own command applies, which does not say what it left. */
  readonly delegated?: true;
  /** What leaves a transaction: nothing, or only with these settings. */
  readonly outside?: 'never' | Readonly<Record<string, string>>;
}

export const NOTHING = 'It left nothing behind.';
export const SOMETHING = 'It left something behind.';
export const UNKNOWN = 'What it left behind is not known.';

export const FUNCTION = `create function f() returns text language plpgsql as $body$\nbegin\n  -- a ; in a comment\n  return 'a;b';\nend\n$body$;\n`;
export const SEVERAL = "alter table users add column name text; insert into users (name) values ('é😀'), ('a;b');\ncreate table more (id int);\n";

export function sqlStory({ files, first = {}, rest = {}, edits, edited, settings = [], failures = [], locks, busy, together, delegated, outside = {} }: Form): Story {
  const none = outside === 'never' ? undefined : outside;
  const nothing = delegated ? UNKNOWN : NOTHING;
  const applied = files(FIRST);
  const all = files([...FIRST, ...REST.filter(it => none !== undefined || !it.alone)]);
  return {
    first: { ...applied, ...first },
    rest: { ...changed(applied, all), ...rest },
    settings,
    edits: edits ?? changed(applied, files(EDITED)),
    edited,
    failures: [
      { name: 'in its transaction', files: failing('create table b (id int);\nselect 1/0;\n'), left: nothing },
      ...(none === undefined ? [] : [{ name: 'a concurrent index build', files: files([TWINS, UNIQUE]), settings: none, left: delegated ? UNKNOWN : SOMETHING }]),
      { name: 'a syntax error', files: failing('create table b (id int);\ncreate tabel c (id int);\n'), left: nothing },
      ...failures,
    ],
    ...(locks && { slow: files([{ at: 1, words: 'slow', sql: SLOW }]) }),
    ...(busy && { busy }),
  };

  function failing(sql: string): Files {
    return files(together ? [{ at: 1, words: 'b', sql }] : [A, { at: 2, words: 'b', sql }]);
  }
}

function changed(before: Files, after: Files): Files {
  return Object.fromEntries(Object.entries(after).filter(([name, text]) => before[name] !== text));
}

const FIRST: readonly Plain[] = [
  { at: 1, words: 'users', sql: '-- The users.\ncreate table users (id int);\n' },
  { at: 2, words: 'orders_of_users', sql: '-- The orders.\ncreate table orders (id int);\n' },
  { at: 3, words: 'items', sql: '-- The items.\ncreate table items (id int);\n' },
];

const REST: readonly Plain[] = [
  { at: 4, words: 'function', sql: FUNCTION },
  { at: 5, words: 'index', sql: 'drop index concurrently if exists nothing;\n', alone: true },
  { at: 6, words: 'several', sql: SEVERAL },
  { at: 7, words: 'crlf', sql: 'create table crlf (\r\n  id int\r\n);\r\n' },
];

/** By the SQL, by the comment, by the line ends. */
const EDITED: readonly Plain[] = [
  { at: 1, words: 'users', sql: '-- The users.\ncreate table users (id bigint);\n' },
  { at: 2, words: 'orders_of_users', sql: '-- All orders.\ncreate table orders (id int);\n' },
  { at: 3, words: 'items', sql: '-- The items.\r\ncreate table items (id int);\r\n' },
];

const A: Plain = { at: 1, words: 'a', sql: 'create table a (id int);\n' };
const TWINS: Plain = { at: 1, words: 'a', sql: 'create table a (id int);\ninsert into a values (1), (1);\n' };
const UNIQUE: Plain = { at: 2, words: 'b', sql: 'create unique index concurrently a_id on a (id);\n', alone: true };
const SLOW = 'create table if not exists runs (at timestamptz default now());\nselect pg_sleep(4);\ninsert into runs default values;\n';
