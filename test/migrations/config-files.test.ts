import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../server/edges/config-files.js';

/** What is read, without places. */
function values(path: string, text: string): Record<string, unknown> {
  return Object.fromEntries([...parseConfig(path, text).values].map(([key, { value }]) => [key, value]));
}

test.each([
  ['a.toml', '[flyway]\nlocations = ["a", "b"]\nmixed = true\n[environments.dev]\nurl = "u"', { 'flyway.locations': ['a', 'b'], 'flyway.mixed': 'true', 'environments.dev.url': 'u' }],
  ['a.toml', '[[x]]\na = 1\n[[x]]\na = 2', { 'x.0.a': '1', 'x.1.a': '2' }],
  ['a.properties', '# c\nspring.flyway.locations=a,\\\n  b\nb : c\n', { 'spring.flyway.locations': 'a,b', b: 'c' }],
  ['flyway.conf', 'flyway.url=jdbc:postgresql://h/d?a=b', { 'flyway.url': 'jdbc:postgresql://h/d?a=b' }],
  ['a.yml', 'a:\n  b: 1\n  c: [x, y]\nd.e: f\ng:\n  - h: 1\n', { 'a.b': '1', 'a.c': ['x', 'y'], 'd.e': 'f', 'g.0.h': '1' }],
  ['a.yml', 'a: 1\n---\na: 2\n', { a: '1', '#1.a': '2' }],
  ['a.yaml', 'v: @project.version@\na: &x\n  b: 1\nc: *x\nd:\n  <<: *x\n', { v: '_project.version_', 'a.b': '1', 'c.b': '1', 'd.b': '1' }],
  ['a.xml', '<p><x>1</x><x>2</x><y><![CDATA[ 3 ]]></y></p>', { 'p.x': '1', 'p.x#1': '2', 'p.y': '3' }],
  ['a.jsonc', '{ "a": 1, "b.c": ["x"], "d": [{ "e": "f" }] }', { '': [], a: '1', 'b\\.c': ['x'], d: [], 'd.0': [], 'd.0.e': 'f' }],
  ['build.gradle', 'flyway {}', {}],
])('%s %j', (path, text, expected) => expect(values(path, text)).toEqual(expected));

describe('broken files say where, and keep what could be read', () => {
  test.each([
    ['a.toml', 'a = 1\nb = ', 'b ='],
    ['a.yml', 'a: 1\nb: [', 'b: ['],
    ['a.xml', '<a><b></a>', '</a>'],
    ['a.jsonc', '{ "a": 1, }}', '}'],
  ])('%s %j', (path, text, near) => {
    const { broken } = parseConfig(path, text);
    expect(broken?.message).toMatch(/\w/);
    expect(Math.abs(broken!.span.start - text.indexOf(near))).toBeLessThanOrEqual(near.length + 1);
  });

  test('what came before a YAML mistake still counts', () => expect(values('a.yml', 'a: 1\nb: [')).toMatchObject({ a: '1' }));
});

test.each([
  ['a.yml', `${'['.repeat(5000)}`],
  ['a.yml', 'a: &a [*a]'],
  ['a.yml', '\0'],
  ['a.toml', '\0'],
  ['a.properties', '\\u12'],
  ['a.xml', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
  ['a.jsonc', '['.repeat(3000)],
  ['pom.xml', ''],
])('hostile %s: no crash, no hang', (path, text) => expect(parseConfig(path, text).path).toBe(path));
