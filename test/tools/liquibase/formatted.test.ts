import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { offsetsOf } from '../../../server/core/tools/liquibase/document.js';
import { readFormatted } from '../../../server/core/tools/liquibase/formatted.js';
import { cut } from '../../../server/core/tools/liquibase/split.js';

const HEADER = '--liquibase formatted sql\n';

describe('changesets', () => {
  // Left: the lines. Right: author:id «SQL», with what is said about it.
  test.each([
    ['--changeset me:1\nselect 1;\n', 'me:1 «select 1;»'],
    ['  -- ChangeSet me:1 \nselect 1;', 'me:1 «select 1;»'],
    ['--changeset "you and me":"a b" runOnChange:true\nselect 1;', 'you and me:a b «select 1;» runOnChange=true'],
    ['--changeset me:1 context:"a or b" labels:x,y dbms:postgresql,!h2\n\n select 1;\n\n', 'me:1 «select 1;» contexts=a or b labels=x,y dbms=postgresql,!h2'],
    ['--changeset me:1 contextFilter:test context:other\nselect 1;', 'me:1 «select 1;» contexts=test'],
    ['--changeset me:1 endDelimiter:// splitStatements:FALSE stripComments:yes\nselect 1//', 'me:1 «select 1//» splitStatements=false stripComments=false endDelimiter=//'],
    ['--changeset me:1 rollbackSplitStatements:false\nselect 1;', 'me:1 «select 1;» splitStatements=false'],
    ['--changeset me:1\nselect 1;\n--changeset me:2\nselect 2;\r\nselect 3;\r', 'me:1 «select 1;», me:2 «select 2;⏎select 3;»'],
    ['--changeset me:1\n--comment: why\n-- what\nselect 1;\n--rollback drop a;\n--rollback drop b;', 'me:1 «-- what⏎select 1;» comment=why back «drop a;⏎drop b;»'],
    ['--changeset me:1\nselect 1;\n/* liquibase rollback\ndrop a;\ndrop b; */\nselect 2;', 'me:1 «select 1;⏎select 2;» back «drop a;⏎drop b; »'],
    ['--changeset me:1\nselect 1;\n--rollback not required', 'me:1 «select 1;» back nothing'],
    ['--changeset me:1\nselect 1;\n--rollback changesetId:0 changesetAuthor:you', 'me:1 «select 1;» back 0 of you'],
    ['--changeset me:1\n--ignoreLines:2\nnothing\nat all\nselect 1;', 'me:1 «select 1;»'],
    ['--changeset me:1\n--ignoreLines:start\nnothing\n--ignoreLines:end\nselect 1;', 'me:1 «select 1;»'],
    ['--changeset me:1\n--preconditions onFail:MARK_RAN\n--precondition-sql-check expectedResult:0 select 0\nselect 1;', 'me:1 «select 1;» conditions=2'],
    ['--changeset me:1\n--validCheckSum: 9:abc\n--validCheckSum: any\nselect 1;', 'me:1 «select 1;» valid=9:abc,any'],
    ['select 0;\n--changeset me:1\nselect 1;', 'me:1 «select 1;»'],
    ['--changeset me:é😀\nselect \'é😀\';', 'me:é😀 «select \'é😀\';»'],
  ])('%j: %s', (lines, expected) => {
    const source = HEADER + lines;
    const { changesets, flaw } = readFormatted(source);
    const shown = changesets.map(({ author, id, sql, attributes, comment, rollback, preconditions, validCheckSums }) => [
      `${author}:${id} «${sql.text.replaceAll('\n', '⏎')}»`,
      ...Object.entries(attributes).map(([name, value]) => `${name}=${value}`),
      ...(comment === undefined ? [] : [`comment=${comment}`]),
      ...(preconditions.length === 0 ? [] : [`conditions=${preconditions.length}`]),
      ...(validCheckSums.length === 0 ? [] : [`valid=${validCheckSums.join()}`]),
      ...(rollback?.kind === 'sql' ? [`back «${rollback.sql.text.replaceAll('\n', '⏎')}»`] : rollback?.kind === 'changeset' ? [`back ${rollback.id} of ${rollback.author}`] : rollback ? [`back ${rollback.kind}`] : []),
    ].join(' '));
    expect([shown.join(', '), flaw ?? changesets.find(it => it.flaw)?.flaw]).toEqual([expected, undefined]);
    for (const { sql } of changesets) {
      const offsets = offsetsOf(sql);
      [...sql.text.split('')].forEach((character, i) => { if (character !== '\n') expect(source[offsets[i]!]).toBe(character); });
    }
  });

  // Said by Liquibase 4.28.0 of the same files, without the path and the address of its documentation.
  test.each([
    ['--changeset me: 1\nselect 1;', 2, "Unexpected formatting at line 2. Formatted SQL changelogs require known formats, such as '--changeset <authorname>:<changesetId>' and others to be recognized and run"],
    ['-changeset me:1\nselect 1;', 2, "Unexpected formatting at line 2. Formatted SQL changelogs require known formats, such as '--changeset <authorname>:<changesetId>' and others to be recognized and run"],
    ['--changeset me\nselect 1;', 2, "Unexpected formatting at line 2. Formatted SQL changelogs require known formats, such as '--changeset <authorname>:<changesetId>' and others to be recognized and run"],
    ['-- comment on it\n--changeset me:1\nselect 1;', 2, 'Unexpected formatting at line 2. Formatted SQL changelogs do not allow comment lines outside of changesets'],
    ['--changeset me:1\n--changeset me:2\nselect 1;', 2, 'No SQL for changeset me:1'],
    ['--changeset me:1\n--comments: x\nselect 1;', 3, "Unexpected formatting at line 3. Formatted SQL changelogs require known formats, such as '--comment <comment>' and others to be recognized and run"],
    ['--changeset me:1\nselect 1;\n-rollback select 2;', 4, "Unexpected formatting at line 4. Formatted SQL changelogs require known formats, such as '--rollback <rollback SQL>' and others to be recognized and run"],
    ['--changeset me:1\n--ignore:true\nselect 1;', 3, "Unexpected formatting at line 3. Formatted SQL changelogs require known formats, such as '--ignoreLines:<count|start>' and others to be recognized and run"],
    ['--changeset me:1\n-- property of somebody\nselect 1;', 3, "Unexpected formatting at line 3. Formatted SQL changelogs require known formats, such as '--property name=<property name> value=<property value>' and others to be recognized and run"],
    ['--changeset me:1\n--precondition-nothing x\nselect 1;', 3, "The 'nothing' precondition type is not supported."],
    ['--changeset me:1\nselect 1;\n/* liquibase rollback\nselect 2;', 4, 'Liquibase rollback comment is not closed.'],
  ])('%j is refused in line %i: %s', (lines, line, message) => {
    const source = HEADER + lines;
    const { changesets, flaw } = readFormatted(source);
    const found = flaw ?? changesets.find(it => it.flaw)!.flaw!;
    expect([source.slice(0, found.span.start).split('\n').length, found.message]).toEqual([line, message]);
  });

  test.each([
    ['--changeset me:1 runOnchange:true', []],
    ['--changeset me:1 runOnChnage:true', ['runOnChnage:true: Liquibase does not know `runOnChnage` and passes over it: it knows `runOnChange`']],
    ['--changeset me:1 splitStatements=false', ['splitStatements=false: Liquibase passes over `splitStatements=false`: it reads `splitStatements:false`, without blanks']],
    ['--changeset me:1 runAlways: true', ['runAlways: true: Liquibase passes over `runAlways: true`: it reads `runAlways:true`, without blanks']],
    ['--changeset me:1 runAlways:yes', ['runAlways:yes: Liquibase takes every value but `true` for `false`, and so `yes`']],
    ['--changeset me:1 see JIRA-1: whatever created:2020', []],
    ['--changeset me:1 runAlways:${always}', []],
  ])('%s: %j', (header, expected) => {
    const source = `${HEADER}${header}\nselect 1;\n`;
    expect(readFormatted(source).changesets[0]!.passedOver.map(it => `${source.slice(it.span.start, it.span.end)}: ${it.message}`)).toEqual(expected);
  });

  test('whatever the lines are, every changeset has its own part of the file', () => {
    const line = fc.constantFrom('--changeset a:b', '--changeset a:', '-changeset', '--rollback x', '/* liquibase rollback', '*/', '--ignoreLines:start', '--ignoreLines:end', '--ignoreLines:9', '--property name:a value:b', '--comment x', 'select 1;', '', '--preconditions x', '\u0000', '--liquibase formatted sql logicalFilePath:x');
    fc.assert(fc.property(fc.array(line, { maxLength: 20 }), fc.constantFrom('\n', '\r\n', '\r'), (lines, end) => {
      const source = lines.join(end);
      let last = 0;
      for (const { span, sql, name } of readFormatted(source).changesets) {
        expect(span.start).toBeGreaterThanOrEqual(last);
        expect(name.start).toBeGreaterThanOrEqual(span.start);
        expect(offsetsOf(sql)).toHaveLength(sql.text.length + 1);
        last = span.end;
      }
    }), { numRuns: 1000 });
  });

  test('ten megabytes are read in a time that grows with their length', () => {
    const many = (count: number): string => HEADER + Array.from({ length: count }, (_, i) => `--changeset me:${i} runOnChange:true\ninsert into t values (${i}, '${'x'.repeat(150)}');\n--rollback delete from t;\n\n`).join('');
    const time = (text: string): number => { const start = performance.now(); readFormatted(text); return performance.now() - start; };
    time(many(2_000));
    const [small, large] = [time(many(4_000)), time(many(40_000))];
    expect(large).toBeLessThan(small * 40 + 200);
  });
});

describe('cutting, held against `StringUtil.processMultiLineSQL` of Liquibase 4.28.0', () => {
  const plain = { splitStatements: true, stripComments: true };
  test.each([
    ['a; b;\nc', plain, ['a', 'b', 'c']],
    ["insert into t values ('a;b', \"c;d\"); x", plain, ["insert into t values ('a;b', \"c;d\")", 'x']],
    ['-- a;\nb /* ; */; c', plain, ['b', 'c']],
    ['a\ngo\nb\nGO\nc\n go\nd', plain, ['a', 'b', 'c\n go\nd']],
    ['a\n/\nb / c', plain, ['a', 'b / c']],
    ['as $$ select 1; select 2; $$;', plain, ['as $$ select 1', 'select 2', '$$']],
    ['do $$ declare x int; begin a; b; end $$; c', plain, ['do $$ declare x int', 'begin a; b; end $$', 'c']],
    ['do $$ begin if a then b; end if; c; end $$', plain, ['do $$ begin if a then b; end if', 'c', 'end $$']],
    ['begin transaction; a; commit; b', plain, ['begin transaction', 'a', 'commit', 'b']],
    ['begin; a; commit; b', plain, ['begin; a; commit; b']],
    ["select 'it''s; \\'; so;'; x", plain, ["select 'it''s; \\'; so;'", 'x']],
    ['a; b; c', { ...plain, splitStatements: false }, ['a; b; c']],
    ['a; b// c //', { ...plain, endDelimiter: '//' }, ['a; b', 'c']],
    ['a; b\n/\nc\n/', { ...plain, endDelimiter: '/' }, ['a; b', 'c']],
    ['a; b\n/', { ...plain, endDelimiter: '\n/$' }, ['a; b']],
    ['a @@ b@@c', { ...plain, endDelimiter: '@@' }, ['a', 'b@@c']],
  ])('%j', (sql, cutting, expected) => {
    expect(cut(sql, cutting).chunks.map(it => sql.slice(it.start, it.end))).toEqual(expected);
  });

  test('a delimiter that is no regular expression is an error', () => expect(() => cut('a', { ...plain, endDelimiter: '**' })).toThrow(SyntaxError));

  test('strings that nothing closes do not take for ever', () => {
    for (const piece of ["'", '"', "\\'", 'a.', '[', '/*', "''", '"a"."']) {
      const start = performance.now();
      cut(piece.repeat(100_000), plain);
      expect(performance.now() - start).toBeLessThan(3000);
    }
  });
});
