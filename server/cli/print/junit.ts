import { docsOf } from '../../core/lint/documentation.js';
import type { Problem } from '../../core/migrations/problem.js';
import type { Asked, Report } from '../report.js';
import { at } from './human.js';

/**
 * A suite for each file and a case for each problem, because readers of JUnit's XML show one failure of a case;
 * a file without problems is one case that passes. So does a problem that `--fail-on` lets pass, with its words as output.
 */
export function junitText(reports: readonly Report[], { fails }: Asked): string {
  const suites = reports.flatMap(report => suitesOf(report, fails));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'migration-lens', ...sums(suites) })}>`,
    ...suites.flatMap(({ name, tests, failures, cases }) => [`  <testsuite${attributes({ name, tests, failures, errors: 0 })}>`, ...cases, '  </testsuite>']),
    '</testsuites>',
    '',
  ].join('\n');
}

interface Suite {
  readonly name: string;
  readonly tests: number;
  readonly failures: number;
  readonly cases: readonly string[];
}

function suitesOf({ paths, problems, texts }: Report, fails: Asked['fails']): readonly Suite[] {
  const byPath = new Map<string, Problem[]>(paths.map(it => [it, []]));
  for (const it of problems) byPath.set(it.path, [...byPath.get(it.path) ?? [], it]);
  return [...byPath].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, own]) => {
    const name = texts.path(path);
    return {
      name,
      tests: Math.max(own.length, 1),
      failures: own.filter(fails).length,
      cases: own.length === 0 ? [`    <testcase${attributes({ name: 'no problems', classname: name, file: name })}/>`] : own.flatMap(testCase),
    };

    function testCase(problem: Problem): readonly string[] {
      const { rule, severity, message, span } = problem;
      const { start } = texts.range(path, span);
      const words = content(`${name}:${at(start)} ${severity} ${message}\n${docsOf(rule)}`);
      return [
        `    <testcase${attributes({ name: `${rule} ${at(start)}`, classname: name, file: name, line: start.line + 1 })}>`,
        fails(problem) ? `      <failure${attributes({ message, type: rule })}>${words}</failure>` : `      <system-out>${words}</system-out>`,
        '    </testcase>',
      ];
    }
  });
}

function sums(suites: readonly Suite[]): object {
  const sum = (count: (suite: Suite) => number) => suites.reduce((so, it) => so + count(it), 0);
  return { tests: sum(it => it.tests), failures: sum(it => it.failures), errors: 0 };
}

function attributes(values: object): string {
  return Object.entries(values).map(([name, value]) => ` ${name}="${content(String(value)).replaceAll('"', '&quot;').replace(/[\t\n\r]/g, it => `&#${it.charCodeAt(0)};`)}"`).join('');
}

/** What XML 1.0 has no place for, escaped or not, is replaced. */
function content(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Surrogate}]/gu, '\ufffd')
    .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
}
