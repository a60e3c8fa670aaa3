/** ActiveSupport's rules as far as names of tables go (7.1, `active_support/inflections.rb`). */
export function singular(word: string): string {
  return apply(SINGULAR, word);
}

export function plural(word: string): string {
  return apply(PLURAL, word);
}

type Rules = readonly (readonly [RegExp, string])[];

function apply(rules: Rules, word: string): string {
  if (/(?:^|_)(?:equipment|information|rice|money|species|series|fish|sheep|jeans|police)$/.test(word)) return word;
  const rule = rules.find(([pattern]) => pattern.test(word));
  return rule ? word.replace(rule[0], rule[1]) : word;
}

const SINGULAR: Rules = [
  [/(^|_)people$/, '$1person'], [/(^|_)men$/, '$1man'], [/(^|_)children$/, '$1child'], [/(database)s$/, '$1'], [/(quiz)zes$/, '$1'], [/(matr)ices$/, '$1ix'],
  [/(vert|ind)ices$/, '$1ex'], [/^(ox)en/, '$1'], [/(alias|status)(?:es)?$/, '$1'], [/(octop|vir)(?:us|i)$/, '$1us'], [/^(a)x[ie]s$/, '$1xis'], [/(cris|test)(?:is|es)$/, '$1is'],
  [/(shoe)s$/, '$1'], [/(o)es$/, '$1'], [/(bus)(?:es)?$/, '$1'], [/^(m|l)ice$/, '$1ouse'], [/(x|ch|ss|sh)es$/, '$1'], [/(m)ovies$/, '$1ovie'],
  [/([^aeiouy]|qu)ies$/, '$1y'], [/([lr])ves$/, '$1f'], [/(tive)s$/, '$1'], [/(hive)s$/, '$1'], [/([^f])ves$/, '$1fe'], [/(^analy)(?:sis|ses)$/, '$1sis'],
  [/((?:a)naly|(?:b)a|(?:d)iagno|(?:p)arenthe|(?:p)rogno|(?:s)ynop|(?:t)he)(?:sis|ses)$/, '$1sis'], [/([ti])a$/, '$1um'], [/(n)ews$/, '$1ews'], [/(ss)$/, '$1'], [/s$/, ''],
];

const PLURAL: Rules = [
  [/(^|_)person$/, '$1people'], [/(^|_)man$/, '$1men'], [/(^|_)child$/, '$1children'], [/(quiz)$/, '$1zes'], [/^(oxen)$/, '$1'], [/^(ox)$/, '$1en'],
  [/^(m|l)ouse$/, '$1ice'], [/(matr|vert|ind)(?:ix|ex)$/, '$1ices'], [/(x|ch|ss|sh)$/, '$1es'], [/([^aeiouy]|qu)y$/, '$1ies'], [/(hive)$/, '$1s'],
  [/(?:([^f])fe|([lr])f)$/, '$1$2ves'], [/sis$/, 'ses'], [/([ti])um$/, '$1a'], [/(buffal|tomat)o$/, '$1oes'], [/(bu)s$/, '$1ses'], [/(alias|status)$/, '$1es'],
  [/(octop|vir)us$/, '$1i'], [/^(ax|test)is$/, '$1es'], [/s$/, 's'], [/$/, 's'],
];
