import type { Location } from 'vscode-languageserver/node';
import { definitionOf, mentionAt, referencesTo } from '../../core/editor/mentions.js';
import type { Place } from '../../core/editor/mentions.js';
import { cancellable } from '../answer.js';
import type { Context } from '../context.js';
import { locate, textAt, uriOf } from '../convert.js';
import type { Located } from '../session.js';

/** From a migration to those that it names, and to those that name it. */
export function serveMentions({ connection, session }: Context): void {
  connection.onDefinition(cancellable(async ({ textDocument: { uri }, position }) => {
    const { folder, index, id } = await at(uri, position) ?? {};
    const place = folder && index && definitionOf(index, id!);
    return place ? located({ folder, index }, place) : null;
  }));

  connection.onReferences(cancellable(async ({ textDocument: { uri }, position, context }) => {
    const { folder, index, id } = await at(uri, position) ?? {};
    if (!folder || !index) return null;
    const places = [...(context.includeDeclaration ? [definitionOf(index, id!)] : []), ...referencesTo(index, id!)];
    return Promise.all(places.flatMap(it => (it ? [located({ folder, index }, it)] : [])));
  }));

  async function at(uri: string, position: Location['range']['start']): Promise<(Located & { readonly id: string }) | undefined> {
    const snapshot = session.now();
    const place = locate(snapshot.folders, uri);
    if (place === undefined) return undefined;
    const { folder, path } = place;
    const { offsetAt } = await textAt(snapshot, folder, path);
    for (const index of folder.workspace?.projects ?? []) {
      const id = mentionAt(index, path, offsetAt(position));
      if (id !== undefined) return { folder, index, id };
    }
    return undefined;
  }

  async function located({ folder }: Located, { path, span }: Place): Promise<Location> {
    const snapshot = session.now();
    const { rangeOf } = await textAt(snapshot, folder, path);
    return { uri: uriOf(snapshot, folder, path), range: rangeOf(span) };
  }
}
