import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A language in which only what is translated is written with accents; VS Code's own name for such a one. */
export const PSEUDO = 'qps-ploc';

/** Gives the extension that is installed in `extensions` its words in the pseudo language. */
export function translate(extensions) {
  const [folder] = readdirSync(extensions).filter(it => it.startsWith('migration-lens.')).map(it => path.join(extensions, it));
  for (const [from, to] of [['package.nls.json', `package.nls.${PSEUDO}.json`], ['client/l10n/bundle.l10n.json', `client/l10n/bundle.l10n.${PSEUDO}.json`]]) {
    const words = JSON.parse(readFileSync(path.join(folder, from), 'utf8'));
    writeFileSync(path.join(folder, to), JSON.stringify(Object.fromEntries(Object.entries(words).map(([key, text]) => [key, accented(text)]))));
  }
}

/** Words of a text that are not in the pseudo language. */
export function plainWords(text) {
  return text.match(/(?<![\p{L}\d_])[A-Za-z]{2,}(?![\p{L}\d_])/gu) ?? [];
}

/** What is code, a link, an icon or a place for something stays. */
function accented(text) {
  return text.replace(/`[^`]*`|\]\([^)]*\)|\$\([^)]*\)|\$?\{[^}]*\}|[a-z]+:\/\/\S+|[A-Za-z]/g, it => (it.length === 1 ? ACCENTED[it] ?? it : it));
}

const ACCENTED = Object.fromEntries([...'aAcCeEgGiIlLnNoOrRsStTuUyYzZ'].map((it, i) => [it, [...'åÅçÇéÉğĞîÎłŁñÑöÖřŘšŠţŢûÛýÝžŽ'][i]]));
