/** `0`: nothing to report. `1`: findings, or migrations that wait. `2`: wrong use or a failure. */
export type ExitCode = 0 | 1 | 2;

/** Where a command reads from and writes to: results on `out`, words for people on `say`. */
export interface Terminal {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Questions can be asked: input and error output are both a terminal. */
  readonly interactive: boolean;
  /** A model asks, and what it was told may be anybody's words: it connects only where the project file says, and not where people are careful. */
  readonly agent?: boolean;
  /** For results. */
  readonly colour: boolean;
  out(text: string): void;
  say(text: string): void;
  ask(question: string): Promise<string>;
  /** Aborts on the first Ctrl-C, or when the process is told to end or loses its terminal; a second time it ends at once. */
  interrupted(): AbortSignal;
}

export function terminalOf(process: NodeJS.Process): Terminal {
  // A reader that went away (`| head`) wants no more output, and is no failure of ours.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  const plain = (process.env['NO_COLOR'] ?? '') !== '' || process.env['TERM'] === 'dumb';

  return {
    cwd: process.cwd(),
    env: process.env,
    // Asked late: only to look at the input opens it.
    get interactive() { return process.stdin.isTTY === true && process.stderr.isTTY === true; },
    colour: process.stdout.isTTY === true && !plain,
    out: text => void process.stdout.write(text),
    say: text => void process.stderr.write(text),

    async ask(question) {
      const { createInterface } = await import('node:readline');
      const reader = createInterface({ input: process.stdin, output: process.stderr });
      return new Promise(resolve => {
        reader.once('close', () => resolve(''));
        reader.question(question, answer => {
          resolve(answer.trim());
          reader.close();
        });
      });
    },

    interrupted: () => {
      const controller = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => controller.abort());
      return controller.signal;
    },
  };
}

/** One line that says what is wrong, one that says where to look. */
export function wrongUse(terminal: Terminal, message: string, hint: string): ExitCode {
  terminal.say(`migration-lens: ${message}\n${hint}\n`);
  return 2;
}

export function failure(terminal: Terminal, message: string): ExitCode {
  terminal.say(`migration-lens: ${message}\n`);
  return 2;
}

/** File names and scripts are other people's: control characters must not reach the terminal. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
