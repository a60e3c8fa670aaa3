import { rule } from '../rule.js';

export default rule({
  id: 'dynamic-sql-unanalysable',
  aliases: ['execute-raw', 'MP063'],
  summary: '`EXECUTE` of a text that is put together as it runs',
  severity: 'info',
  why: `
    What a DO block runs is checked like any other statement, also behind \`EXECUTE\` where it is one string.
    What is put together from parts is known to nobody before it runs: its locks and its losses have to be found by reading.`,
  instead: `
    Write the statements out where their number is known. Else read what the loop may send, and try it on a copy.`,
  sources: ['https://www.postgresql.org/docs/current/plpgsql-statements.html#PLPGSQL-STATEMENTS-EXECUTING-DYN'],

  on: ['do'],
  *check({ inner = [] }) {
    const [first, ...more] = inner.filter(it => it.kind === 'dynamic');
    if (first === undefined) return;
    const others = more.length === 0 ? '' : more.length === 1 ? ', nor is what another `EXECUTE` of this block runs' : `, nor is what ${more.length} others of this block run`;
    yield { span: first.span, message: `What this runs is put together as it runs, and not checked${others}` };
  },

  examples: [
    {
      title: 'A statement for each table',
      sql: `
do $$ declare name text; begin
  for name in select tablename from pg_tables where schemaname = 'app' loop
    execute format('alter table app.%I set (fillfactor = 90)', name);
--  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ What this runs is put together as it runs, and not checked
  end loop;
end $$;
`,
    },
    {
      title: 'Several: it is said once',
      sql: `
do $$ declare name text; begin
  for name in select tablename from pg_tables where schemaname = 'app' loop
    execute format('alter table app.%I set (fillfactor = 90)', name);
--  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ What this runs is put together as it runs, and not checked, nor is what 2 others of this block run
    execute format('analyze app.%I', name);
    execute format('comment on table app.%I is ''''', name);
  end loop;
end $$;
do $$ begin
  execute format('comment on schema %I is %L', current_schema, 'ours');
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ What this runs is put together as it runs, and not checked, nor is what another \`EXECUTE\` of this block runs
  execute format('comment on schema %I is null', current_schema);
end $$;
`,
    },
    {
      title: 'One string is read as it stands',
      before: `create table users (id bigint);`,
      sql: `
do $$ begin
  execute 'alter table users add column name text default ''''';
  execute 'comment on table users is $c$people$c$';
end $$;
`,
    },
  ],
});
