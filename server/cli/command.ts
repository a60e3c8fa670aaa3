import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import type { Parser } from '../flows/ports.js';
import type { ExitCode, Terminal } from './terminal.js';

export interface Command {
  /** The whole text of `--help`; its first line is the synopsis. */
  readonly usage: string;
  /** The parser belongs to the caller. */
  run(args: readonly string[], terminal: Terminal, parser: Parser): Promise<ExitCode>;
}

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<typeof parseArgs<{ options: O; allowPositionals: true; strict: true }>>;

/** `wrong` is Node's own first sentence about the arguments. */
export function parse<const O extends Options>(args: readonly string[], options: O): Parsed<O> | { readonly wrong: string } {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const [sentence] = (error as Error).message.split(/\.\s/);
    return { wrong: sentence!.replace(/\.$/, '').replace(/^[A-Z](?=[a-z])/, letter => letter.toLowerCase()) };
  }
}

export function seeHelp(command: string): string {
  return `See: migration-lens ${command} --help`;
}
