import type { ConfigDocument } from '../config.js';

/** The files of a workspace folder and the texts of the tools' own config files. */
export interface Tree {
  /** Every path that is not excluded, sorted. */
  readonly paths: readonly string[];
  config(path: string): ConfigDocument | undefined;
  /** The text of a file that `peeked` named. */
  peek?(path: string): string | undefined;
  /** The variables of whoever opened it; absent where the workspace is not trusted. They may be secret: no value of one is ever shown. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** One folder of migrations with everything that the tool's configuration says about it. Plain data. */
export interface Project {
  readonly tool: string;
  /** Relative to the workspace root; `.` for the root itself. */
  readonly folder: string;
  /** All folders that are read, `folder` first. */
  readonly locations: readonly Location[];
  /** The file that convinced us, to show to the user. */
  readonly because: string;
  /** The configuration that such a project has as a rule was not found: it may lie above the workspace root. */
  readonly partial?: true;
  /** The tool's settings, as it names them, defaults filled in. */
  readonly settings: Readonly<Record<string, string>>;
  readonly placeholders: Readonly<Record<string, string>>;
  /** Of the project file: overrules what `execution` says. */
  readonly transaction?: 'file' | 'statement' | 'none';
  /** Connections that the tool's own config names: suggestions only, never connected unasked, never with a password. */
  readonly connections: readonly { readonly name: string; readonly url: string; readonly from: string }[];
}

export interface Location {
  readonly path: string;
  readonly recursive: boolean;
  /** Read only where one of these profiles is active (Spring, Quarkus); absent, always. */
  readonly profiles?: readonly string[];
  /** Not read where one of these is active: its own locations do not name it. */
  readonly without?: readonly string[];
  /** Holds down files that the tool itself never sees. */
  readonly downs?: true;
}
