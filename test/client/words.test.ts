import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** Comments, regular expressions, strings and templates; what is translated is taken out before. */
const TOKEN = /\/\/[^\n]*|\/\*[^]*?\*\/|\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[ *])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])*\/[gimsuy]*(?=[.,;)\s])|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g;
const TRANSLATED = /l10n\.t\(\s*'(?:\\.|[^'\\\n])*'/g;
/** A name, a kind of ours; and what is written for those who will read a report, in their language. */
const NO_WORDS = ['Migration Lens', 'project file'];
const FOR_MAINTAINERS = 'issue-text.ts';

it.each([
  ["inform(vscode.l10n.t('Nothing is pending.'))", []],
  ["inform('Nothing is pending.')", ['Nothing is pending.']],
  ['warn(`Apply to ${name}?`)', ['Apply to ${name}?']],
  ["title: 'Open'", ['Open']],
  ["// It isn't shown.\nconst open = 'vscode.open';", []],
  ["text.replace(/it's here/g, '')", []],
])('%j says %j untranslated', (code, words) => expect(untranslated(code)).toEqual(words));

it('what a person reads can be translated', () => {
  const files = readdirSync('client', { recursive: true, encoding: 'utf8' }).filter(it => it.endsWith('.ts') && it !== FOR_MAINTAINERS);
  const found = files.flatMap(file => untranslated(readFileSync(join('client', file), 'utf8')).map(words => `${file}: ${words}`));
  expect(found).toEqual([]);
});

/** Literals of two words and more, and single ones that are written as titles are. */
function untranslated(code: string): readonly string[] {
  return [...code.replace(TRANSLATED, 'l10n.t(').matchAll(TOKEN)].map(it => it[0]).filter(it => /^['`]/.test(it)).map(it => it.slice(1, -1))
    .filter(it => !NO_WORDS.includes(it) && /[A-Za-z]{2,} +[A-Za-z]{2,}|^[A-Z][a-z]+[.!?]?$/.test(it.replace(/\$\{[^}]*\}/g, ' ')));
}
