import { expect, it } from 'vitest';
import type { Node } from '../../client/tree/nodes.js';
import { groupsOf, idOf, pendingIn } from '../../client/tree/nodes.js';
import type { ProjectInfo, StatusRow } from '../../server/protocol.js';

// `3p` is version 3, pending. An out-of-order row says what the tool will do with it.
const STATES: Record<string, Pick<StatusRow, 'state' | 'willRun'>> = {
  p: { state: 'pending' }, a: { state: 'applied' }, m: { state: 'modified' }, f: { state: 'failed' }, x: { state: 'missing' },
  u: { state: 'outdated' }, i: { state: 'ignored' }, b: { state: 'baseline' },
  r: { state: 'outOfOrder', willRun: 'run' }, n: { state: 'outOfOrder', willRun: 'refuse' },
};
const rows = (text: string): readonly StatusRow[] =>
  text.split(' ').filter(it => it !== '').map(word => ({ id: word.slice(0, -1), version: word.slice(0, -1), name: 'x', ...STATES[word.at(-1)!]! }));
const draw = (text: string) => groupsOf(rows(text)).map(it => `${it.group}: ${it.rows.map(row => row.id).join(' ')}`).join(' | ');

it.each([
  ['', '', 0],
  ['1a 2a 3p 4p', 'pending: 3 4 | applied: 2 1', 2],
  ['1a 2m 3a', 'attention: 2 | applied: 3 1', 0],
  ['1b 2i 3a 4x 5f 6p', 'attention: 4 5 | pending: 6 | applied: 3 2 1', 1],
  ['1r 2a 3p', 'attention: 1 | pending: 3 | applied: 2', 2],
  ['1n 2a 3p', 'attention: 1 | pending: 3 | applied: 2', 1],
  ['1a 2u', 'pending: 2 | applied: 1', 1],
])('%j is shown as %j, %i to run', (text, shown, pending) => {
  expect(draw(text)).toBe(shown);
  expect(pendingIn({ kind: 'status', connection: { name: 'c', host: 'h', port: 1, database: 'd', user: 'u', serverVersion: '18' }, rows: rows(text) })).toBe(pending);
});

it('a node keeps its id while what it says changes, and shares it with no other', () => {
  const project: ProjectInfo = {
    id: 'p', tool: 'flyway', title: 'Flyway', rootUri: 'file:///r', folder: 'db', folderUri: 'file:///r/db', because: 'flyway.toml',
    migrations: 1, problems: 0, downs: false, connections: [], suggestions: [],
  };
  const connection = { name: 'files', url: 'postgres://x', level: 'normal', from: 'settings' } as const;
  const row = rows('1p')[0]!;
  const nodes: Node[] = [
    { kind: 'project', project },
    { kind: 'connection', project, connection, active: false, several: false, status: undefined },
    { kind: 'files', project },
    { kind: 'unconnected', project, trusted: true },
    { kind: 'lock', project, connection, lock: { message: 'held', stays: true } },
    { kind: 'group', project, connection, group: 'pending', rows: [row] },
    { kind: 'row', project, connection, active: true, row },
    { kind: 'file', project, migration: { id: '1', kind: 'versioned', version: '1', name: 'x', uri: 'file:///r/db/V1__x.sql' } },
    { kind: 'refusal', project, connection, refusal: { kind: 'refused', reason: 'other', message: 'no' } },
  ];
  expect(new Set(nodes.map(idOf)).size).toBe(nodes.length);
  expect(idOf({ kind: 'connection', project: { ...project, migrations: 2, problems: 7 }, connection, active: true, several: false, status: undefined })).toBe(idOf(nodes[1]!));
});
