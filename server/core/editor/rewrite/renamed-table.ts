import { isTouchedLater } from './rewrite.js';
import type { Rewrite } from './rewrite.js';

/** A view of the old name stands in until no application uses it any more. */
export const renamedTable: Rewrite = {
  id: 'renamed-table',
  rules: ['renaming-table'],
  on: 'rename',
  plan({ object, name, to, ifExists }, site) {
    const { write, catalog, postgres, text } = site;
    if (object !== 'table' || ifExists || site.isNew(name)) return undefined;
    const relation = catalog.relation(name);
    if (relation && (relation.kind !== 'table' || relation.partitionOf)) return undefined;
    const old = { ...(name.schema !== undefined && { schema: name.schema }), name: name.name };
    const renamed = { ...old, name: to };
    if (isTouchedLater(old, site) || isTouchedLater(renamed, site)) return undefined;
    // With the rights and the policies of whoever reads it, not of its owner.
    const invoker = postgres >= 15 ? write` WITH (security_invoker = true)` : { text: '' };
    const view = write`CREATE VIEW ${old}${invoker} AS SELECT * FROM ${renamed};`;
    const back = write`ALTER TABLE ${renamed} RENAME TO ${name.name}`;
    return {
      title: 'a view keeps the old name until nobody uses it',
      undo: back,
      plainUndo: true,
      steps: [
        { name: `rename ${name.name} to ${to}`, up: [{ text: `${text};` }, view], down: [write`DROP VIEW IF EXISTS ${old};`, write`${back};`], note: 'Grant on the view what roles have been granted on the table.' },
        { name: `drop view ${name.name}`, up: [write`DROP VIEW ${old};`], down: [view], note: `Only when no application uses the name ${name.name} any more.` },
      ],
    };
  },
};
