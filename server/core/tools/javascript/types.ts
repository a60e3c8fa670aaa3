import type { Cursor } from './cursor.js';

/** Passes `: Type` of TypeScript, where it stands there. */
export function skipAnnotation(cursor: Cursor): void {
  if (cursor.take(':')) skipType(cursor);
}

/** Passes a type. Of what is no type, nothing, or little. */
export function skipType(cursor: Cursor): void {
  if (cursor.isOperator('|', '&')) cursor.next();
  for (;;) {
    while (cursor.isWord('keyof', 'typeof', 'readonly', 'unique', 'infer', 'asserts', 'new', 'abstract')) cursor.next();
    if (cursor.isOperator('(', '[', '{')) {
      cursor.skipBrackets();
      if (cursor.isOperator('=>')) {
        cursor.next();
        continue;
      }
    } else if (cursor.isOperator('<')) {
      if (!skipTypeArguments(cursor)) return;
      continue;
    } else if (cursor.isOperator('-')) {
      cursor.next();
      continue;
    } else if (/^(?:word|text|number)$/.test(cursor.token().kind)) {
      cursor.next();
    } else return;
    for (;;) {
      if (cursor.isOperator('.') || cursor.isOperator('?.')) {
        cursor.next();
        cursor.next();
      } else if (cursor.isOperator('<')) {
        if (!skipTypeArguments(cursor)) return;
      } else if (cursor.isOperator('[') && !cursor.token().onNewLine) cursor.skipBrackets();
      else break;
    }
    if (cursor.isWord('is', 'extends') && !cursor.token().onNewLine) cursor.next();
    else if (cursor.isOperator('|', '&')) cursor.next();
    else return;
  }
}

/** Passes `<…>`, if that is what it is; else stays. */
export function skipTypeArguments(cursor: Cursor): boolean {
  const from = cursor.at;
  let open = 0;
  for (let i = 0; i < MOST_TOKENS && !cursor.isEnd(); i++) {
    if (cursor.isOperator('<')) open++;
    else if (cursor.isOperator('>')) open--;
    else if (cursor.isOperator('(', '[', '{')) {
      cursor.skipBrackets();
      continue;
    } else if (cursor.token().kind === 'operator' && !/^(?:[,.|&?:=-]|=>|\?\.)$/.test(cursor.token().text)) break;
    cursor.next();
    if (open === 0) return true;
  }
  cursor.at = from;
  return false;
}

/** More than arguments of a type have, so that a file full of `<` is not read over and over. */
const MOST_TOKENS = 100;

/** Passes `type A = …`, `interface A {…}`, `declare module 'a' {…}`. */
export function skipTypeDeclaration(cursor: Cursor): void {
  const { token, next, isEnd, isOperator, take } = cursor;
  const word = token().text;
  next();
  if (word === 'type') {
    next();
    if (isOperator('<')) skipTypeArguments(cursor);
    if (take('=')) skipType(cursor);
  } else {
    while (!isEnd() && !isOperator('{', ';', '}')) next();
    if (isOperator('{')) cursor.skipBrackets();
  }
  take(';');
}
