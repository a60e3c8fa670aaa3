import { execFile } from 'node:child_process';

export interface Ran {
  readonly code: number;
  /** Both streams, as a person sees them. */
  readonly output: string;
}

/** A tool that hangs is ended, and says so with the code of `timeout`: 124. */
export function runProgram(program: string, args: readonly string[], cwd: string, more: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const env = { ...process.env, REDGATE_DISABLE_TELEMETRY: 'true', PGOPTIONS: '', ...more };
  return new Promise(resolve => {
    const child = execFile(program, args, { cwd, env, timeout: 60_000, killSignal: 'SIGKILL', maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.killed ? 124 : Number(error.code ?? 1);
      resolve({ code, output: `${stdout}${stderr}` });
    });
    // Whoever asks gets no answer.
    child.stdin?.end();
  });
}
