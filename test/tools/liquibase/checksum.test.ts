import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checksumV8, checksumV9 } from '../../../server/core/tools/liquibase/checksum.js';
import { readFormatted } from '../../../server/core/tools/liquibase/formatted.js';
import { liquibase } from '../../../server/core/tools/liquibase.js';
import { indexed } from '../reading.js';

interface Vector {
  readonly bytes_b64?: string;
  readonly properties?: Readonly<Record<string, string>>;
  readonly changesets?: readonly { readonly author: string; readonly id: string; readonly sql_after_parse: string; readonly md5sum: string }[];
  readonly other?: readonly { readonly kind: string; readonly sql: string; readonly md5sum: string }[];
}
const vectors = JSON.parse(readFileSync(join(import.meta.dirname, 'vectors.json'), 'utf8')) as { readonly liquibase_v9: readonly Vector[]; readonly liquibase_v8: readonly Vector[]; readonly liquibase_v9_inner: readonly { sql: string; changeset: string }[] };

// Made by Liquibase 4.28.0 and 4.4.0 themselves.
test.each([['9', vectors.liquibase_v9], ['8', vectors.liquibase_v8]] as const)('version %s of formatted SQL', (version, files) => {
  for (const { bytes_b64, properties, changesets } of files.filter(it => it.bytes_b64 !== undefined)) {
    const text = Buffer.from(bytes_b64!, 'base64').toString('utf8').replace(/^\uFEFF/, '');
    const known = new Map(readFormatted(text).changesets.map(it => [`${it.author}:${it.id}`, it]));
    for (const { author, id, sql_after_parse, md5sum } of changesets!) {
      const { sql, attributes } = known.get(`${author}:${id}`)!;
      const expanded = sql.text.replace(/\$\{(\w+)\}/g, (whole, name: string) => properties?.[name] ?? whole);
      expect(expanded).toBe(sql_after_parse);
      const change = { kind: 'sql' as const, sql: expanded, endDelimiter: attributes.endDelimiter, splitStatements: attributes.splitStatements ?? true, stripComments: attributes.stripComments ?? true };
      expect([`${author}:${id}`, version === '9' ? checksumV9([change]) : checksumV8([change])]).toEqual([`${author}:${id}`, md5sum]);
    }
  }
});

test.each(vectors.liquibase_v9.flatMap(it => it.other ?? []).map((it, i) => [it, vectors.liquibase_v8.flatMap(v => v.other ?? [])[i]!] as const))('other SQL: $0.kind', (v9, v8) => {
  const [splitStatements, stripComments] = v9.kind.startsWith('plain') ? [false, false] : [true, false];
  const change = { kind: 'sql' as const, sql: v9.sql, splitStatements, stripComments };
  expect([checksumV9([change]), checksumV8([change])]).toEqual([v9.md5sum, v8.md5sum]);
});

test.each(vectors.liquibase_v9_inner)('blanks do not count, other characters do: $sql', ({ sql, changeset }) => {
  expect(checksumV9([{ kind: 'sql', sql, splitStatements: true, stripComments: true }])).toBe(changeset);
});

interface Hashed { readonly format: 'xml' | 'yaml'; readonly changeset: string; readonly v9: string; readonly v8: string }

const sumsOf = (format: string, changeset: string, like?: string) => {
  const text = format === 'xml' ? `<databaseChangeLog><property name="p" value="7"/>${changeset}</databaseChangeLog>` : `databaseChangeLog:\n- property: {name: p, value: seven}\n${changeset}`;
  const { migrations, project } = indexed(liquibase, { [`a.${format}`]: text });
  return migrations.map(it => liquibase.checksum!(it.up!, it, project, like));
};

// Made by Liquibase 4.28.0 itself, of changes that were put together by chance.
test.each(JSON.parse(readFileSync(join(import.meta.dirname, 'objects.json'), 'utf8')) as readonly Hashed[])('objects: $changeset', ({ format, changeset, v9, v8 }) => {
  expect([sumsOf(format, changeset), sumsOf(format, changeset, '8:')]).toEqual([[v9], [v8]]);
});

test.each([
  ['a file that is read', '<loadData file="a.csv" tableName="t"/>'], ['a class that runs', '<customChange class="A"/>'], ['an attribute that nobody knows', '<dropTable tableName="t" ifExists="true"/>'],
  ['an element that nobody knows', '<delete tableName="t"><where>a</where><whereParams><param/></whereParams></delete>'], ['a parameter that nobody says', '<dropTable tableName="${t}"/>'],
  ['a flag in other words', '<dropTable tableName="t" cascadeConstraints="TRUE"/>'], ['a number in other digits', '<createSequence sequenceName="s" startValue="01"/>'], ['one of two', '<dropTable tableName="t"/><loadData file="a.csv" tableName="t"/>'],
  ['nothing', ''], ['a visitor', '<dropTable tableName="t"/><modifySql><append value="x"/></modifySql>'],
])('what is not known for certain has no checksum: %s', (_, changes) => {
  expect(sumsOf('xml', `<changeSet id="1" author="a">${changes}</changeSet>`)).toEqual([undefined]);
});
