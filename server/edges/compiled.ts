import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';

/**
 * What V8 compiles of the bundles that are loaded from now on is kept for the next start, which takes a third less by it: at the end of
 * the process, and whenever what is returned is called, since an editor that is closed leaves no time for an end. `folder` must be
 * the user's own, for what lies there is run.
 */
export function keepCompiled(folder: string): () => void {
  if (!isOurs(folder)) return () => undefined;
  const { enableCompileCache, flushCompileCache } = module as Nodes;
  if (!enableCompileCache) return keepOurselves(folder);
  enableCompileCache(folder);
  return () => flushCompileCache?.();
}

/** Node does it itself from 22.1 on, at any time from 22.10 on. */
interface Nodes {
  readonly enableCompileCache?: (folder: string) => unknown;
  readonly flushCompileCache?: () => void;
}

interface Loaded {
  /** The file that it is kept in. */
  readonly where: string;
  readonly script: Script;
  /** Bytes that are kept of it. */
  kept: number;
}

function keepOurselves(folder: string): () => void {
  const loaded: Loaded[] = [];
  const { prototype } = module as unknown as { readonly prototype: { _compile(this: NodeJS.Module, text: string, path: string): unknown } };
  const compile = prototype._compile;
  prototype._compile = function (text, path) {
    if (dirname(path) !== __dirname) return compile.call(this, text, path);
    const where = join(folder, nameFor(path, text));
    const cachedData = read(where);
    const script = new Script(module.wrap(text), { filename: path, ...(cachedData && { cachedData }) });
    loaded.push({ where, script, kept: cachedData && !script.cachedDataRejected ? cachedData.length : 0 });
    const run = script.runInThisContext() as (...given: readonly unknown[]) => unknown;
    return run.call(this.exports, this.exports, createRequire(path), this, path, dirname(path));
  };
  process.once('exit', () => keep(loaded.filter(it => it.kept === 0)));
  return () => keep(loaded);
}

function keep(loaded: readonly Loaded[]): void {
  for (const it of loaded) {
    const data = it.script.createCachedData();
    // What was compiled since then is little, as a rule.
    if (data.length < it.kept * GROWN) continue;
    write(it.where, data);
    it.kept = data.length;
  }
}

const GROWN = 1.2;

/** V8 trusts whoever says that this was compiled from that text, and checks the length of it alone. */
function nameFor(path: string, text: string): string {
  const sum = createHash('sha256').update(text).digest('hex');
  return `${basename(path)}-${process.version}-${process.arch}-${cachedDataVersionTag()}-${sum}`;
}

/** `undefined` where it is not there, or not as it was written. */
function read(path: string): Buffer | undefined {
  try {
    const kept = readFileSync(path);
    const data = kept.subarray(SUM);
    return kept.length > SUM && sumOf(data).equals(kept.subarray(0, SUM)) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** What cannot be written is not kept. */
function write(path: string, data: Buffer): void {
  const fresh = `${path}.${process.pid}`;
  try {
    writeFileSync(fresh, Buffer.concat([sumOf(data), data]), { mode: 0o600, flag: 'wx' });
    renameSync(fresh, path);
    makeRoom(dirname(path));
  } catch {
    rmSync(fresh, { force: true });
  }
}

/** Other builds and other Nodes write here, too: the oldest go. */
function makeRoom(folder: string): void {
  const files = readdirSync(folder).map(name => join(folder, name)).map(path => ({ path, written: statSync(path).mtimeMs }));
  for (const { path } of files.sort((a, b) => b.written - a.written).slice(MOST)) rmSync(path, { force: true });
}

/** Files, of a megabyte each. */
const MOST = 8;
/** Bytes of a SHA-256. */
const SUM = 32;

function sumOf(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}

/** Made where it is not there. Whether nobody else can write to it. */
function isOurs(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(folder);
    return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
  } catch {
    return false;
  }
}
