import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { masked, placeholders, unmasked, type MaskStyle } from '../../server/core/sql/mask.js';
import { startParser } from '../../server/edges/parser.js';
import { scripts } from '../../server/flows/script.js';

const parser = startParser();
afterAll(() => parser.close());

const ALL: readonly MaskStyle[] = ['dollar-brace', 'mustache', 'brace', 'colon'];

// Left: a statement. Right: what is taken for a placeholder in it.
test.each([
  ['select 1', ''],
  ['select ${a}, ${flyway:timestamp}, ${ b }', '${a} ${flyway:timestamp} ${ b }'],
  ['alter table ${schema}.t_${env}_x add c varchar(${n})', '${schema} ${env} ${n}'],
  ['select ${}, ${a}, ${a', '${a}'],
  ["select '${a}', \"${a}\", $$ ${a} $$, E'\\'${a}' -- ${a}\n/* ${a} */", ''],
  ['select {{ a }}, {{a}}_b, {{- if eq .x "}" -}}, {{ a\n}}', '{{ a }} {{a}} {{- if eq .x "}" -}} {{ a\n}}'],
  ["select '{{ a }}', '{{a'", ''],
  ['select "{{ a }}".b from "{{ index .O "N" }}".t, "{{", "}}"', '"{{ index .O "N" }}"'],
  [`select :a, :'a', :"a", a::int, :a::int, '::x', a[1:b], :été`, `:a :'a' :"a" :a :été`],
  ["grant all on {schema}.t_{env} to {role_name}; select '{a}', {1}, {}, '{1,2}'::int[]", '{schema} {env} {role_name}'],
  ['select a := :b, interval :c', ':b :c'],
])('%j', (text, expected) => {
  expect(placeholders(text, ALL).map(({ start, end }) => text.slice(start, end)).join(' ')).toBe(expected);
});

test('between a prefix and a suffix of the project\'s own', () => {
  const found = (text: string): string => placeholders(text, ['between #[ ]']).map(({ start, end }) => text.slice(start, end)).join(' ');
  expect(found("grant all on #[schema].t_#[n]_x to #[role], '#[no]', #[\n]")).toBe('#[schema] #[n] #[role]');
  expect(found("do $$ begin create role #[role] login password '#[secret]'; end $$")).toBe('#[role]');
});

test('what the tool does not fill in stays as it is', () => {
  expect(placeholders('select ${a}, {{ b }}, :c', [])).toEqual([]);
  expect(placeholders('select ${a}, {{ b }}, :c', ['mustache'])).toEqual([{ start: 13, end: 20 }]);
});

test('a masked text is as long as it was, and comes back', () => {
  const part = fc.constantFrom('${a}', '{{ b }}', ':c', " 'x' ", '_', 'é😀', ' ', ',', 't');
  fc.assert(fc.property(fc.array(part, { maxLength: 20 }), fc.constantFrom('name', 'string' as const), (parts, as) => {
    const text = parts.join('');
    const spans = placeholders(text, ALL);
    const other = masked(text, spans, spans.map(() => as));
    expect(other.length).toBe(text.length);
    if (as === 'name') expect(unmasked({ nested: [other] }, text, spans)).toEqual({ nested: [text] });
  }));
});

// Left: a template. Right: the pieces, with the error's message and place where there is one.
test.each([
  ['create table ${schema}.users (id int)', 'statement'],
  ['create table t_${env} (${key} ${type}, b varchar(${n}) default ${d}) ${options}', 'statement'],
  ['create table t (a int ${null})', 'statement'],
  ['alter sequence s increment by ${n}', 'statement'],
  ["comment on table t is ${words}; select 1", 'statement statement'],
  ['{{ if .X }}\nselect 1;\n{{ end }}\nselect 2;\n{{ end }}', 'statement statement statement'],
  ["select :'a', :\"b\" from :c limit :d; set search_path to :e", 'statement statement'],
  ['select a[1:x] from t', 'statement'],
  ['${statement};', 'statement'],
  ['selec ${a}', 'error: syntax error at or near "selec" @ selec'],
  ['alter table ${schema}.t ad column x int', 'error: syntax error at or near "ad" @ ad'],
  ['create tabel ${a}_b (x int)', 'error: syntax error at or near "tabel" @ tabel'],
  ['select 1 from a b ${c} d e', 'error: syntax error at or near "${c}" @ ${c}'],
])('%s', async (text, expected) => {
  const { pieces } = await scripts(parser).read(text, { masks: ALL });
  expect(pieces.map(it => (it.kind === 'error' ? `error: ${it.message} @ ${text.slice(it.at.start, it.at.end)}` : it.kind)).join(' ')).toBe(expected);
});
