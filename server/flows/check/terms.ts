import type { Terms } from '../../core/lint/file.js';
import type { Rule } from '../../core/lint/rule.js';
import { rulesOn } from '../../core/lint/severity.js';
import type { ProjectIndex } from '../../core/migrations/project-index.js';
import type { Settings } from '../../core/settings/settings.js';

export interface CheckOptions {
  /** Absent, the index's own. */
  readonly settings?: Settings;
  /** Overrules the settings'. */
  readonly postgres?: number;
  /** Ids of migrations whose risk is past, because the database in view has them. */
  readonly applied?: ReadonlySet<string>;
  /** Only these paths. */
  readonly only?: readonly string[];
  readonly effects?: boolean;
  /** Fixes are to hold what statements may become in several migrations, too; the time, in UTC, is for their versions. */
  readonly rewrites?: Date;
}

/** The newest major that is known here, and the oldest that is supported. */
export const NEWEST_POSTGRES = 18;
export const OLDEST_POSTGRES = 13;

/** What files are judged by: as rules take it, as a key that is another where anything of it is, and for which paths. */
export function givenBy(index: ProjectIndex, options: CheckOptions, rules: readonly Rule[]) {
  const settings = options.settings ?? index.settings;
  const terms: Terms = {
    rules,
    rulesOn: rulesOn(rules, settings.rules),
    postgres: options.postgres ?? settings.postgres ?? NEWEST_POSTGRES,
    fixesFor: options.postgres ?? settings.postgres ?? OLDEST_POSTGRES,
    severities: settings.rules,
    ruleSettings: settings.ruleSettings,
    lockTimeoutAssumed: settings.assume?.lockTimeout ?? false,
  };
  const only = options.only && new Set(options.only);
  const { rules: _, rulesOn: __, ...plain } = terms;
  // How the tool runs a file hangs on its project, and on nothing else that could change between two checks.
  return { terms, key: JSON.stringify([plain, index.project]), wants: (path: string) => !only || only.has(path) };
}
