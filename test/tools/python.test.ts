import { describe, expect, test } from 'vitest';
import { expressionIn } from '../../server/core/tools/python/expression.js';
import { type Expression } from '../../server/core/tools/python/node.js';
import { moduleOf, type Line } from '../../server/core/tools/python/lines.js';
import { scopeOf, textIn } from '../../server/core/tools/python/scope.js';
import { statementOf, statementsOf } from '../../server/core/tools/python/statement.js';

/** Each logical line in guillemets, a suite in braces behind its head. */
function outline(text: string): string {
  const { lines, broken } = moduleOf(text);
  return (broken ? '~' : '') + drawn(lines);

  function drawn(some: readonly Line[]): string {
    return some.map(({ span, body }) => `«${text.slice(span.start, span.end).replace(/\s+/g, ' ')}»${body.length > 0 ? `{${drawn(body)}}` : ''}`).join('');
  }
}

describe('logical lines', () => {
  test.each([
    ['a = 1\nb = 2\n', '«a = 1»«b = 2»'],
    ['a = (\n  1,\n)\nb\n', '«a = ( 1, )»«b»'],
    ['a = [ # (\n 1]\nb', '«a = [ # ( 1]»«b»'],
    ['def f(\n  x\n):\n  pass\n\n  # note\nb', '«def f( x ):»{«pass»}«b»'],
    ['class A:\n\tx = 1\n        y = 2\nb', '«class A:»{«x = 1»«y = 2»}«b»'],
    ['if a:\n  b\n  if c:\n    d\ne', '«if a:»{«b»«if c:»{«d»}}«e»'],
    ['a = """x\n# no\n"""; b = \'#\'', '«a = """x # no """»«b = \'#\'»'],
    ["a = 'it\\'s' \\\n  'b'\r\nc", "«a = 'it\\'s' \\ 'b'»«c»"],
    ["r'\\' + 'x\nb", "«r'\\' + 'x»«b»"],
    // Half-typed: what is below is not lost.
    ["a = f(\nrevision = '1'\ndef g():\n  pass", "~«a = f(»«revision = '1'»«def g():»{«pass»}"],
    ['def f():\n  op.x(a,\n  op.y(b)\n  op.z(c)\n', '~«def f():»{«op.x(a,»«op.y(b)»«op.z(c)»}'],
    ['a = """x\nrevision = \'1\'\n', '~«a = """x»«revision = \'1\'»'],
    ['a)\nb', '~«a)»«b»'],
    ['', ''],
  ])('%j', (text, expected) => expect(outline(text)).toBe(expected));

  test('a bracket that is open in the middle hides nothing below it, wherever it is typed', () => {
    const whole = "revision = 'r'\ndown_revision = ('a', 'b')\n\ndef upgrade():\n    op.add_column('t', c)\n    op.drop_column('t', 'x')\n\ndef downgrade():\n    pass\n";
    for (const at of [...whole.matchAll(/\n/g)].map(it => it.index + 1)) {
      for (const typed of ['op.f(\n', 'x = [\n', "y = {'a':\n", "    op.g('t', (\n"]) {
        const text = whole.slice(0, at) + typed + whole.slice(at);
        const heads = moduleOf(text).lines.map(it => text.slice(it.span.start).split(/[ (:]/)[0]);
        if (!typed.startsWith(' ')) expect(heads).toEqual(expect.arrayContaining(['revision', 'down_revision', 'def']));
      }
    }
  });

  test('a long file costs time in proportion, and depth costs no stack', () => {
    expect(moduleOf(`a = ${'('.repeat(200_000)}`).lines).toHaveLength(1);
    expect(moduleOf(Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}if x:\n`).join('')).lines).toHaveLength(1);
    expect(expressionIn({ text: '('.repeat(50_000), broken: true }, { start: 0, end: 50_000 }).kind).toBe('other');
    expect(expressionIn({ text: `a${'.b()'.repeat(50_000)}`, broken: false }, { start: 0, end: 200_001 }).span.start).toBe(0);
  });
});

/** The shape of an expression, in few words. */
function shape(it: Expression, text: string): string {
  switch (it.kind) {
    case 'text': return `text${it.pieces.length > 1 ? it.pieces.length : ''}`;
    case 'number': return it.text;
    case 'name': return it.name;
    case 'attribute': return `${shape(it.of, text)}→${it.name}`;
    case 'call': return `${shape(it.callee, text)}(${[...it.positional.map(arg => shape(arg, text)), ...it.keywords.map(arg => `${arg.name}=${shape(arg.value, text)}`), ...(it.spread ? ['*'] : [])].join(' ')})`;
    case 'list': case 'tuple': case 'set': return `${it.kind}<${it.items.map(item => shape(item, text)).join(' ')}>`;
    case 'dict': return `dict<${it.entries.map(({ key, value }) => `${shape(key, text)}:${shape(value, text)}`).join(' ')}>`;
    case 'sum': return `sum<${it.parts.map(part => shape(part, text)).join(' ')}>`;
    case 'other': return `?<${it.parts.map(part => shape(part, text)).join(' ')}>`;
  }
}

test.each([
  ['op.f("a", b, c=1, d=[1, -2.5e3],)', 'op.f(text b c=1 d=list<1 -2.5e3>)'],
  ['sa.Column("a", sa.Integer(), sa.ForeignKey("b.c"), nullable=False)', 'sa.Column(text sa.Integer() sa.ForeignKey(text) nullable=False)'],
  ['op.get_bind().execute(text("x"))', 'op.get_bind()→execute(text(text))'],
  ['"a" \'b\' """c"""', 'text3'],
  ['("a"\n "b")', 'text2'],
  ['()', 'tuple<>'], ['("a",)', 'tuple<text>'], ['"a", "b"', 'tuple<text text>'], ['{"a"}', 'set<text>'], ['{"a": 1, **b}', '?<b 1>'], ['{}', 'dict<>'],
  ['[1] + [2]', 'sum<list<1> list<2>>'],
  ['"a" % b', '?<text b>'], ['a if b else c', '?<a b c>'], ['lambda x, y: f(x)', '?<f(x)>'], ['not a', '?<a>'],
  ['[f(x) for x in y]', 'list<?<f(x) x y>>'], ['a[1:2].b', '?<a 1 2>→b'], ['f(*a, **b)', 'f(*)'],
  ['b"x"', '?<>'], ['f"a{b}c"', 'text3'], ['rb"x" "y"', '?<>'], ['1_000', '1000'],
  ['f(a,, b', 'f(a b)'], ['f(a b)', 'f(?<a b>)'], ['f(', 'f()'], ['.', '?<>'],
])('%s is %s', (text, expected) => expect(shape(expressionIn({ text, broken: false }, { start: 0, end: text.length }), text)).toBe(expected));

test.each([
  ['import a.b as c, d', 'imported  c=a.b d=d'], ['from alembic import op as o', 'imported alembic o=op'], ['from . import x', 'imported . x=x'],
  ['def f(a, b: int = 2, *, c="x", **d) -> None:\n  pass', 'function f a b c d'], ['async def g():\n  x', 'function g '],
  ['def f(): op.x()', 'function f ·1'], ['class A(b.C, D):\n  x = 1', 'class A'],
  ['with op.batch("t", schema=None) as b, c:\n  x', 'with op.batch(text schema=None)=b c'], ['with (f() as a, g()):\n  x', 'with f()=a g()'],
  ['for a, b in [(1, 2)]:\n  x', 'for tuple<a b> list<tuple<1 2>>'], ['if a == "x": return', 'if ?<a text>'],
  ['x: Union[str, None] = "y"', 'assignment x text'], ['a = b = "y"', 'assignment a b text'], ['x += 1', 'assignment x ?<x 1>'],
  ['return f(x)', 'leaving f(x)'], ['raise X', 'leaving X'], ['except A as b:\n  x', 'block except'], ['match x:\n  case 1:\n    y', 'block match'],
])('%j is %s', (text, expected) => {
  const module = moduleOf(text);
  const it = statementOf(module, module.lines[0]!);
  const parts: readonly string[] = it.kind === 'imported' ? [it.from, ...[...it.names].map(pair => pair.join('='))]
    : it.kind === 'function' ? [it.name, it.parameters.join(' '), ...(text.includes('\n') ? [] : [`·${it.body.length}`])].filter((part, i) => i < 2 ? part !== '' || text.includes('\n') : true)
    : it.kind === 'class' ? [it.name]
    : it.kind === 'with' ? it.items.map(({ value, as }) => shape(value, text) + (as === undefined ? '' : `=${as}`))
    : it.kind === 'for' ? [shape(it.target, text), shape(it.over, text)]
    : it.kind === 'if' ? [shape(it.test, text)]
    : it.kind === 'assignment' ? [...it.targets, it.value].map(one => shape(one, text))
    : it.kind === 'leaving' ? (it.value ? [shape(it.value, text)] : []) : it.kind === 'block' ? [it.word] : [];
  expect([it.kind, ...parts].join(' ')).toBe(expected);
});

// Left: a file whose last line is the text. Right: what Python makes of it.
test.each([
  ["'a\\n\\x41\\u00e9\\'\\101\\q'", "a\nAé'A\\q"],
  ["r'a\\n'", 'a\\n'],
  ["'a' \"b\" '''c\nd'''", 'abc\nd'],
  ["'''a\\\nb'''", 'ab'],
  ["f'{{x}} y'", '{x} y'],
  ["T = 'users'\nf'alter table {T} x'", 'alter table users x'],
  ["N = 3\nf'{N}'", '3'],
  ["A = 'x'\nB = A\nB + 'y'", 'xy'],
  ["dedent('''\n  a\n''')", '\n  a\n'],
  ["' a '.strip()", ' a '],
  ["A = 'x'\nA.strip()", 'x'],
  ["'é😀\\N{BULLET}!'", 'é😀\uFFFD!'],
  ["f'{x}'", undefined], ["f'{T!r}'", undefined], ["'%s' % a", undefined], ["A = 't'\n'drop %s, %d%% %s' % (A, 3, A)", 'drop t, 3% t'], ["A = 't'\n'x_%s' % A", 'x_t'], ["'%s %s' % 'a'", undefined], ['A', undefined], ["A = 'x'\nA = 'y'\nA", undefined], ['A = B\nB = A\nA', undefined],
])('%j', (text, expected) => {
  const module = moduleOf(text);
  const statements = statementsOf(module, module.lines);
  const last = statements.at(-1)!;
  const found = last.kind === 'expression' ? textIn(last.value, scopeOf(module, statements)) : undefined;
  expect(found?.text).toBe(expected);
  // Every unit has its place, in order, and one more for the end.
  if (found) expect(found.offsets).toHaveLength(found.text.length + 1);
});

test('a place in a text is its place in the file', () => {
  const text = "x = ('select 1; '\n     \"sel\\x65ct é😀 2\")";
  const module = moduleOf(text);
  const [it] = statementsOf(module, module.lines);
  const found = it?.kind === 'assignment' ? textIn(it.value, scopeOf(module, [])) : undefined;
  expect(found!.text).toBe('select 1; select é😀 2');
  expect([0, 7, 10, 13, 14, 17, 18, 21].map(at => text.slice(found!.offsets[at]).slice(0, 2))).toEqual(['se', '1;', 'se', '\\x', 'ct', 'é😀'.slice(0, 2), '😀', '2"']);
});
