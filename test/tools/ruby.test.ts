import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Node } from '../../server/core/tools/ruby/node.js';
import { parseRuby } from '../../server/core/tools/ruby/parse.js';

/** A tree in a line: calls with all their parentheses, `?` for what is not followed. */
function written(node: Node): string {
  const all = (nodes: readonly Node[]) => nodes.map(written).join('; ');
  switch (node.kind) {
    case 'call': {
      const block = node.block ? ` do |${node.block.parameters.join(', ')}| ${all(node.block.body)} end` : '';
      return `${node.receiver ? `${written(node.receiver)}.` : ''}${node.name}(${node.args.map(written).join(', ')})${block}`;
    }
    case 'text': return JSON.stringify(node.known?.text ?? `~${node.rough}`);
    case 'symbol': return `:${node.name}`;
    case 'number': return node.text;
    case 'constant': return node.name;
    case 'array': return `[${node.items.map(written).join(', ')}]`;
    case 'hash': return `{${node.pairs.map(it => `${it.key ?? '**'}: ${written(it.value)}`).join(', ')}}`;
    case 'lambda': return `->{${all(node.body)}}`;
    case 'assignment': return `${node.name} = ${written(node.value)}`;
    case 'class': return `class ${node.name}${node.above === undefined ? '' : ` < ${node.above}`} { ${all(node.body)} }`;
    case 'method': return `def ${node.name} { ${all(node.body)} }`;
    case 'branch': return `(${node.bodies.map(all).join(' | ')})`;
    case 'other': return `?(${node.inside.map(written).join(', ')})`;
    default: return node.kind;
  }
}

function read(text: string): string {
  return parseRuby(text).nodes.map(written).join('\n');
}

test.each([
  ['add_column :t, "c", :string, null: false, :default => 0', 'add_column(:t, "c", :string, {null: false, default: 0})'],
  ['add_column(:t,\n  :c,   # why\n  :string,\n)', 'add_column(:t, :c, :string)'],
  ['add_index :t,\n  [:a, :b],\n  unique: true\nx', 'add_index(:t, [:a, :b], {unique: true})\nx()'],
  ['f "a" "b" \\\n  "c"', 'f("abc")'],
  ['f "a" + "b"', 'f("ab")'],
  ["f 'it\\'s \\n'", 'f("it\'s \\\\n")'],
  ['f "#{x["}"]} y"', 'f("~  y")'],
  ['f %w[a b], %q(it(s)), %(x#{1}), %i[c]', 'f([:a, :b], "it(s)", "~x ", [:c])'],
  ['f <<~A, <<-B\n    one\n      two\n  A\n  three\n  B\ng', 'f("one\\n  two\\n", "  three\\n")\ng()'],
  ["f <<~'A'\n  #{x}\nA", 'f("#{x}\\n")'],
  ['f <<~A.squish\n  a\nA\ng', 'f("a\\n".squish())\ng()'],
  ['list << VALUE', '?(list(), VALUE)'],
  ['f -> { "now()" }, x: ->(a) { b a }', 'f(->{"now()"}, {x: ->{b(a())}})'],
  ['f :a do |t, u|\n t.x :b\nend', 'f(:a) do |t, u| t().x(:b) end'],
  ['f(:a) { |t| t.x }', 'f(:a) do |t| t().x() end'],
  ['f :a, id: g do |t|\n t.x\nend', 'f(:a, {id: g()}) do |t| t().x() end'],
  ['f(h do |t|\n t.x\nend)', 'f(h() do |t| t().x() end)'],
  ['f unless g?(:a)', '(g?(:a); f())'],
  ['if a\n b\nelsif c\n d\nelse\n e\nend', '(a() | b() | c(); d() | e())'],
  ['begin\n a\nrescue Foo => e\n b\nend', '(a() | Foo; ?(); e(); b())'],
  ['A = %w[x].freeze\nB ||= 1', 'A = [:x].freeze()\nB = 1'],
  ['a ? :b : :c', '(a() | :b | :c)'],
  ['x = y / 2; z = /a\\/"/', 'x = ?(y(), 2)\nz = /a\\/"/'],
  ['module M; class A::B < C[1.0]; def self.up(x) = y; end; end', 'class M { class A::B < C[1.0] { def up { y() } } }'],
  ['Foo::Bar.baz&.qux', 'Foo::Bar.baz().qux()'],
  ['t.references :x, foreign_key: { to_table: :y }, index: false', 't().references(:x, {foreign_key: {to_table: :y}, index: false})'],
  ['=begin\nadd_column :a\n=end\nx\n__END__\nf "', 'x()'],
  ['f "a": 1, **b', 'f({a: 1, **: b()})'],
  ['f :😀', 'f(?())\n?()'],
])('%s', (text, expected) => expect(read(text)).toBe(expected));

describe('places', () => {
  test.each([
    ['execute "é😀 SELECT 1"', 'SELECT'],
    ["execute 'a\\'b SELECT'", 'SELECT'],
    ['execute "\\u00e9\\n SELECT"', 'SELECT'],
    ['execute <<~SQL\n    first\n      SELECT 2\nSQL', 'SELECT'],
    ['execute(<<~SQL.squish)\r\n  SELECT 2\r\nSQL\r\n', 'SELECT'],
    ['execute "a " \\\n  "SELECT"', 'SELECT'],
  ])('%j', (text, word) => {
    const [call] = parseRuby(text).nodes;
    let node: Node | undefined = call?.kind === 'call' ? call.args[0] : undefined;
    while (node?.kind === 'call') node = node.receiver;
    const known = node?.kind === 'text' ? node.known! : { text: '', offsets: () => [] };
    const offsets = known.offsets();
    const at = known.text.indexOf(word);
    expect([...word].map((_, i) => text[offsets[at + i]!]).join('')).toBe(word);
    expect(offsets).toHaveLength(known.text.length + 1);
  });
});

describe('what is half typed', () => {
  test.each([
    ['class A < B\n  def change\n    add_column :t,\n  end\nend', 'A'],
    ['class A < B\n  def change\n    add_index [:a\n  end\nend', 'A'],
    ['class A < B\n  def change\n    execute "\n  end\nend', 'A'],
    ['class A < B\n  def change\n    execute <<~SQL\n  end\nend', 'A'],
    ['class A < B\n  def change\n    create_table :t do |t|\n  end\nend', 'A'],
    ['class A < B\n  def', 'A'],
  ])('%j', (text, name) => expect(parseRuby(text).nodes[0]).toMatchObject({ kind: 'class', name }));

  test('whatever is thrown at it, it comes to an end, and no place is outside of the text', () => {
    const part = fc.constantFrom('class A', 'def x', 'end', ' do |t|', '\n', ' ', '"', "'", '<<~SQL\n', 'SQL', '#{', '}', '{', '(', ')', '[', ']', ',', ':a', 'a:', '=>', '%w[', '|', '->', '.', '::', '?', '/', '\\', '#', '=begin\n', '=end', '\0', '😀', 'if', 'unless', 'case', 'add_column', '1', '@x', '&', '*', '-', '=', ';');
    fc.assert(fc.property(fc.array(part, { maxLength: 60 }), parts => {
      const text = parts.join('');
      const { nodes, comments } = parseRuby(text);
      for (const { span } of [...nodes, ...comments.map(span => ({ span }))]) expect(span.start >= 0 && span.start <= span.end && span.end <= text.length).toBe(true);
    }), { numRuns: 2000 });
  });

  test.each([['(', 100_000], ['[', 100_000], ['a.', 100_000], ['if a\n', 100_000], ['{a: ', 50_000], ['->{', 50_000], ['-', 100_000], ['"#{', 50_000], ['<<~A\n', 20_000]])('%j, %i times', (text, count) => {
    expect(parseRuby(text.repeat(count)).nodes.length).toBeGreaterThan(0);
  });
});
