import { createHash } from 'node:crypto';
import { isAbsolute, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as sarif from 'sarif';
import { documentationOf, docsOf } from '../../core/lint/documentation.js';
import { reasons } from '../../core/lint/reference.js';
import type { Fix, Problem, Severity } from '../../core/migrations/problem.js';
import type { Span } from '../../core/text/span.js';
import type { Asked, Report } from '../report.js';
import { printable } from '../terminal.js';
import { version } from '../../edges/version.js';

const LEVELS: Readonly<Record<Severity | 'off', sarif.ReportingConfiguration.level>> = { error: 'error', warning: 'warning', info: 'note', hint: 'note', off: 'none' };
const ROOT = '%SRCROOT%';

/** SARIF 2.1.0, with the rules that have found something. Paths are relative to the folder that the command ran in. */
export function sarifText(reports: readonly Report[], { cwd }: Asked): string {
  const rules = [...new Set(reports.flatMap(it => it.problems.map(({ rule }) => rule)))].sort();
  const positions = new Map(rules.map((it, i) => [it, i]));
  const log: sarif.Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'Migration Lens', version: version(), informationUri: 'https://github.com/migration-lens/migration-lens', rules: rules.map(descriptor) } },
      invocations: [{ executionSuccessful: true }],
      originalUriBaseIds: { [ROOT]: { uri: pathToFileURL(cwd.endsWith(sep) ? cwd : cwd + sep).href } },
      columnKind: 'utf16CodeUnits',
      results: reports.flatMap(report => resultsOf(report, positions)),
    }],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor(id: string): sarif.ReportingDescriptor {
  const page = documentationOf(id);
  if (page === undefined) return { id, helpUri: docsOf(id) };
  const markdown = reasons(page).join('\n\n');
  return {
    id,
    name: id.split('-').map(it => it.charAt(0).toUpperCase() + it.slice(1)).join(''),
    shortDescription: { text: plain(page.summary) },
    fullDescription: { text: plain(page.why).trim().replace(/\s+/g, ' ') },
    help: { text: plain(markdown), markdown },
    helpUri: docsOf(id),
    defaultConfiguration: { level: LEVELS[page.severity], ...(page.severity === 'off' && { enabled: false }) },
    properties: { tags: ['postgresql', 'migrations'] },
  };
}

function resultsOf({ problems, texts }: Report, positions: ReadonlyMap<string, number>): readonly sarif.Result[] {
  const seen = new Map<string, number>();
  return problems.map(problem => {
    const { rule, severity, path, span, message, related = [], fixes = [] } = problem;
    const changes = fixes.flatMap(fix => changesOf(fix));
    return {
      ruleId: rule,
      ruleIndex: positions.get(rule)!,
      level: LEVELS[severity],
      message: { text: messageText(message) },
      locations: [{ physicalLocation: place(path, span) }],
      ...(related.length > 0 && { relatedLocations: related.map((it, id) => ({ id, physicalLocation: place(it.path, it.span), message: { text: messageText(it.message) } })) }),
      partialFingerprints: { 'migrationLens/v1': fingerprint(problem) },
      ...(changes.length > 0 && { fixes: changes }),
    };
  });

  /** The same when lines above come or go: rule, file and text; of equals, which one. */
  function fingerprint({ rule, path, span, message }: Problem): string {
    const what = [rule, texts.path(path), message, texts.text(path, span).replace(/\s+/g, ' ')].join('\0');
    const nth = seen.get(what) ?? 0;
    seen.set(what, nth + 1);
    return createHash('sha256').update(`${what}\0${nth}`).digest('hex').slice(0, 32);
  }

  function place(path: string, span: Span): sarif.PhysicalLocation {
    const { start } = texts.range(path, span);
    return { artifactLocation: artifact(path), region: span.start === span.end ? { startLine: start.line + 1 } : region(path, span) };
  }

  /** SARIF can change files, and neither make nor rename them. */
  function changesOf({ title, edits }: Fix): readonly sarif.Fix[] {
    const byPath = new Map<string, sarif.Replacement[]>();
    for (const edit of edits) {
      if (edit.kind !== 'edit') return [];
      byPath.set(edit.path, [...byPath.get(edit.path) ?? [], { deletedRegion: region(edit.path, edit.span), insertedContent: { text: edit.text } }]);
    }
    return [{ description: { text: messageText(title) }, artifactChanges: [...byPath].map(([path, replacements]) => ({ artifactLocation: artifact(path), replacements })) }];
  }

  function region(path: string, span: Span): sarif.Region {
    const { start, end } = texts.range(path, span);
    return { startLine: start.line + 1, startColumn: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
  }

  function artifact(path: string): sarif.ArtifactLocation {
    const shown = texts.path(path);
    return isAbsolute(shown) ? { uri: pathToFileURL(shown).href } : { uri: shown.replace(/\p{Surrogate}/gu, '\ufffd').split('/').map(encodeURIComponent).join('/'), uriBaseId: ROOT };
  }
}

/** Nobody's table name makes a link (SARIF 3.11.6) or a placeholder (3.11.5) of a message. */
function messageText(text: string): string {
  return printable(text).replace(/[[\]](?=[^[\]]*\]\(|\()/g, '\\$&').replace(/\{(\d+)\}/g, '{{$1}}');
}

/** Without the marks of Markdown. */
function plain(markdown: string): string {
  return markdown.replaceAll('`', '').replaceAll('**', '');
}
