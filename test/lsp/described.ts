import { pathToFileURL } from 'node:url';

/** A reply as a person reads it: one line a thing, paths below the root, ranges as `1:5-1:9`. Ids of results are left out. */
export function described(root: string, reply: unknown): string {
  const base = `${pathToFileURL(root).href}/`;
  return lines(reply).join('\n').replaceAll(base, '').replaceAll(pathToFileURL(root).href, '.');
}

interface Json { readonly [key: string]: unknown }

function lines(value: unknown): readonly string[] {
  if (value === null || value === undefined) return ['nothing'];
  if (Array.isArray(value)) return value.length === 0 ? ['nothing'] : value.flatMap(lines);
  if (typeof value !== 'object') return [String(value)];
  const it = value as Json;
  if ('documentChanges' in it || 'changes' in it) return editLines(it);
  if ('file' in it) return [`${String(it['file'])}:`, ...lines(it['items']).map(indented)];
  if ('items' in it) return lines((it['items'] as readonly unknown[]).map(item => (isReport(item) ? { file: item['uri'], ...item } : item)));
  if ('message' in it && 'range' in it) return diagnosticLines(it);
  if ('title' in it && 'kind' in it) return [`${String(it['kind'])}: ${String(it['title'])}${it['isPreferred'] === true ? ' (preferred)' : ''}`, ...('edit' in it ? editLines(it['edit'] as Json).map(indented) : [])];
  if ('command' in it) return [`${range(it['range'])} ${String((it['command'] as Json)['title'])}`];
  if ('label' in it) return [`${range({ start: it['position'], end: it['position'] })} ${String(it['label'])}`];
  if ('contents' in it) return [range(it['range']), ...String((it['contents'] as Json)['value']).split('\n')];
  if ('startLine' in it) return [`lines ${String(it['startLine'])}-${String(it['endLine'])}${'kind' in it ? ` ${String(it['kind'])}` : ''}`];
  if ('selectionRange' in it) return [`${range(it['range'])} ${String(it['name'])}`];
  return [JSON.stringify(it)];
}

function isReport(item: unknown): item is Json {
  return typeof item === 'object' && item !== null && 'uri' in item && 'items' in item;
}

function diagnosticLines({ range: at, severity, code, message, relatedInformation = [] }: Json): readonly string[] {
  const related = (relatedInformation as readonly Json[]).map(it => {
    const { uri, range: there } = it['location'] as Json;
    return `  see ${String(uri)} ${range(there)} ${String(it['message'])}`;
  });
  return [`${range(at)} ${['', 'error', 'warning', 'info', 'hint'][Number(severity)]} ${String(code)}: ${String(message)}`, ...related];
}

function editLines(edit: Json): readonly string[] {
  const changes = (edit['documentChanges'] ?? Object.entries(edit['changes'] as Json).map(([uri, edits]) => ({ textDocument: { uri }, edits }))) as readonly Json[];
  const asked = Object.values((edit['changeAnnotations'] ?? {}) as Json).map(it => `asks first: ${String((it as Json)['label'])}`);
  return [...asked, ...changes.flatMap(it => {
    switch (it['kind']) {
      case 'create': return [`create ${String(it['uri'])}`];
      case 'rename': return [`rename ${String(it['oldUri'])} to ${String(it['newUri'])}`];
      default: return (it['edits'] as readonly Json[]).map(one => `${String((it['textDocument'] as Json)['uri'])} ${range(one['range'])} ${JSON.stringify(one['newText'])}`);
    }
  })];
}

function range(value: unknown): string {
  const { start, end } = value as { readonly start: { line: number; character: number }; readonly end: { line: number; character: number } };
  return `${start.line}:${start.character}-${end.line}:${end.character}`;
}

function indented(line: string): string {
  return `  ${line}`;
}
