/** A database that each example finds empty: to make one for each would take minutes. */
export const EMPTIED = `
  do $$ declare found text; begin
    for found in select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' loop
      execute format('drop schema %I cascade', found);
    end loop;
    for found in select pubname from pg_publication loop
      execute format('drop publication %I', found);
    end loop;
  end $$;
  create schema public;`;
