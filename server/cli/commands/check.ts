import { join } from 'node:path';
import type { Problem, Severity } from '../../core/migrations/problem.js';
import { checker } from '../../flows/check.js';
import { NEWEST_POSTGRES, OLDEST_POSTGRES } from '../../flows/check/terms.js';
import type { Checked } from '../../flows/check.js';
import type { CheckOptions } from '../../flows/check/terms.js';
import { slotIn } from '../../flows/remembered.js';
import { scripts } from '../../flows/script.js';
import { checkAll } from '../../flows/shares.js';
import type { Wanted } from '../../flows/shares.js';
import { cacheFolder } from '../../edges/cache-folder.js';
import { storeIn } from '../../edges/store.js';
import { build } from '../../edges/version.js';
import { checkers } from '../checkers.js';
import { parse, seeHelp } from '../command.js';
import type { Command } from '../command.js';
import { placesOf } from '../places.js';
import { githubText } from '../print/github.js';
import { humanText, summaryText } from '../print/human.js';
import { jsonText } from '../print/json.js';
import { junitText } from '../print/junit.js';
import { sarifText } from '../print/sarif.js';
import { missing, openProjects } from '../projects.js';
import type { Opened } from '../projects.js';
import { totalsOf } from '../report.js';
import type { Asked, Report } from '../report.js';
import { wrongUse } from '../terminal.js';
import type { ExitCode, Terminal } from '../terminal.js';

const FORMATS = { human: humanText, json: jsonText, sarif: sarifText, github: githubText, junit: junitText } satisfies Readonly<Record<string, (reports: readonly Report[], asked: Asked) => string>>;
type Format = keyof typeof FORMATS;
/** `--fail-on` names the least severity that makes the exit code 1; a hint never does. */
const SEVERITIES: readonly Severity[] = ['hint', 'info', 'warning', 'error'];

export const check: Command = {
  usage: `migration-lens check [PATH...] [options]

Checks names, order, pairs and risky statements of all migrations in or around each PATH (a file or
a folder; without one, the current folder). Each project obeys the nearest migration-lens.jsonc above it.

  --format human|json|sarif|github|junit
                               human is the default; github is for the log of a workflow
  --postgres ${OLDEST_POSTGRES}..${NEWEST_POSTGRES}            the major version of the target, over what the project file says
  --base REF                   only files that changed since the merge base with REF, a git branch or commit
  --fail-on error|warning|info the least severity that makes the exit code 1; info is the default
  --no-cache                   forget what the last run has found of unchanged projects
  --effects                    with json: what each statement locks, rewrites, scans and builds

Exit codes: 0 nothing found, 1 findings, 2 wrong use or a failure.
`,

  async run(args, terminal, parser) {
    const parsed = parse(args, {
      format: { type: 'string', default: 'human' },
      postgres: { type: 'string' },
      base: { type: 'string' },
      'fail-on': { type: 'string', default: 'info' },
      effects: { type: 'boolean', default: false },
      'no-cache': { type: 'boolean', default: false },
    });
    if ('wrong' in parsed) return wrongUse(terminal, parsed.wrong, seeHelp('check'));
    const { values: { format, base, effects, postgres, 'fail-on': failOn, 'no-cache': uncached }, positionals } = parsed;

    if (!isFormat(format)) return wrongUse(terminal, `unknown format '${format}'`, `Formats: ${Object.keys(FORMATS).join(', ')}`);
    const least = SEVERITIES.findIndex(it => it === failOn);
    if (least < 1) return wrongUse(terminal, `unknown severity '${failOn}' for --fail-on`, 'Severities: error, warning, info');
    const major = postgres === undefined ? undefined : Number(postgres);
    if (major !== undefined && !(Number.isInteger(major) && major >= OLDEST_POSTGRES && major <= NEWEST_POSTGRES)) {
      return wrongUse(terminal, `no Postgres '${postgres}'`, `Majors: ${OLDEST_POSTGRES} to ${NEWEST_POSTGRES}`);
    }
    const absent = missing(positionals, terminal.cwd);
    if (absent !== undefined) return wrongUse(terminal, `no such file or folder: ${absent}`, seeHelp('check'));

    const opened = await openProjects(positionals, terminal);
    const changed = new Map<Opened, ReadonlySet<string>>();
    for (const it of base === undefined ? [] : opened) {
      const paths = await it.git.changedSince(base!);
      if (paths === undefined) return wrongUse(terminal, `git knows no '${base}' in ${it.root}`, '--base takes a branch, a tag or a commit of the repository');
      changed.set(it, new Set(paths));
    }

    const store = uncached ? undefined : storeIn(join(cacheFolder(terminal.env), 'found'));
    const optionsOf = (only: readonly string[]): CheckOptions => ({ only, ...(major !== undefined && { postgres: major }), effects, ...(format === 'json' && { rewrites: new Date() }) });
    const wanted = opened.map(it => it.projects.map((index): Wanted => {
      // A misnamed file is none of the project's sources, and has its problem all the same.
      const only = [...index.sources.keys(), ...index.problems.map(problem => problem.path)].filter(path => it.asked(path) && (changed.get(it)?.has(path) ?? true));
      const options = optionsOf(only);
      return { index, options, ...(store && { slot: slotIn(store, build(), index, options) }) };
    }));
    const read = scripts(parser);
    // The memory of a checker goes by the projects' ids, which are unique in one root only.
    const found = await checkAll(wanted.flat(), (index, options) => checker(read).check(index, options), checkers());
    const reports = await Promise.all(opened.map(async (it, i): Promise<Report> => {
      const from = wanted.slice(0, i).flat().length;
      const checked = found.slice(from, from + wanted[i]!.length);
      return { opened: it, texts: await placesOf(it), paths: wanted[i]!.flatMap(one => one.options.only ?? []), checked, problems: problemsOf(it, checked, changed.get(it)) };
    }));
    const fails = ({ severity }: Problem) => SEVERITIES.indexOf(severity) >= least;
    return report(reports, format, { cwd: terminal.cwd, colour: terminal.colour, effects, fails }, terminal);
  },
};

function isFormat(name: string): name is Format {
  return Object.hasOwn(FORMATS, name);
}

function problemsOf(opened: Opened, checked: readonly Checked[], changed: ReadonlySet<string> | undefined): readonly Problem[] {
  return [...opened.problems, ...checked.flatMap(it => it.problems)]
    // A twin on the other branch is the business of whoever changed one of the two.
    .filter(it => opened.asked(it.path) && (changed === undefined || changed.has(it.path) || (it.related ?? []).some(other => changed.has(other.path))));
}

function report(reports: readonly Report[], format: Format, asked: Asked, terminal: Terminal): ExitCode {
  const totals = totalsOf(reports);
  terminal.out(FORMATS[format](reports, asked));
  if (reports.every(it => it.opened.projects.length === 0)) terminal.say('No migrations found.\n');
  else if (format === 'human' || format === 'github') terminal.say(summaryText(totals));
  return reports.some(it => it.problems.some(asked.fails)) ? 1 : 0;
}
