import { randomUUID } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram, type Ran } from './program.js';

/** Below `folder` lies what `classpath` names. */
export interface JavaProgram {
  readonly folder: string;
  readonly classpath: readonly string[];
  readonly main: string;
}

/** Starts it as a process of its own that does little and ends soon: the first start keeps its loaded classes, which spares the others a third of their time. */
export async function runJava({ folder, classpath, main }: JavaProgram, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const archive = join(folder, 'classes.jsa');
  const fresh = existsSync(archive) ? undefined : `${archive}.${randomUUID()}`;
  const ran = await runProgram('java', [
    // Java before 13 keeps no classes; what a later one says about them is not the tool's word.
    '-XX:+IgnoreUnrecognizedVMOptions', '-Xlog:disable', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC',
    fresh === undefined ? `-XX:SharedArchiveFile=${archive}` : `-XX:ArchiveClassesAtExit=${fresh}`,
    '-cp', classpath.map(it => join(folder, it)).join(':'), main, ...args,
  ], cwd, env);
  if (fresh !== undefined && existsSync(fresh)) renameSync(fresh, archive);
  return ran;
}
