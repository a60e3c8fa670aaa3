import { describe, expect, test } from 'vitest';
import { cutBody } from '../../server/core/sql/plpgsql.js';

/** The parts of a body, one a line: `?` for what may not run, then the kind where it is no plain statement, then what is parsed. */
function cut(body: string): readonly string[] {
  return cutBody(body).parts.map(({ kind, span, text, certain }) => {
    expect(kind === 'dynamic' || kind === 'call' ? 0 : text.length).toBe(kind === 'dynamic' || kind === 'call' ? 0 : span.end - span.start);
    return `${certain ? '' : '? '}${kind === 'sql' ? '' : `${kind} `}${kind === 'sql' || kind === 'literal' ? text : body.slice(span.start, span.end)}`;
  });
}

describe('what a body in PL/pgSQL runs', () => {
  test.each<[string, string, readonly string[]]>([
    ['statements', 'begin alter table t add a int; drop table u; end', ['alter table t add a int', 'drop table u']],
    ['declarations run nothing', 'declare a int := 1; b t.c%type; c cursor for select 1; begin null; end', []],
    ['but what they call', `declare a int := f('b', (1)); begin end`, [`call a int := f('b', (1))`]],
    ['IF', 'begin if a = 1 then drop table t; elsif b then drop table u; else drop table v; end if; drop table w; end', ['? drop table t', '? drop table u', '? drop table v', 'drop table w']],
    ['a CASE expression in its condition', `begin if case when a then b else c end then drop table t; end if; end;`, ['? drop table t']],
    ['a CASE statement', `begin case when a then drop table t; else drop table u; end case; case x when 1, 2 then drop table v; end case; end`, ['? drop table t', '? drop table u', '? drop table v']],
    ['a CASE expression in a statement', `begin update t set a = case when b then 1 else 2 end; drop table u; end`, ['update t set a = case when b then 1 else 2 end', 'drop table u']],
    ['loops', 'begin <<a>> while x loop drop table t; exit a when y; end loop a; loop drop table u; end loop; for i in reverse 9 .. 1 loop drop table v; end loop; foreach x in array y loop drop table w; end loop; end',
      ['? drop table t', '? drop table u', '? drop table v', '? drop table w']],
    ['a FOR through a query', 'begin for r, s in select a, b from t loop drop table u; end loop; drop table v; end', ['select a, b from t', '? drop table u', 'drop table v']],
    ['a FOR through what it executes', `begin for r in execute 'select 1' using x loop null; end loop; for r in execute q loop null; end loop; end`, ['literal select 1', 'dynamic execute q']],
    ['inner blocks', 'begin begin drop table t; end; declare a int; begin drop table u; end; end', ['drop table t', 'drop table u']],
    ['handlers take back', 'begin begin drop table t; exception when others then drop table u; end; drop table v; end', ['? drop table t', '? drop table u', 'drop table v']],
    ['RETURN ends it', 'begin drop table s; if a then return; end if; drop table t; end', ['drop table s', '? drop table t']],
    ['RAISE does so too, but then nothing has happened', `begin if a then raise exception 'no % (%)', b, c using errcode = '22012'; end if; drop table t; end`, ['drop table t']],
    ['INTO', 'begin select a, b into strict x, r.y from t; insert into t values (1) returning a into x; end', ['select a, b                    from t', 'insert into t values (1) returning a       ']],
    ['PERFORM', `begin perform set_config('a', 'b', true) from t; end`, [`select  set_config('a', 'b', true) from t`]],
    ['EXECUTE of a string', `begin execute 'drop table t' ; execute $q$drop table u$q$; execute 'update t set a = ''b''' using 1; execute 'select 1' into x; end`,
      ['literal drop table t', 'literal drop table u', `literal update t set a =  'b' `, 'literal select 1']],
    ['EXECUTE of anything else', `begin execute 'drop table ' || t; execute format('a'); execute E'drop table t'; end`,
      [`dynamic execute 'drop table ' || t`, `dynamic execute format('a')`, `dynamic execute E'drop table t'`]],
    ['quotes in its quotes', `begin execute 'select '''', ''a''''b'''; end`, [`literal select  '' ,  'a''  b' `]],
    ['assignments', 'begin a := 1; b.c = now(); d[1] := upper(e); f := g(1); end', ['call := g(1)']],
    ['what plpgsql does itself', `begin get diagnostics a = row_count; assert a > 0; open c; fetch c into b; close c; null; end`, []],
    ['transactions', 'begin commit; rollback and chain; end', ['commit', 'rollback and chain']],
    ['a keyword in capitals, letters that are no ASCII', 'BEGIN IF é THEN DROP TABLE "Ü"; END IF; END', ['? DROP TABLE "Ü"']],
    ['options', '#variable_conflict use_column\nbegin drop table t; end', ['drop table t']],
    ['nothing closes it', 'begin if a then drop table t', ['? drop table t']],
    ['no PL/pgSQL at all', 'end end; ) if then ;;', [') if then']],
    ['nothing', '', []],
  ])('%s', (_, body, expected) => {
    expect(cut(body)).toEqual(expected);
  });

  test('comments are told', () => {
    expect(cutBody('begin -- a\n /* b */ null; end').comments).toEqual([{ start: 6, end: 10 }, { start: 12, end: 19 }]);
  });

  test.each([
    ['what never ends', `begin ${'if a then case '.repeat(20_000)}`],
    ['blocks in blocks, with handlers', `${'begin a(); '.repeat(20_000)}${'exception when others then b(); end; '.repeat(20_000)}`],
    ['brackets', 'a['.repeat(50_000)],
    ['labels', '<<'.repeat(50_000)],
    ['loops', 'for a in b loop '.repeat(20_000)],
    ['quotes', `execute '${"''".repeat(50_000)}'; `.repeat(2)],
  ])('%s: costs no more than its length', (_, body) => {
    expect(cutBody(body).parts.length).toBeLessThan(body.length);
  }, 20_000);
});
