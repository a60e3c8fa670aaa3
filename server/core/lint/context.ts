import type { Catalog } from '../schema/catalog.js';
import { effectsOf } from '../sql/effects.js';
import type { Effects } from '../sql/effects.js';
import type { Name } from '../sql/identifier.js';
import type { Statement } from '../sql/statement.js';
import type { EmptiedRelations } from './emptied.js';
import type { NewRelations } from './new-relations.js';
import type { Context } from './rule.js';
import type { Session } from './session.js';
import type { SinceBegin } from './since-begin.js';
import { farther, type Look } from './trace.js';

/** What is known where a script has come to. */
export interface Moment extends Pick<Context, 'postgres' | 'fixesFor' | 'oneByOne' | 'start' | 'statements' | 'ofAll' | 'position' | 'inBlock' | 'effectsBefore' | 'text' | 'gap'> {
  readonly session: Session;
  readonly done: SinceBegin;
  readonly relations: NewRelations;
  readonly emptied: EmptiedRelations;
}

/**
 * The answers to what rules ask about one statement, and a note of what they asked for: most ask for little, and
 * there is one for every statement, hence a class whose answers are made when they are wanted.
 */
export class StatementContext implements Context {
  /** How far has been looked; who wants to know it of one rule, sets it back before. */
  look: Look | undefined;

  constructor(
    private readonly moment: Moment,
    readonly catalog: Catalog,
    readonly effects: Effects,
    /** Of relations and columns, whether they were new. */
    private readonly asked: Map<string, boolean>,
  ) {}

  get postgres(): number { return this.moment.postgres; }
  get fixesFor(): number { return this.moment.fixesFor; }
  get transaction(): boolean { return this.moment.session.transactionBy !== undefined; }
  get transactionBy(): Context['transactionBy'] { return this.moment.session.transactionBy; }
  get inBlock(): boolean { return this.moment.inBlock; }
  get oneByOne(): boolean { return this.moment.oneByOne; }
  get lockTimeout(): boolean { return this.moment.session.lockTimeout; }
  get start(): Catalog { return this.moment.start; }
  get text(): string { return this.moment.text; }
  get gap(): string { return this.moment.gap; }

  get previous(): Statement | undefined { return this.seen(this.moment.statements[this.moment.position - 1], 'last'); }
  get effectsBefore(): Effects | undefined { return this.seen(this.moment.effectsBefore, 'last'); }

  // That there is nothing to be seen is one of the circumstances, which are compared anyway.
  get held(): Context['held'] { return this.hasHeld ? this.seen(this.moment.done.held, 'held') : this.moment.done.held; }
  get closed(): Context['closed'] { return this.hasHeld ? this.seen(this.moment.done.closed, 'held') : this.moment.done.closed; }
  get wrote(): Context['wrote'] { return this.ifAny(this.moment.done.wrote, 'wrote'); }
  get typesSinceBegin(): Context['typesSinceBegin'] { return this.ifAny(this.moment.done.typesSinceBegin, 'wrote'); }

  get statements(): readonly Statement[] { return this.seen(this.moment.statements, 'around'); }
  get position(): number { return this.seen(this.moment.position, 'around'); }
  get ofAll(): Context['ofAll'] { return this.seen(this.moment.ofAll, 'around'); }

  get effectsOf(): Context['effectsOf'] {
    const { statements, position, postgres } = this.moment;
    return other => (isAll(other, statements[position]!) ? this.effects : effectsOf(other, this.catalog, postgres));
  }

  get isNew(): Context['isNew'] {
    return (relation: Name) => this.moment.relations.has(relation, this.catalog, this.asked);
  }

  get isNewColumn(): Context['isNewColumn'] {
    return (relation, column) => this.moment.relations.hasColumn(relation, column, this.catalog, this.asked);
  }

  get emptied(): Context['emptied'] {
    const { emptied } = this.moment;
    return relation => (emptied.size > 0 ? this.seen(emptied, 'around').get(relation, this.catalog) : undefined);
  }

  private get hasHeld(): boolean {
    return this.moment.done.held.size > 0;
  }

  private ifAny<T>(list: readonly T[], as: Look): readonly T[] {
    return list.length > 0 ? this.seen(list, as) : list;
  }

  private seen<T>(what: T, as: Look): T {
    this.look = farther(this.look, as);
    return what;
  }
}

/** An action alone is the whole statement where it has no other. */
function isAll(part: Statement, whole: Statement): boolean {
  return part.kind === 'alter-table' && whole.kind === 'alter-table' && part.actions.length === whole.actions.length && part.actions.every((it, i) => it === whole.actions[i]);
}
