import type { Problem, Severity } from '../migrations/problem.js';
import type { Span } from '../text/span.js';
import type { ConfigDocument, ConfigValue } from '../tools/config.js';
import { readRuleSetting, type Given, type RuleSettings } from './rule-settings.js';
import { defaultSettings, type ConnectionSetting, type Level, type ProjectSetting, type Settings } from './settings.js';

export interface ReadSettings {
  readonly settings: Settings;
  readonly problems: readonly Problem[];
}

/** What may be named. */
export interface Known {
  isRule(id: string): boolean;
  /** What a rule can be told besides its severity. */
  settingsOf(id: string): RuleSettings | undefined;
  readonly tools: readonly string[];
}

/** What the file means by `known` rules and tools; every mistake is a problem at its place, and its default holds. */
export function readSettings(
  { path, values, broken }: ConfigDocument,
  known: Known,
): ReadSettings {
  const problems: Problem[] = [];
  if (broken) say('error', broken.span, `This file cannot be read: ${broken.message}`);

  const postgres = take('postgres', /^(?:1[0-8])$/, 'a major version of PostgreSQL, 10 to 18');
  const baseline = values.get('baseline');
  const shadow = values.get('shadow');
  if (typeof shadow?.value === 'string' && holdsPassword(shadow.value)) say('error', shadow.span, HELD_PASSWORD);
  const settings: Settings = {
    ...defaultSettings,
    ...(postgres !== undefined && { postgres: Number(postgres) }),
    ...(typeof baseline?.value === 'string' && { baseline: baseline.value }),
    ...(typeof shadow?.value === 'string' && { shadow: shadow.value }),
    projects: projects(),
    ...rules(),
    connections: connections(),
    ...(take('assume.lockTimeout', /^(?:true|false)$/, '`true` or `false`') === 'true' && { assume: { lockTimeout: true } }),
  };
  for (const [key, value] of values) unknown(partsOf(key), value);
  return { settings, problems };

  function projects(): readonly ProjectSetting[] {
    const found: ProjectSetting[] = [];
    for (let i = 0; values.has(`projects.${i}`); i++) {
      const folder = values.get(`projects.${i}.folder`);
      if (typeof folder?.value !== 'string') {
        say('error', values.get(`projects.${i}`)!.span, 'A project needs its `folder`');
        continue;
      }
      const bare = bareFolder(folder.value);
      if (bare.startsWith('/') || bare.split('/').includes('..')) {
        say('error', folder.span, 'A project\'s folder lies below this file');
        continue;
      }
      const tool = values.get(`projects.${i}.tool`);
      if (tool && !known.tools.includes(String(tool.value))) say('error', tool.span, `\`${String(tool.value)}\` is no tool that is known here: ${known.tools.join(', ')}`);
      const transaction = take(`projects.${i}.transaction`, /^(?:file|statement|none)$/, '`file`, `statement` or `none`');
      const pattern = take(`projects.${i}.pattern`, /^[^/]*\{version\}[^/]*$/, 'a file\'s name with `{version}` in it, and perhaps `{name}` and `{direction}`');
      if (pattern !== undefined && tool && tool.value !== 'plain') say('warning', values.get(`projects.${i}.pattern`)!.span, '`pattern` is for files that no tool runs: `"tool": "plain"`');
      found.push({
        folder: bare,
        ...(tool && known.tools.includes(String(tool.value)) && { tool: String(tool.value) }),
        ...(pattern !== undefined && { pattern }),
        ...(transaction !== undefined && { transaction: transaction as 'file' | 'statement' | 'none' }),
      });
    }
    return found;
  }

  function rules(): Pick<Settings, 'rules' | 'ruleSettings'> {
    const found: Record<string, Severity | 'off'> = {};
    const told: Record<string, Record<string, NonNullable<Given<RuleSettings>[string]>>> = {};
    for (const [id, { value, span, key }] of below('rules', 2)) {
      if (!known.isRule(id)) say('warning', key ?? span, `There is no rule \`${id}\``);
      const settings = known.settingsOf(id);
      const inner = [...values].filter(([it]) => it.startsWith(`rules.${id}.`));
      const said = settings && inner.length > 0 ? values.get(`rules.${id}.severity`) : { value, span };
      if (said === undefined) found[id] = 'warning';
      else if (isSeverity(said.value)) found[id] = said.value;
      else say('error', said.span, settings ? `${SEVERITIES}, or an object with \`severity\`, ${listed(settings)}` : SEVERITIES);
      if (!settings) continue;
      for (const [path, { value, span, key }] of inner) {
        const name = partsOf(path)[2]!;
        const setting = settings[name];
        if (name === 'severity' || partsOf(path).length > 3) continue;
        const read = setting ? readRuleSetting(name, setting, value) : undefined;
        if (!read) say('warning', key ?? span, `\`${name}\` means nothing here: severity, ${Object.keys(settings).join(', ')}`);
        else if ('problem' in read) say('error', span, read.problem);
        else (told[id] ??= {})[name] = read.value;
      }
    }
    return { rules: found, ...(Object.keys(told).length > 0 && { ruleSettings: told }) };
  }

  function connections(): Settings['connections'] {
    const found: Record<string, ConnectionSetting> = {};
    for (const [name, value] of below('connections', 2)) {
      const inner = `connections.${name.replaceAll('.', '\\.')}`;
      const url = typeof value.value === 'string' ? value : values.get(`${inner}.url`);
      if (typeof url?.value !== 'string') {
        say('error', value.span, 'A connection is an address, or an object with a `url`');
        continue;
      }
      if (holdsPassword(url.value)) say('error', url.span, HELD_PASSWORD);
      const level = take(`${inner}.level`, /^(?:normal|protected|readOnly)$/, '`normal`, `protected` or `readOnly`');
      const preview = take(`${inner}.preview`, /^(?:true|false)$/, '`true` or `false`') === 'true';
      const project = values.get(`${inner}.project`);
      if (project && typeof project.value !== 'string') say('error', project.span, '`project` is the folder of a project');
      found[name] = {
        url: url.value, level: (level ?? 'normal') as Level,
        ...(preview && { preview }), ...(typeof project?.value === 'string' && { project: bareFolder(project.value) }),
      };
    }
    return found;
  }

  function take(key: string, form: RegExp, words: string): string | undefined {
    const found = values.get(key);
    if (!found) return undefined;
    if (typeof found.value === 'string' && form.test(found.value)) return found.value;
    say('error', found.span, `\`${partsOf(key).at(-1)!}\` is ${words}`);
    return undefined;
  }

  function* below(parent: string, depth: number): Iterable<readonly [string, ConfigValue]> {
    for (const [key, value] of values) {
      const parts = partsOf(key);
      if (parts[0] === parent && parts.length === depth) yield [parts[1]!, value];
    }
  }

  /** A key of which nothing is known, at its outermost only. */
  function unknown(parts: readonly string[], { key, span }: ConfigValue): void {
    const [first, second, third] = parts;
    const names = parts.length === 1 ? TOP
      : parts.length === 2 && first === 'assume' ? ['lockTimeout']
      : parts.length === 3 && first === 'projects' && second !== undefined ? ['folder', 'tool', 'pattern', 'transaction']
      : parts.length === 3 && first === 'connections' ? ['url', 'level', 'preview', 'project'] : undefined;
    const name = third ?? second ?? first!;
    if (names && name !== '' && !names.includes(name)) say('warning', key ?? span, `\`${name}\` means nothing here: ${names.filter(it => it !== '$schema').join(', ')}`);
  }

  function say(severity: Severity, span: Span, message: string): void {
    problems.push({ rule: 'project-file', severity, path, span, message });
  }
}

/** What an editor's settings say of rules, as JSON. What is not understood is left out: the editor has marked it. */
export function readRules(said: Readonly<Record<string, unknown>>, known: Known): Pick<Settings, 'rules' | 'ruleSettings'> {
  const values = new Map<string, ConfigValue>();
  const add = (key: string, value: unknown): void => {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    values.set(key, { value: isObject ? [] : Array.isArray(value) ? value.map(String) : String(value), span: { start: 0, end: 0 } });
    if (isObject) for (const [name, inner] of Object.entries(value)) add(`${key}.${name.replaceAll('.', '\\.')}`, inner);
  };
  add('rules', said);
  const { rules, ruleSettings } = readSettings({ path: '', text: '', values }, known).settings;
  return { rules, ...(ruleSettings && { ruleSettings }) };
}

const SEVERITIES = 'A severity is `error`, `warning`, `info`, `hint` or `off`';

function isSeverity(value: unknown): value is Severity | 'off' {
  return typeof value === 'string' && /^(?:error|warning|info|hint|off)$/.test(value);
}

function listed(settings: RuleSettings): string {
  return Object.keys(settings).map(it => `\`${it}\``).join(', ');
}

/** Relative, with `/`, as a project's folder is called. */
function bareFolder(written: string): string {
  return written.replaceAll('\\', '/').replace(/^\.\/+|\/+$/g, '') || '.';
}

const HELD_PASSWORD = 'This address holds a password; leave it out, and it is asked for once and kept by the editor, or write `${env:NAME}`';

const TOP = ['$schema', 'postgres', 'projects', 'rules', 'connections', 'shadow', 'assume', 'baseline'];

/** `postgres://user:secret@host`, or `password=secret`; a reference to an environment variable is none. */
export function holdsPassword(url: string): boolean {
  const inUser = /^[a-z+]+:\/\/(?:\$\{[^}]*\}|\$(?!\{)|[^/?#@:$])*:([^/?#]*)@/i.exec(url)?.[1];
  const inQuery = /(?:^|[?&\s])password\s*=\s*([^&\s]+)/i.exec(url)?.[1];
  return [inUser, inQuery].some(it => it !== undefined && it !== '' && !/^\$\{env:[^}]+\}$/.test(it));
}

/** The names in a key; a dot that belongs to a name is written `\.`. */
function partsOf(key: string): readonly string[] {
  return key.split(/(?<!\\)\./).map(it => it.replaceAll('\\.', '.'));
}
