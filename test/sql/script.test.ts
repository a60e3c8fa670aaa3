import { afterAll, expect, test } from 'vitest';
import { startParser } from '../../server/edges/parser.js';
import { scripts } from '../../server/flows/script.js';

const parser = startParser();
afterAll(() => parser.close());

test('a broken statement hides nothing of the others', async () => {
  const script = await scripts(parser).read(`select 'é😀'; selec 1;\n\\echo x\ncopy t from stdin;\n1\t2\n\\.\ncreate table t (id int)`);
  expect(script.pieces.map(it => [it.kind, script.text.slice(it.span.start, it.span.end)])).toEqual([
    ['statement', `select 'é😀'`],
    ['error', 'selec 1'],
    ['psql', '\\echo x'],
    ['statement', 'copy t from stdin'],
    ['copy-data', '1\t2\n\\.'],
    ['statement', 'create table t (id int)'],
  ]);
  const error = script.pieces[1]!;
  expect(error.kind === 'error' && [error.message, script.text.slice(error.at.start, error.at.end)]).toEqual(['syntax error at or near "selec"', 'selec']);
});
