import type { Problem, Severity } from '../../core/migrations/problem.js';
import { checker } from '../../flows/check.js';
import type { Checked } from '../../flows/check.js';
import { parse, seeHelp } from '../command.js';
import type { Command } from '../command.js';
import { withScripts } from '../scripts.js';
import { placesOf } from '../places.js';
import type { Texts } from '../places.js';
import { problemText, summaryText } from '../print/human.js';
import { effectsForm, printed, problemForm, projectForm } from '../print/json.js';
import { missing, openProjects } from '../projects.js';
import type { Opened } from '../projects.js';
import { wrongUse } from '../terminal.js';
import type { ExitCode, Terminal } from '../terminal.js';

const FORMATS = ['human', 'json'] as const;
/** `--fail-on` names the least severity that makes the exit code 1; a hint never does. */
const SEVERITIES: readonly Severity[] = ['hint', 'info', 'warning', 'error'];
const OLDEST = 13;
const NEWEST = 18;

export const check: Command = {
  usage: `migration-lens check [PATH...] [options]

Checks names, order, pairs and risky statements of all migrations in or around each PATH (a file or
a folder; without one, the current folder). Each project obeys the nearest migration-lens.jsonc above it.

  --format human|json          human is the default
  --postgres ${OLDEST}..${NEWEST}            the major version of the target, over what the project file says
  --base REF                   only files that changed since the merge base with REF, a git branch or commit
  --fail-on error|warning|info the least severity that makes the exit code 1; info is the default
  --effects                    with json: what each statement locks, rewrites, scans and builds

Exit codes: 0 nothing found, 1 findings, 2 wrong use or a failure.
`,

  async run(args, terminal) {
    const parsed = parse(args, {
      format: { type: 'string', default: 'human' },
      postgres: { type: 'string' },
      base: { type: 'string' },
      'fail-on': { type: 'string', default: 'info' },
      effects: { type: 'boolean', default: false },
    });
    if ('wrong' in parsed) return wrongUse(terminal, parsed.wrong, seeHelp('check'));
    const { values: { format, base, effects, postgres, 'fail-on': failOn }, positionals } = parsed;

    if (['sarif', 'github', 'junit'].includes(format)) return wrongUse(terminal, `--format ${format} is not supported yet`, 'Formats: human, json');
    if (!FORMATS.some(it => it === format)) return wrongUse(terminal, `unknown format '${format}'`, 'Formats: human, json');
    const least = SEVERITIES.findIndex(it => it === failOn);
    if (least < 1) return wrongUse(terminal, `unknown severity '${failOn}' for --fail-on`, 'Severities: error, warning, info');
    const major = postgres === undefined ? undefined : Number(postgres);
    if (major !== undefined && !(Number.isInteger(major) && major >= OLDEST && major <= NEWEST)) {
      return wrongUse(terminal, `no Postgres '${postgres}'`, `Majors: ${OLDEST} to ${NEWEST}`);
    }
    const absent = missing(positionals, terminal.cwd);
    if (absent !== undefined) return wrongUse(terminal, `no such file or folder: ${absent}`, seeHelp('check'));

    // The worker wakes up while the files are read.
    return withScripts(async scripts => {
      const opened = await openProjects(positionals, terminal.cwd);
      const changed = new Map<Opened, ReadonlySet<string>>();
      for (const it of base === undefined ? [] : opened) {
        const paths = await it.git.changedSince(base!);
        if (paths === undefined) return wrongUse(terminal, `git knows no '${base}' in ${it.root}`, '--base takes a branch, a tag or a commit of the repository');
        changed.set(it, new Set(paths));
      }

      const reports = await Promise.all(opened.map(async (it): Promise<Report> => {
        // Its memory goes by the projects' ids, which are unique in one root only.
        const { check } = checker(scripts);
        const own = changed.get(it);
        const checked = await Promise.all(it.projects.map(project => check(project, {
          // A misnamed file is none of the project's sources, and has its problem all the same.
          only: [...project.sources.keys(), ...project.problems.map(problem => problem.path)].filter(path => it.asked(path) && (own?.has(path) ?? true)),
          ...(major !== undefined && { postgres: major }),
          effects,
        })));
        return { opened: it, texts: await placesOf(it), checked, problems: problemsOf(it, checked, own) };
      }));
      return report(reports, { json: format === 'json', effects, least }, terminal);
    });
  },
};

interface Report {
  readonly opened: Opened;
  readonly texts: Texts;
  readonly checked: readonly Checked[];
  readonly problems: readonly Problem[];
}

function problemsOf(opened: Opened, checked: readonly Checked[], changed: ReadonlySet<string> | undefined): readonly Problem[] {
  return [...opened.problems, ...checked.flatMap(it => it.problems)]
    // A twin on the other branch is the business of whoever changed one of the two.
    .filter(it => opened.asked(it.path) && (changed === undefined || changed.has(it.path) || (it.related ?? []).some(other => changed.has(other.path))));
}

function report(reports: readonly Report[], { json, effects, least }: { readonly json: boolean; readonly effects: boolean; readonly least: number }, terminal: Terminal): ExitCode {
  const problems = reports.flatMap(it => it.problems);
  const checked = reports.flatMap(it => it.checked);
  const counts = countsOf(problems);
  const files = total(checked.map(it => it.files));
  const statements = total(checked.map(it => it.statements));
  const none = reports.every(it => it.opened.projects.length === 0);

  if (json) {
    terminal.out(printed({
      projects: reports.flatMap(it => it.opened.projects.map(project => projectForm(project, it.texts))),
      problems: reports.flatMap(it => it.problems.map(problem => problemForm(problem, it.texts))),
      ...(effects && { effects: reports.flatMap(it => it.checked.flatMap(one => one.effects.map(effect => effectsForm(effect, it.texts)))) }),
      summary: { errors: counts.error, warnings: counts.warning, infos: counts.info, hints: counts.hint, files, statements },
    }));
  } else {
    terminal.out(reports.flatMap(({ texts, problems: own }) => own.map(problem => {
      const range = texts.range(problem.path, problem.span);
      return `${problemText({ problem, path: texts.path(problem.path), range, line: texts.line(problem.path, range.start) }, terminal.colour)}\n`;
    })).join(''));
    if (!none) terminal.say(summaryText(counts, files, statements));
  }
  if (none) terminal.say('No migrations found.\n');
  return problems.some(it => SEVERITIES.indexOf(it.severity) >= least) ? 1 : 0;
}

function countsOf(problems: readonly Problem[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { severity } of problems) counts[severity]++;
  return counts;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, it) => sum + it, 0);
}
