export interface EmbeddedPostgres {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** For connections by Unix socket, which need no password. */
  readonly socketFolder: string;
  readonly pid: number;
  url(database: string): string;
  stop(): Promise<void>;
}

export declare const user: string;
export declare const password: string;

export declare function startEmbeddedPostgres(options?: { readonly settings?: Readonly<Record<string, string>>; readonly major?: number }): Promise<EmbeddedPostgres>;
