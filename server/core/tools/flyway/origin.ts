import type { ConfigValue } from '../config.js';
import { settingOf } from './settings.js';

/** What one file says about Flyway. */
export interface Origin {
  readonly file: string;
  /** Where relative locations start: the module's folder. */
  readonly base: string;
  /** One of several in an application, each with a history of its own (Quarkus, Micronaut). */
  readonly datasource?: string;
  /** The profile that must be active. */
  readonly profile?: string;
  /** As written; absent where the file leaves the default. */
  readonly locations?: readonly string[];
  /** The default, where the file leaves it. */
  readonly fallback: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly placeholders: Readonly<Record<string, string>>;
  readonly connections: readonly { readonly name: string; readonly url: string; readonly from: string }[];
}

export function origin(file: string, base: string, own: ReadonlyMap<string, ConfigValue>, fallback: string): Origin {
  const settings: Record<string, string> = {};
  const placeholders: Record<string, string> = {};
  for (const [key, { value }] of own) {
    const placeholder = /^placeholders\.(.+)$/.exec(key)?.[1];
    const setting = settingOf(key);
    if (placeholder !== undefined) placeholders[placeholder] = String(value);
    else if (setting !== undefined) settings[setting] = listOf(value).join(',');
  }
  const locations = own.get('locations');
  return { file, base, ...(locations && { locations: listOf(locations.value) }), fallback, settings, placeholders, connections: [] };
}

/** A JDBC address as libpq spells it, without a password: `jdbc:postgresql://h:5432/d?user=u`. */
export function connection(name: string, url: string, user: ConfigValue | undefined, from: string): Origin['connections'] {
  const parts = /^jdbc:(?:[a-z-]+:)?postgresql:(?:\/\/([^/?]*)\/?)?([^?]*)(\?.*)?$/.exec(withDefaults(url));
  if (!parts) return [];
  const [, host, database, query] = parts;
  const who = user ? withDefaults(String(user.value)) : /[?&]user=([^&]*)/.exec(query ?? '')?.[1] ?? '';
  const ssl = /[?&](sslmode=[\w-]+)/.exec(query ?? '')?.[1];
  return [{ name, url: `postgres://${who === '' ? '' : `${who}@`}${host ?? 'localhost'}/${database ?? ''}${ssl === undefined ? '' : `?${ssl}`}`, from }];
}

/** Spring's `${NAME:default}` becomes its default, `${NAME}` and Flyway's `${env.NAME}` our own spelling of an environment variable. */
function withDefaults(text: string): string {
  return text.replace(/\$\{(?:env\.)?([\w.-]+)(?::([^{}]*))?\}/g, (_, name: string, fallback: string | undefined) => fallback ?? `\${env:${name}}`);
}

export function listOf(value: string | readonly string[]): readonly string[] {
  return (typeof value === 'string' ? value.split(',') : value).map(it => it.trim()).filter(it => it !== '');
}
