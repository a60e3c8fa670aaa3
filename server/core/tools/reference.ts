import type { Tool } from './tool.js';
import type { Place } from './tool/history.js';
import type { Project } from './tool/project.js';
import type { Preview } from './tool/run.js';

/** The page of all tools, made of nothing but their literals. */
export function toolsReference(tools: readonly Tool[]): string {
  const overview = tools.map(it => `| [${it.title}](#${it.id}) | ${appliedBy(it)} | ${LATE[it.traits(sample(it)).outOfOrder]} | ${it.reference.checksum === undefined ? 'no' : 'yes'} | ${lockOf(it)} | ${it.reference.evidence.run ?? 'not run'} |`);
  return [
    '# Tools',
    '<!-- Written by `npm run update`. Edit the tools. -->',
    [
      'The projects of all of them are found, indexed in the tool\'s own order, checked and replayed, and a new migration is written as the tool wants it.',
      '*Run* are the versions that `npm run test:tools` runs beside ours, on the same folder and the same database; the rest was read in the source.',
    ].join('\n'),
    ['| tool | applied | a file that sorts before what was applied | checksum | lock | run |', '| --- | --- | --- | --- | --- | --- |', ...overview].join('\n'),
    ...tools.map(sectionOf),
    '',
  ].join('\n\n');
}

function sectionOf(tool: Tool): string {
  const { id, title, reference: { files, order, checksum, transactions, lock, repair, evidence }, history, preview, traits } = tool;
  const project = sample(tool);
  const table = history.table(project, PLACE);
  const said = [
    `**Files.** ${files}.`,
    `**Order.** ${order}.`,
    `**Way back.** ${BACK[traits(project).down]}.`,
    `**Transactions.** ${transactions}.`,
    history.absent !== undefined ? '**History.** None: it cannot be applied, and `status` knows nothing' : `**History.** \`${table.schema === PLACE.schema ? '' : `${table.schema}.`}${table.name}\`. A file that sorts before what was applied: ${LATE[traits(project).outOfOrder]}.`,
    `**Checksum.** ${checksum ?? 'None: whether an applied file was edited can only be told from git'}.`,
    `**Lock.** ${lockOf(tool)}${lock === undefined ? '' : `: ${lock}`}.`,
    ...(repair === undefined ? [] : [`**Repair.** ${repair}.`]),
    ...(preview ? [`**SQL on request.** ${PREVIEWED[preview.database]}. ${preview.limit}.`] : []),
    `**Evidence.** ${[...(evidence.run === undefined ? [] : [`run: ${evidence.run}`]), ...(evidence.read === undefined ? [] : [`read: ${evidence.read}`])].join('; ')}.`,
  ];
  return [`## ${id}`, `${title}: its migrations are applied ${appliedBy(tool)}.`, said.map(it => `- ${capital(it)}`).join('\n')].join('\n\n');
}

const PLACE: Place = { database: 'app', schema: 'public', user: 'app' };

const APPLIED: Readonly<Record<Tool['run']['by'], string>> = { us: 'by us', tool: 'by its own command', nobody: 'by nobody' };
function appliedBy({ history, run }: Tool): string {
  return history.absent === undefined ? APPLIED[run.by] : 'by nobody';
}

const PREVIEWED: Readonly<Record<Preview['database'], string>> = {
  nothing: 'By its own command, without a database', read: 'By its own command, in a session that the server keeps from writing', rolledBack: 'By running it in a transaction that is rolled back, only where a connection says `"preview": true`',
};

const LATE = { run: 'runs', refuse: 'is refused', skip: 'never runs' } as const;
const BACK = { separate: 'a file of its own', section: 'a section of the same file', none: 'none' } as const;

function sample(tool: Tool): Project {
  return tool.at('migrations');
}

function lockOf(tool: Tool): string {
  const { kind } = tool.lock(sample(tool), PLACE);
  return kind === 'table' ? 'a row' : kind;
}

function capital(said: string): string {
  return said.replace(/^(\*\*\w[^*]*\*\* )(\p{Ll})/u, (_, head: string, first: string) => head + first.toUpperCase());
}
