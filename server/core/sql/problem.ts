/** What Postgres said, as data: it crosses to the editor and into logs unchanged. */
export interface SqlProblem {
  readonly message: string;
  /** https://www.postgresql.org/docs/current/errcodes-appendix.html */
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string;
  /** Code points into the text that was sent, from 1: Postgres counts neither bytes nor UTF-16. Many errors have none. */
  readonly position?: number;
  /** The call stack inside the server: `PL/pgSQL function f() line 3 at RAISE`. */
  readonly where?: string;
  /** Of a message of several statements: how many of them were completed before. */
  readonly completed?: number;
  readonly schema?: string;
  readonly table?: string;
}

/** Reads the error of any driver that keeps Postgres's field names. */
export function sqlProblem(error: unknown): SqlProblem {
  const said = (typeof error === 'object' && error !== null ? error : { message: String(error) }) as Readonly<Record<string, unknown>>;
  const text = (field: string) => (typeof said[field] === 'string' && said[field] !== '' ? { [field]: said[field] } : undefined);
  return {
    message: typeof said['message'] === 'string' ? said['message'] : String(error),
    ...text('code'), ...text('detail'), ...text('hint'), ...text('where'), ...text('schema'), ...text('table'),
    ...(typeof said['completed'] === 'number' && { completed: said['completed'] }),
    ...(said['position'] !== undefined && { position: Number(said['position']) }),
  };
}

/**
 * The session is gone, so nobody heard what became of the statement: class 08, and the server's
 * `admin_shutdown`, `crash_shutdown`, `idle_in_transaction_session_timeout`, `transaction_timeout`, `idle_session_timeout`.
 */
export function isConnectionLost({ code }: SqlProblem): boolean {
  return code !== undefined && (code.startsWith('08') || ['57P01', '57P02', '57P05', '25P03', '25P04'].includes(code));
}

/** `connection_failure`: nothing can be asked of that session any more, whether a server or the embedded engine is gone. */
export const CONNECTION_LOST = '08006';
