import type { Source } from '../../migrations/migration.js';
import type { Span } from '../../text/span.js';
import type { Project } from '../tool/project.js';
import { readChangelog } from './changelog.js';
import { childOf } from './document.js';
import { expandText } from './parameters.js';
import { beside, candidates } from './paths.js';
import { parametersOf, searchPathOf } from './settings.js';

/** Changelogs that are included, and files of SQL that are run. */
export function links(source: Source, sources: ReadonlyMap<string, Source>, project: Project): readonly { readonly span: Span; readonly path: string }[] {
  if (/\.sql$/i.test(source.path)) return [];
  const [searchPath, parameters] = [searchPathOf(project), parametersOf(project)];
  return readChangelog(source).items.flatMap(item => {
    if (item.kind !== 'changeset') return item.kind === 'include' ? found(item.at, item.path, item.relative) : [];
    const at = item.sqlFile && childOf(item.sqlFile.node, 'path')?.value?.span;
    return at ? found(at, item.sqlFile!.path, item.sqlFile!.relative) : [];
  });

  function found(span: Span, written: string, relative: boolean): readonly { readonly span: Span; readonly path: string }[] {
    const path = expandText(written, parameters);
    const place = (relative ? [beside(source.path, path)] : candidates(path, searchPath)).find(it => sources.has(it));
    return place === undefined ? [] : [{ span, path: place }];
  }
}
