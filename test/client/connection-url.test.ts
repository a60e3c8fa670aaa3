import { expect, it } from 'vitest';
import { nameFor, secretKey, withoutPassword } from '../../client/connection-url.js';

it.each([
  // Left: what a person pasted. Middle: what the setting gets. Right: what the secret storage gets.
  ['postgres://app@localhost/shop',                          'postgres://app@localhost/shop',                undefined],
  ['postgres://app:secret@localhost:5433/shop',              'postgres://app@localhost:5433/shop',           'secret'],
  ['postgresql://app:s%40cr%2Fet@db.example/shop',           'postgresql://app@db.example/shop',             's@cr/et'],
  ['  postgres://app:se:cret@localhost/shop\n',              'postgres://app@localhost/shop',                'se:cret'],
  ['postgres://app:@localhost/shop',                         'postgres://app@localhost/shop',                undefined],
  ['postgres://app@localhost/shop?password=x&sslmode=require', 'postgres://app@localhost/shop?sslmode=require', 'x'],
  ['postgres://localhost/shop',                              'postgres://localhost/shop',                    undefined],
  ['jdbc:postgresql://localhost:5432/shop',                  'postgresql://localhost:5432/shop',             undefined],
  ['postgres://app:100%@localhost/shop',                     'postgres://app@localhost/shop',                '100%'],
  ['postgres://${env:USER}:secret@${env:HOST}/shop',         'postgres://${env:USER}@${env:HOST}/shop',      'secret'],
  ['postgres://app:${env:PASSWORD}@localhost/shop',          'postgres://app:${env:PASSWORD}@localhost/shop', undefined],
])('%s leaves no password in the setting', (pasted, url, password) => {
  expect(withoutPassword(pasted)).toEqual(password === undefined ? { url } : { url, password });
});

it.each(['', 'localhost', 'mysql://app@localhost/shop', 'host=localhost dbname=shop'])('%j is no URL of PostgreSQL', text => {
  expect(withoutPassword(text)).toBeUndefined();
});

it.each([
  ['postgres://app@localhost/shop', [], 'local'],
  ['postgres://app@127.0.0.1:5433/shop', ['local'], 'local 2'],
  ['postgres://app@db.example/shop?sslmode=require', [], 'shop'],
  ['postgres://app@db.example', [], 'db.example'],
])('%s is called after what it is, and like nothing else', (url, taken, name) => {
  expect(nameFor(url, taken)).toBe(name);
});

it('keeps a password under the address alone, so that no part of one can pose as another', () => {
  const address = { host: 'a', port: 1, database: 'b', user: 'c' };
  expect(secretKey(address)).not.toBe(secretKey({ ...address, host: 'evil' }));
  expect(secretKey({ ...address, database: 'b/c', user: 'd' })).not.toBe(secretKey({ ...address, database: 'b', user: 'c/d' }));
});
