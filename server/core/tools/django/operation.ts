import type { Arguments } from '../python/arguments.js';
import type { Project } from '../tool/project.js';
import { keyOf, type Model, type State } from './state.js';

/** Where an operation stands. */
export interface At {
  readonly app: string;
  readonly state: State;
  readonly project: Project;
}

/** What an operation sends, at once and when the migration is done, and the models after it. */
export interface Sent {
  readonly now: readonly string[];
  readonly deferred: readonly string[];
  /** Also when it is done, and no choice of anybody's: the indexes of a new table's relations, a default that goes again. */
  readonly quiet?: readonly string[];
  readonly state: State;
}

export interface Operation {
  /** In the order of its parameters. */
  readonly names: readonly string[];
  /** `undefined`: what it does cannot be told. */
  run(args: Arguments, at: At): Sent | undefined;
}

export function sent(at: At, now: readonly string[], state: State = at.state, deferred: readonly string[] = [], quiet: readonly string[] = []): Sent {
  return { now, deferred, quiet, state };
}

/** The model that an operation is about; `undefined` where no migration here has made it. */
export function modelOf(args: Arguments, { app, state }: At, name: 'model_name' | 'name' = 'model_name'): Model | undefined {
  return state.get(keyOf(app, args.required(name)));
}

export function withModel(state: State, model: Model): State {
  return state.with(keyOf(model.app, model.name), model);
}
