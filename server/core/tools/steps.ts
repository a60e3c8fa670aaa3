import { folderOf } from '../text/paths.js';

/** Tools that have a folder for each migration: `migrations/20240102030405_name/migration.sql`. */
export interface StepFile {
  /** The folder's name. */
  readonly step: string;
  readonly file: string;
}

/** `undefined` for what does not lie exactly one folder below. */
export function stepFile(path: string, folder: string): StepFile | undefined {
  const [step, file, ...deeper] = (folder === '.' ? path : path.slice(folder.length + 1)).split('/');
  return step === undefined || file === undefined || deeper.length > 0 ? undefined : { step, file };
}

/** The folder that holds the step's own. */
export function folderOfSteps(path: string): string {
  return folderOf(folderOf(path));
}

/** `20240102030405_add_users`: a version and what it is for. */
export function versionOf(step: string): { readonly version: string; readonly name: string } {
  const [, version, name] = /^(\d[\d-]*)_(.*)$/s.exec(step) ?? [];
  return version === undefined ? { version: step, name: '' } : { version, name: name! };
}

/** The same file in a folder of another version. */
export function inStep(path: string, folder: string, version: string): string | undefined {
  const found = stepFile(path, folder);
  if (!found) return undefined;
  const { version: old, name } = versionOf(found.step);
  const step = name === '' && !/^\d/.test(old) ? `${version}_${old}` : `${version}_${name}`;
  return `${folder === '.' ? '' : `${folder}/`}${step}/${found.file}`;
}
