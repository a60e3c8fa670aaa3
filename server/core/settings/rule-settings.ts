import { patternOf } from '../text/pattern.js';

/** What a rule can be told besides its severity. `means` is for people: in the schema, in the reference. */
export type RuleSetting =
  /** A regular expression. `words`: what may stand in braces in it. */
  | { readonly kind: 'pattern'; readonly means: string; readonly words: readonly string[] }
  | { readonly kind: 'number'; readonly means: string; readonly least: number; readonly most: number }
  | { readonly kind: 'names'; readonly means: string };

export type RuleSettings = Readonly<Record<string, RuleSetting>>;

/** What the project has told a rule; what it has not is not there. */
export type Given<S extends RuleSettings> = { readonly [N in keyof S]?: ValueOf<S[N]['kind']> };

type ValueOf<K extends RuleSetting['kind']> = K extends 'number' ? number : K extends 'names' ? readonly string[] : string;

/** By rule id. All of it is understood. */
export type AllGiven = Readonly<Record<string, Given<RuleSettings>>>;

/** `value` as it is in JSON; the problem is a sentence without its full stop. */
export function readRuleSetting(name: string, setting: RuleSetting, value: unknown): { readonly value: ValueOf<RuleSetting['kind']> } | { readonly problem: string } {
  switch (setting.kind) {
    case 'pattern': {
      if (typeof value !== 'string') return { problem: `\`${name}\` is a regular expression` };
      const pattern = patternOf(value, setting.words);
      return 'problem' in pattern ? { problem: `\`${name}\` is a regular expression, and this is none: ${pattern.problem}` } : { value };
    }
    case 'number': {
      const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
      return typeof number === 'number' && Number.isInteger(number) && number >= setting.least && number <= setting.most
        ? { value: number } : { problem: `\`${name}\` is a number, ${setting.least} to ${setting.most}` };
    }
    case 'names':
      return Array.isArray(value) && value.length > 0 && value.every(it => typeof it === 'string' && it !== '')
        ? { value: value as readonly string[] } : { problem: `\`${name}\` is a list of names` };
  }
}

/** The JSON schema of what may be said of a rule: a severity, whose own schema is given, or an object with it. */
export function ruleValueSchema(summary: string, settings: RuleSettings | undefined, severity: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (!settings) return { ...severity, description: summary };
  return { anyOf: [severity, { type: 'object', additionalProperties: false, properties: { severity, ...Object.fromEntries(Object.entries(settings).map(([name, it]) => [name, schemaOf(it)])) } }], description: summary };
}

function schemaOf(setting: RuleSetting): Record<string, unknown> {
  const description = setting.means;
  switch (setting.kind) {
    case 'pattern': return { type: 'string', description };
    case 'number': return { type: 'integer', minimum: setting.least, maximum: setting.most, description };
    case 'names': return { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 }, description };
  }
}
