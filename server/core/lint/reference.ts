import { docsOf } from './documentation.js';
import { leftOut } from './left-out.js';
import type { LeftOut } from './left-out.js';
import type { Documented, Example, Rule } from './rule.js';

type Page = Documented & Partial<Pick<Rule, 'examples'>>;

/** The reference page of every rule and check, made of nothing but themselves. */
export function ruleReference(pages: readonly Page[]): string {
  const contents = pages.map(it => `- [${it.id}](#${it.id}): ${it.summary}`).join('\n');
  return `# Rules\n\n<!-- Written by \`npm run update\`. Edit the rules. -->\n\n${contents}\n- [What other linters check and this one does not](#left-out)\n\n${pages.map(ruleSection).join('\n')}\n${leftOutSection(leftOut)}`;
}

function leftOutSection(entries: readonly LeftOut[]): string {
  const rows = entries.map(({ names, reason }) => `${names.map(it => `- ${it}`).join('\n')}\n\n${reason}`);
  return `## Left out\n\nWhat other linters check and this one does not, and why.\n\n${rows.join('\n\n')}\n`;
}

/** Also what the command line prints for `explain <rule>`. */
export function ruleSection(rule: Page): string {
  const { id, summary, severity, aliases = [], examples = [], sources } = rule;
  return [
    `## ${id}`,
    `${summary}. ${SAID[severity]}`,
    ...(aliases.length > 0 ? [`Ignore comments may also call it ${aliases.map(it => `\`${it}\``).join(', ')}.`] : []),
    ...reasons(rule),
    ...settingsList(rule),
    ...examples.map(it => exampleBlock(it, id)),
    ...(sources.length > 0 ? [sources.map(url => `<${url}>`).join('  \n')] : []),
    '',
  ].join('\n\n');
}

/** What an editor shows beside a finding: why, what to do instead, and where to read on. */
export function ruleHover(rule: Documented): string {
  const source = rule.sources[0];
  const links = [`[${rule.id}](${docsOf(rule.id)})`, ...(source === undefined ? [] : [`[${/^https?:\/\/(?:www\.)?([^/]+)/.exec(source)?.[1] ?? source}](${source})`])];
  return [...reasons(rule), links.join(' · ')].join('\n\n');
}

/** Markdown, a paragraph each. */
export function reasons({ why, instead }: Documented): readonly string[] {
  return [`**Why.** ${paragraph(why)}`, `**Instead.** ${paragraph(instead)}`];
}

function settingsList({ settings = {} }: Page): readonly string[] {
  const all = Object.entries(settings);
  return all.length === 0 ? [] : [`Settings, beside \`severity\`; with any of them it is on, as a warning:`, all.map(([name, it]) => `- \`${name}\`: ${it.means}`).join('\n')];
}

function exampleBlock({ title, sql, before, postgres, transaction, fixed, settings }: Example, id: string): string {
  const given = [...(postgres === undefined ? [] : [`on PostgreSQL ${postgres}`]), ...(transaction === false ? ['run outside a transaction'] : [])];
  const heading = `${title}${given.length > 0 ? ` (${given.join(', ')})` : ''}:`;
  return [
    heading,
    ...(settings === undefined ? [] : [`\`\`\`json\n${JSON.stringify({ rules: { [id]: settings } }, null, 2)}\n\`\`\``]),
    ...(before === undefined ? [] : [block(before), 'Then:']),
    block(sql),
    ...(fixed === undefined ? [] : ['Fixed:', block(fixed)]),
  ].join('\n\n');
}

function block(sql: string): string {
  return `\`\`\`sql\n${sql.trim()}\n\`\`\``;
}

function paragraph(text: string): string {
  return text.trim().replace(/\n\s+/g, '\n');
}

const SAID: Readonly<Record<Rule['severity'], string>> = {
  error: 'Reported as an error.',
  warning: 'Reported as a warning.',
  info: 'Reported as an information.',
  hint: 'Reported as a hint.',
  off: 'Not reported unless the project file asks for it.',
};
