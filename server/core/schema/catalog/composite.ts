import type { AlterAction, AlterTable } from '../../sql/statement/tables.js';
import type { Column, Composite, Table } from '../relations.js';
import { dropColumnAndBelow } from './drop.js';
import { withNotNullNames } from './generated-names.js';
import { compositeOf } from './look-up.js';
import { changeTable, dependentsOf, withRelation, type State } from './state.js';

/** `ALTER TYPE` of a composite type, and of the tables that are of it. */
export function alterComposite(before: State, { table: name, actions }: AlterTable): State {
  return actions.reduce((state, action) => {
    const type = compositeOf(state, name);
    return type ? alterAttribute(state, type, action) : state;
  }, before);
}

function alterAttribute(state: State, type: Composite, action: AlterAction): State {
  switch (action.kind) {
    case 'add-attribute':
      return everywhere(state, type, all => new Map(all).set(action.attribute, { name: action.attribute, type: action.type, notNull: false }));
    case 'alter-attribute-type':
      return everywhere(state, type, all => new Map([...all].map(([key, it]) => [key, key === action.attribute ? { ...it, type: action.type } : it])));
    case 'drop-attribute': {
      const attributes = new Map(type.attributes);
      attributes.delete(action.attribute);
      const less = withRelation(state, { ...type, attributes });
      return typedBy(state, type).reduce((all, it) => dropColumnAndBelow(all, it, action.attribute, true, false), less);
    }
    default:
      return state;
  }
}

export function renameAttribute(state: State, type: Composite, from: string, to: string): State {
  return everywhere(state, type, all => new Map([...all].map(([key, it]) => (key === from ? [to, { ...it, name: to }] : [key, it]))));
}

function everywhere(before: State, type: Composite, change: (all: ReadonlyMap<string, Column>) => ReadonlyMap<string, Column>): State {
  const state = withRelation(before, { ...type, attributes: change(type.attributes) });
  return typedBy(before, type).reduce((all, { name }) => changeTable(all, name, it => ({ ...it, columns: change(withNotNullNames(it)) })), state);
}

function typedBy(state: State, { name }: Composite): readonly Table[] {
  return dependentsOf(state, name).filter((it): it is Table => it.kind === 'table' && it.ofType?.name === name.name);
}
