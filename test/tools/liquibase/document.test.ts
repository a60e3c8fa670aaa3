import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { describe, expect, test } from 'vitest';
import { offsetsOf, type Node } from '../../../server/core/tools/liquibase/document.js';
import { readXml } from '../../../server/core/tools/liquibase/document/xml.js';
import { readYaml } from '../../../server/core/tools/liquibase/document/yaml.js';

/** `name=value(child child)`. */
function shown({ name, value, children }: Node): string {
  return `${name}${value ? `=${JSON.stringify(value.text)}` : ''}${children.length > 0 ? `(${children.map(shown).join(' ')})` : ''}`;
}

/** What a parser that knows all of YAML says, in the same form. */
function shownValue(name: string, value: unknown): string {
  if (value === null || value === undefined) return name;
  if (typeof value !== 'object') return `${name}=${JSON.stringify(String(value))}`;
  const inner = contentOf(value);
  return `${name}${inner === '' ? '' : `(${inner})`}`;
}

function contentOf(value: object): string {
  if (!Array.isArray(value)) return Object.entries(value).map(([key, it]) => shownValue(key, it)).join(' ');
  return value.map((it: unknown) => (typeof it === 'object' && it !== null ? contentOf(it) : it === null ? '' : shownValue('', it))).filter(it => it !== '').join(' ');
}

/** Every scalar stands in the file where its offsets say. */
function expectPlaces(source: string, node: Node): void {
  if (node.value) {
    const offsets = offsetsOf(node.value);
    expect(offsets).toHaveLength(node.value.text.length + 1);
    for (const [i, character] of [...node.value.text.split('')].entries()) if (/[a-z0-9;]/.test(character)) expect([i, source[offsets[i]!]]).toEqual([i, expect.stringMatching(/[a-z0-9;\\&xu#]/i)]);
  }
  for (const child of node.children) expectPlaces(source, child);
}

describe('YAML', () => {
  test.each([
    ['databaseChangeLog:\n- changeSet:\n    id: 1\n    author: me\n', 'databaseChangeLog(changeSet(id="1" author="me"))'],
    ['---\n# c\ndatabaseChangeLog:\n  - include:\n      file: a.sql # not this\n      relativeToChangelogFile: true\n', 'databaseChangeLog(include(file="a.sql" relativeToChangelogFile="true"))'],
    ['databaseChangeLog:\n  - changeSet:\n      id:\n      author: "a: b"\n', 'databaseChangeLog(changeSet(id author="a: b"))'],
    ['databaseChangeLog:\n- changeSet:\n  id: 1\n', 'databaseChangeLog(changeSet id="1")'],
    ['databaseChangeLog: [{changeSet: {id: 1, author: me}}, {include: {file: x}}]\n', 'databaseChangeLog(changeSet(id="1" author="me") include(file="x"))'],
    ['{"databaseChangeLog": [{"changeSet": {"id":"1","sql":"a\\n\\u0041\\""}}]}', 'databaseChangeLog(changeSet(id="1" sql="a\\nA\\""))'],
    ['databaseChangeLog:\n- sql:\n    sql: |\n      a;\n\n       b;\n    after: x\n', 'databaseChangeLog(sql(sql="a;\\n\\n b;\\n" after="x"))'],
    ['databaseChangeLog:\n- sql: >-\n    a\n    b\n\n    c\n- x: |+\n    y\n\n- z: 1\n', 'databaseChangeLog(sql="a b\\nc" x="y\\n\\n" z="1")'],
    ['databaseChangeLog:\n- a: one\n    two\n\n    three\n- b: \'it\'\'s\n    so\'\n', 'databaseChangeLog(a="one two\\nthree" b="it\'s so")'],
    ['databaseChangeLog:\n- a: &x {n: 1}\n- b: *x\n- c:\n    <<: *x\n    m: 2\n', 'databaseChangeLog(a(n="1") b(n="1") c(n="1" m="2"))'],
    ['databaseChangeLog:\n- list:\n  - one\n  - two\n- other: !!str 3\n', 'databaseChangeLog(list(="one" ="two") other="3")'],
    ['databaseChangeLog:\r\n- changeSet:\r\n    id: 1\r\n    sql: |\r\n      a\r\n      b\r\n', 'databaseChangeLog(changeSet(id="1" sql="a\\nb\\n"))'],
    ['databaseChangeLog:\n- a: http://x/y:z\n- b: -1\n- c: a#b\n- "d e": 1\n', 'databaseChangeLog(a="http://x/y:z" b="-1" c="a#b" d e="1")'],
  ])('%j', (source, expected) => {
    const { root, broken } = readYaml(source);
    expect([shown(root!), broken]).toEqual([expected, undefined]);
    expectPlaces(source, root!);
  });

  const scalar = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('a: b', 'a #b', '- x', 'x\ny', 'x\n\n  y\n', ' lead', 'trail ', "it's", '"q"', '{a}', '[b', 'null', '', 'é😀', 'a\n', '*x', '&y', '!z', '%', '@', '`', '?', '? x', ':', '|', '>'), fc.integer(), fc.boolean());
  const key = fc.constantFrom('changeSet', 'id', 'sql', 'columns', 'a b', 'x-y');
  const { tree } = fc.letrec<{ tree: unknown }>(tie => ({
    tree: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('tree'), { maxLength: 4 }), fc.dictionary(key, tie('tree'), { maxKeys: 4 })),
  }));

  test('as a parser of all of YAML reads it, whatever the style', () => {
    fc.assert(fc.property(fc.array(tree, { minLength: 1, maxLength: 4 }), fc.constantFrom(undefined, 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'), fc.boolean(), fc.boolean(), (value, style, flow, indent) => {
      const source = stringify({ databaseChangeLog: value }, { ...(style && { defaultStringType: style as 'PLAIN' }), collectionStyle: flow ? 'flow' : 'any', indentSeq: indent, aliasDuplicateObjects: false });
      const { root, broken } = readYaml(source);
      expect([source, root && shown(root), broken]).toEqual([source, shownValue('databaseChangeLog', (parse(source) as { databaseChangeLog: unknown }).databaseChangeLog), undefined]);
    }), { numRuns: 500 });
  });

  test('JSON is read as YAML', () => {
    fc.assert(fc.property(fc.array(tree, { minLength: 1, maxLength: 4 }), fc.constantFrom(0, 2), (value, space) => {
      const source = JSON.stringify({ databaseChangeLog: value }, undefined, space);
      const { root, broken } = readYaml(source);
      expect([source, root && shown(root), broken]).toEqual([source, shownValue('databaseChangeLog', value), undefined]);
    }), { numRuns: 300 });
  });

  test('what is half typed, or is no YAML, ends', () => {
    const piece = fc.constantFrom('a', ':', ' ', '\n', '- ', '  ', '"', "'", '{', '}', '[', ']', ',', '|', '>', '#', '&a', '*a', '? ', '---', '\t', '\r\n', 'é', '<<: *a', 'databaseChangeLog:\n');
    fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), pieces => { readYaml(`databaseChangeLog:\n${pieces.join('')}`); }), { numRuns: 2000 });
    for (const source of ['[', '{', '- ', 'a:\n ', '"', '# ', ' ', '\n'].map(it => it.repeat(100_000))) readYaml(source);
  });
});

describe('XML', () => {
  test.each([
    ['<?xml version="1.0"?>\n<databaseChangeLog xmlns="x"><changeSet id="1" author=\'me\'/></databaseChangeLog>', 'databaseChangeLog(xmlns="x" changeSet(id="1" author="me"))', undefined],
    ['<!-- c --><databaseChangeLog><sql>a &lt; b; <![CDATA[x < y &amp; z]]></sql></databaseChangeLog>', 'databaseChangeLog(sql="a < b; x < y &amp; z")', undefined],
    ['<lb:databaseChangeLog xmlns:lb="x"><lb:include file="a&#47;b"/></lb:databaseChangeLog>', 'databaseChangeLog(lb="x" include(file="a/b"))', undefined],
    ['<databaseChangeLog>\r\n  <sql>\r\n    a;\r\n  </sql>\r\n</databaseChangeLog>', 'databaseChangeLog(sql="\\n    a;\\n  ")', undefined],
    ['<!DOCTYPE x [<!ENTITY y "z">]><databaseChangeLog><sql>&unknown;😀&#x1F600;</sql></databaseChangeLog>', 'databaseChangeLog(sql="&unknown;😀😀")', undefined],
    ['<project><databaseChangeLog/></project>', undefined, undefined],
    ['<databaseChangeLog><changeSet id="1"><sql>x', 'databaseChangeLog(changeSet(id="1" sql="x"))', 'The element type "sql" must be terminated by the matching end-tag "</sql>".'],
    ['<databaseChangeLog><changeSet id="1"></changeset></databaseChangeLog>', 'databaseChangeLog(changeSet(id="1"))', 'The element type "changeSet" must be terminated by the matching end-tag "</changeSet>".'],
    ['<databaseChangeLog><changeSet id=1 author="x"/></databaseChangeLog>', 'databaseChangeLog(changeSet)', 'Element type "changeSet" must be followed by either attribute specifications, ">" or "/>".'],
  ])('%j', (source, expected, broken) => {
    const found = readXml(source);
    expect([found.root && shown(found.root), found.broken?.message]).toEqual([expected, broken]);
    if (found.root) expectPlaces(source, found.root);
  });

  test('spans are those of the file', () => {
    const source = '<databaseChangeLog><changeSet id="é😀" author="x"><sql>a</sql></changeSet></databaseChangeLog>';
    const [changeSet] = readXml(source).root!.children;
    const [id, , sql] = changeSet!.children;
    expect([changeSet!.span, changeSet!.key, id!.value!.span, sql!.span, sql!.value!.span].map(({ start, end }) => source.slice(start, end))).toEqual([
      '<changeSet id="é😀" author="x"><sql>a</sql></changeSet>', 'changeSet', 'é😀', '<sql>a</sql>', 'a',
    ]);
  });

  test('whatever it is, it ends', () => {
    const piece = fc.constantFrom('<', '>', '/', 'a', '="', '"', "'", '<a', '</a>', '<![CDATA[', ']]>', '<!--', '-->', '<?', '?>', '&', '&lt;', '&#x110000;', '<!DOCTYPE', '[', ']', ' ', '\r\n');
    fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), pieces => { readXml(pieces.join('')); }), { numRuns: 2000 });
    for (const source of ['<a', '<a>', '<', '<a b="c" ', '&', '<!--', '</a>', '<![CDATA[', '<!'].map(it => it.repeat(100_000))) readXml(source);
  });
});
