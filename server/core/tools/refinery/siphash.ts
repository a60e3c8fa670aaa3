/** SipHash-1-3 with keys of zero, an unsigned number of 64 bits. https://www.aumasson.jp/siphash/siphash.pdf */
export function siphash13(bytes: Uint8Array): bigint {
  // Four words of 64 bits, each as its low and its high half: numbers of 64 bits take a hundred times as long.
  const v = new Int32Array([0x70736575, 0x736f6d65, 0x6e646f6d, 0x646f7261, 0x6e657261, 0x6c796765, 0x79746573, 0x74656462]);
  const whole = bytes.length & ~7;
  for (let i = 0; i < whole; i += 8) mix(v, word(bytes, i), word(bytes, i + 4));

  const rest = new Uint8Array(8);
  rest.set(bytes.subarray(whole));
  rest[7] = bytes.length & 0xff;
  mix(v, word(rest, 0), word(rest, 4));
  v[4] = v[4]! ^ 0xff;
  for (let i = 0; i < 3; i++) round(v);
  const low = (v[0]! ^ v[2]! ^ v[4]! ^ v[6]!) >>> 0;
  const high = (v[1]! ^ v[3]! ^ v[5]! ^ v[7]!) >>> 0;
  return (BigInt(high) << 32n) | BigInt(low);
}

function mix(v: Int32Array, low: number, high: number): void {
  v[6] = v[6]! ^ low;
  v[7] = v[7]! ^ high;
  round(v);
  v[0] = v[0]! ^ low;
  v[1] = v[1]! ^ high;
}

function round(v: Int32Array): void {
  add(v, 0, 2);
  turn(v, 2, 13);
  xor(v, 2, 0);
  turn(v, 0, 32);
  add(v, 4, 6);
  turn(v, 6, 16);
  xor(v, 6, 4);
  add(v, 0, 6);
  turn(v, 6, 21);
  xor(v, 6, 0);
  add(v, 4, 2);
  turn(v, 2, 17);
  xor(v, 2, 4);
  turn(v, 4, 32);
}

function add(v: Int32Array, to: number, from: number): void {
  const low = (v[to]! >>> 0) + (v[from]! >>> 0);
  v[to + 1] = v[to + 1]! + v[from + 1]! + (low > 0xffffffff ? 1 : 0);
  v[to] = low;
}

function xor(v: Int32Array, to: number, from: number): void {
  v[to] = v[to]! ^ v[from]!;
  v[to + 1] = v[to + 1]! ^ v[from + 1]!;
}

/** To the left. */
function turn(v: Int32Array, at: number, bits: number): void {
  const [low, high] = [v[at]!, v[at + 1]!];
  v[at] = bits === 32 ? high : (low << bits) | (high >>> (32 - bits));
  v[at + 1] = bits === 32 ? low : (high << bits) | (low >>> (32 - bits));
}

function word(bytes: Uint8Array, i: number): number {
  return bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
}
