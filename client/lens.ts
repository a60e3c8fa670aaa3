import * as vscode from 'vscode';
import type { AppliedTexts } from './applied-text.js';
import type { Connections } from './connections.js';
import type { PreviewDocuments } from './preview-document.js';
import type { PlanDocuments } from './plan-document.js';
import type { Projects } from './projects.js';
import type { Server } from './server.js';
import type { Statuses } from './statuses.js';
import type { Verdicts } from './verdicts.js';

/** All that a command may use. Made once, in `activate`. */
export interface Lens {
  readonly log: vscode.LogOutputChannel;
  readonly server: Server;
  readonly projects: Projects;
  readonly connections: Connections;
  readonly statuses: Statuses;
  readonly plans: PlanDocuments;
  readonly previews: PreviewDocuments;
  readonly appliedTexts: AppliedTexts;
  /** What an apply left to be mended, at its place. */
  readonly failures: vscode.DiagnosticCollection;
  /** What a verification has found, at its place. */
  readonly replayed: vscode.DiagnosticCollection;
  readonly verdicts: Verdicts;
}
