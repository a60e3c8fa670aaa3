import { expect, it } from 'vitest';
import type { Plan, Words } from '../../client/plan-text.js';
import { planText } from '../../client/plan-text.js';

const words: Words = {
  title: (count, connection) => `${count} migrations pending on ${connection}`,
  server: 'Server', database: 'Database', user: 'User', heaviest: 'Heaviest lock', refused: 'Will not be applied',
  oneTransaction: 'one transaction', noTransaction: 'no transaction', nothing: 'Nothing is pending.', runBy: 'Run by',
};
const connection = { name: 'local', host: 'localhost', port: 5432, database: 'shop', user: 'app', serverVersion: '18.4' };
const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
const step = (version: string, text: string, effects: readonly string[]): Plan['steps'][number] => ({
  id: version, version, name: 'step', uri: `file:///V${version}.sql`, transaction: true, statements: [{ range, text, effects }],
});

it('is SQL whose comments say what, where and how heavy', () => {
  const steps = [step('3', 'create index i on orders (id)', ['SHARE on public.orders']), step('4', 'select 1;', [])];
  const plan: Plan = { kind: 'plan', connection, stops: [], notes: [], heaviest: 'SHARE on public.orders', steps };
  expect(planText(plan, words, it => it.uri.slice('file:///'.length))).toBe(`-- 2 migrations pending on local
--
--   Server         localhost:5432 (PostgreSQL 18.4)
--   Database       shop
--   User           app
--   Heaviest lock  SHARE on public.orders


-- ----------------------------------------
-- 3 step
-- V3.sql, one transaction

-- SHARE on public.orders
create index i on orders (id);


-- ----------------------------------------
-- 4 step
-- V4.sql, one transaction

select 1;
`);
});

it('lets no word of a server or a tool out of its comment', () => {
  const plan: Plan = { kind: 'plan', connection: { ...connection, database: 'x\ndrop table users;' }, steps: [step('1', 'select 1', ['a\nb'])], stops: ['first\r\nsecond'], notes: [] };
  const lines = planText(plan, words, it => it.uri).split('\n');
  expect(lines.filter(line => line !== '' && !line.startsWith('--'))).toEqual(['select 1;']);
});

it('says that nothing is pending', () => {
  expect(planText({ kind: 'plan', connection, steps: [], stops: [], notes: [] }, words, it => it.uri)).toContain('-- Nothing is pending.');
});
