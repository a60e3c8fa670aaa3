import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { bundlePrograms } from '../bundles.js';

beforeAll(bundlePrograms);

// The samples' own READMEs say why each of these is a mistake.
test.each<[sample: string, found: readonly string[]]>([
  ['flyway-shop', [
    'V6__create_coupons.sql:1 duplicate-version',
    'V7_create_reviews.sql:1 bad-file-name',
    'V8__tighten_orders.sql:3 require-concurrent-index-creation',
    'V8__tighten_orders.sql:6 adding-foreign-key-constraint',
    'V8__tighten_orders.sql:6 foreign-key-missing-index',
    'V8__tighten_orders.sql:9 ban-drop-column',
  ]],
  ['golang-shop', [
    '000003_index_orders.up.sql:2 ban-concurrent-in-transaction',
    '000004_add_status.up.sql:1 missing-down-migration',
    '000005_create_coupons.down.sql:1 down-equals-up',
    '000006_create_wishes.up.sql:1 duplicate-version',
    '000007-create-carts.up.sql:1 bad-file-name',
    '000008_drop_legacy.down.sql:1 orphan-down-migration',
  ]],
  ['dbmate-shop', [
    '20240103000000_index_orders.sql:2 require-concurrent-index-creation',
    '20240104000000_index_customers.sql:3 ban-concurrent-in-transaction',
    '20240104000000_index_customers.sql:3 adding-unique-index',
    '20240105000000_drop_phone.sql:3 ban-drop-column',
    '20240105000000_drop_phone.sql:6 syntax-error',
    '20240106000000_create_coupons.sql:1 bad-section',
    '20240107000000_create_reviews.sql:1 down-equals-up',
    '20240107000000_create_wishes.sql:1 duplicate-version',
    'V20240108000000__create_carts.sql:1 bad-file-name',
  ]],
  ['goose-shop', [
    '00002_index_customers.sql:2 require-concurrent-index-creation',
    '00003_touch.sql:2 bad-section',
    '00004_drop_phone.sql:3 ban-drop-column',
    '00004_drop_phone.sql:6 syntax-error',
    '00005_create_coupons.sql:2 bad-section',
    '00006-create-carts.sql:1 bad-file-name',
  ]],
  ['rails-shop', [
    '20240102000000_index_customers.rb:3 require-concurrent-index-creation',
    '20240103000000_index_phones.rb:3 ban-concurrent-in-transaction',
    '20240104000000_drop_phone.rb:3 irreversible-migration',
    '20240104000000_drop_phone.rb:4 irreversible-migration',
    '20240104000000_drop_phone.rb:4 ban-drop-column',
    '20240105000000_add_tier_to_customers.rb:1 bad-class-name',
    '20240105000000_add_tier_to_customers.rb:4 adding-required-field',
    '20240106000000_backfill.rb:5 syntax-error',
    '20240107000000_create_wishes.rb:1 duplicate-version',
    '20240108000000_CreateCarts.rb:1 bad-file-name',
    'add_carts_to_customers.rb:1 bad-file-name',
  ]],
  ['rails-healthy', []],
  ['sqlx-shop', [
    '0002_index_customers.up.sql:2 require-concurrent-index-creation',
    '0003_index_phones.up.sql:3 ban-concurrent-in-transaction',
    '0004_drop_phone.up.sql:1 missing-down-migration',
    '0004_drop_phone.up.sql:2 ban-drop-column',
    '0005_create_wishes.up.sql:1 duplicate-version',
    '0006-create-carts.up.sql:1 bad-file-name',
    'create_reviews.sql:1 bad-file-name',
  ]],
  ['atlas-shop', [
    '20240102000000_index_customers.sql:2 require-concurrent-index-creation',
    '20240103000000_index_phones.sql:1 ban-concurrent-in-transaction',
    '20240104000000_drop_phone.sql:2 ban-drop-column',
    '20240105000000_create_coupons.sql:1 journal-mismatch',
  ]],
  ['graphile-migrate-shop', [
    'committed/000002-index-customers.sql:6 require-concurrent-index-creation',
    'committed/000003-index-phones.sql:7 ban-concurrent-in-transaction',
    'committed/000004-drop-phone.sql:6 ban-drop-column',
    'committed/000005.sql:1 journal-mismatch',
  ]],
  ['plain-shop', [
    '002_index_customers.sql:2 require-concurrent-index-creation',
    '003_drop_phone.sql:1 missing-down-migration',
    '003_drop_phone.sql:2 ban-drop-column',
    'down/004_create_coupons.sql:1 down-equals-up',
    'down/005_create_carts.sql:1 orphan-down-migration',
  ]],
  ['drizzle-shop', [
    '0001_index_customers.sql:2 require-concurrent-index-creation',
    '0002_index_phones.sql:1 ban-concurrent-in-transaction',
    '0003_drop_phone.sql:2 ban-drop-column',
    '0005_create_carts.sql:1 bad-file-name',
    'meta/_journal.json:30 journal-mismatch',
    'meta/_journal.json:37 journal-mismatch',
  ]],
  ['diesel-shop', [
    '2024-01-02-000000_index_customers/up.sql:2 require-concurrent-index-creation',
    '2024-01-03-000000_index_phones/up.sql:2 ban-concurrent-in-transaction',
    '2024-01-04-000000_drop_phone/up.sql:1 missing-down-migration',
    '2024-01-04-000000_drop_phone/up.sql:2 ban-drop-column',
    '2024-01-06-000000_create_carts/Up.sql:1 bad-file-name',
    '20240105000000_create_wishes/up.sql:1 duplicate-version',
  ]],
  ['refinery-shop', [
    'V2__index_customers.sql:2 require-concurrent-index-creation',
    'V3__index_phones.sql:1 ban-concurrent-in-transaction',
    'V4__drop_phone.sql:2 ban-drop-column',
    'V5__create_coupons.sql:1 duplicate-version',
    'V6_create_carts.sql:1 bad-file-name',
    'V7.1__create_reviews.sql:1 bad-file-name',
  ]],
  ['prisma-shop', [
    '20240102000000_index_customers/migration.sql:4 require-concurrent-index-creation',
    '20240103000000_index_phones/migration.sql:4 ban-concurrent-in-transaction',
    '20240104000000_drop_phone/migration.sql:4 ban-drop-column',
    '20240105000000_create_coupons/migrations.sql:1 bad-file-name',
    '20240106000000_create_carts.sql:1 bad-file-name',
  ]],
  ['liquibase-shop', [
    'changes/002-orders.sql:11 unknown-attribute',
    'changes/002-orders.sql:12 bad-section',
    'changes/003-tighten.yaml:6 ban-drop-column',
    'changes/003-tighten.yaml:6 require-lock-timeout',
    'changes/003-tighten.yaml:15 require-lock-timeout',
    'changes/003-tighten.yaml:16 constraint-missing-not-valid',
    'changes/003-tighten.yaml:17 require-concurrent-index-creation',
    'changes/004-coupons.sql:7 duplicate-version',
    'changes/005-reviews.sql:3 bad-section',
    'changes/005-reviews.sql:8 syntax-error',
    'changes/007-carts.sql:1 changelog-not-included',
    'db.changelog-master.yaml:20 broken-include',
  ]],
  ['supabase-shop', [
    '20240102000000_index_customers.sql:2 require-concurrent-index-creation',
    '20240103000000_index_phones.sql:2 ban-concurrent-in-transaction',
    '20240104000000_drop_phone.sql:2 ban-drop-column',
    '20240105000000_create_wishes.sql:1 duplicate-version',
    '20240106000000-create_carts.sql:1 bad-file-name',
  ]],
  ['alembic-shop', [
    'versions/2b7d4e0c9a22_index_customers.py:16 require-concurrent-index-creation',
    'versions/3c91b6a1f033_index_phones.py:16 ban-concurrent-in-transaction',
    'versions/4d02c7b2e144_drop_phone.py:20 ban-drop-column',
    'versions/4d02c7b2e144_drop_phone.py:26 syntax-error',
    'versions/5e33d8c3d255_create_coupons.py:10 multiple-heads',
    'versions/6f44e9d4c366_create_wishes.py:10 multiple-heads',
    'versions/7a55f0e5b477_create_carts.py:11 missing-parent',
    'versions/shared.py:1 not-a-migration',
  ]],
  ['django-shop', [
    '0002_email_index.py:11 require-concurrent-index-creation',
    '0003_phone_index.py:12 ban-concurrent-in-transaction',
    '0004_drop_phone.py:11 ban-drop-column',
    '0004_drop_phone.py:12 irreversible-migration',
    '0004_drop_phone.py:12 syntax-error',
    '0005_coupon.py:4 multiple-heads',
    '0005_wish.py:4 multiple-heads',
    'helper.py:1 not-a-migration',
    '0002_total.py:8 missing-parent',
    '0002_total.py:12 adding-required-field',
  ]],
  ['node-pg-migrate-shop', [
    '1704153600000_index-customers.js:2 require-concurrent-index-creation',
    '1704240000000_index-phones.sql:2 ban-concurrent-in-transaction',
    '1704326400000_drop-phone.js:3 ban-drop-column',
    '1704412800000_add-tier.ts:5 adding-required-field',
    'create-carts.sql:1 bad-file-name',
  ]],
  ['sqitch-shop', [
    'deploy/carts.sql:1 journal-mismatch',
    'deploy/drop_phone.sql:1 missing-down-migration',
    'deploy/drop_phone.sql:7 ban-drop-column',
    'deploy/index_customers.sql:4 require-concurrent-index-creation',
    'deploy/index_phones.sql:6 ban-concurrent-in-transaction',
    'sqitch.plan:8 journal-mismatch',
    'sqitch.plan:9 journal-mismatch',
  ]],
  ['flyway-healthy', []],
  ['alembic-healthy', []],
  ['django-healthy', []],
  ['golang-healthy', []],
  ['dbmate-healthy', []],
  ['goose-healthy', []],
  ['liquibase-healthy', []],
  ['sqlx-healthy', []],
  ['supabase-healthy', []],
  ['atlas-healthy', []],
  ['graphile-migrate-healthy', []],
  ['plain-healthy', []],
  ['drizzle-healthy', []],
  ['diesel-healthy', []],
  ['refinery-healthy', []],
  ['prisma-healthy', []],
  ['node-pg-migrate-healthy', []],
  ['sqitch-healthy', []],
])('check finds the mistakes of %s, and nothing else', async (sample, found) => {
  const { code, problems } = await check(`test/projects/${sample}`);
  expect(problems.map(it => `${it.path.replace(/^.*\/(?:migrat(?:e|ions?)|changelog|drizzle|sqitch-shop)\//, '')}:${it.range.start.line + 1} ${it.rule}`)).toEqual(found);
  expect(code).toBe(found.length > 0 ? 1 : 0);
});

interface Printed {
  readonly problems: readonly { readonly path: string; readonly rule: string; readonly range: { readonly start: { readonly line: number } } }[];
}

function check(path: string): Promise<Printed & { readonly code: number }> {
  return new Promise((done, failed) => {
    const child = execFile(process.execPath, [resolve('out/cli.js'), 'check', path, '--format', 'json'], (error, out) => {
      if (error && typeof error.code !== 'number') failed(error);
      else done({ ...JSON.parse(out) as Printed, code: child.exitCode ?? 0 });
    });
  });
}
