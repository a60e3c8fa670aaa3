import type { Migration } from '../../migrations/migration.js';
import type { Project } from './project.js';

export interface ScaffoldRequest {
  readonly name: string;
  readonly project: Project;
  readonly existing: readonly Migration[];
  /** UTC; a parameter because core has no clock. */
  readonly now: Date;
  readonly down: boolean;
}

export interface NewFile {
  readonly path: string;
  readonly text: string;
  /** It is there already, and this is its new text: a list of migrations that the tool keeps. */
  readonly replaces?: true;
}
