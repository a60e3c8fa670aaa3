import { execFileSync } from 'node:child_process';

/** The language server is a child of this process, the extension host. */
export function serverProcess(): number | undefined {
  const found = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map(line => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .find(it => it && Number(it[2]) === process.pid && /out[\\/]server\.js/.test(it[3]!));
  return found ? Number(found[1]) : undefined;
}
