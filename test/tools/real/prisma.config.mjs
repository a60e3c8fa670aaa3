import { PrismaPg } from '@prisma/adapter-pg';

// Prisma's engine as WebAssembly, which comes with npm; the one for this machine is downloaded from elsewhere.
// The adapter cuts scripts at every semicolon and does not know the type `name`: here it does as the engine's own driver.

const root = process.env.MIGRATION_LENS_ROOT;

export default {
  schema: `${root}/schema.prisma`,
  migrations: { path: `${root}/migrations` },
  experimental: { adapter: true },
  engine: 'js',
  adapter: async () => {
    const factory = new PrismaPg({ connectionString: process.env.DATABASE_URL });
    return { ...factory, provider: factory.provider, adapterName: factory.adapterName, connect: async () => asTheEngine(await factory.connect()), connectToShadowDb: () => factory.connectToShadowDb() };
  },
};

function asTheEngine(adapter) {
  const own = {
    queryRaw: query => adapter.queryRaw({ ...query, sql: query.sql.replace(/\.(relname|nspname) AS/g, '.$1::text AS') }),
    executeScript: script => adapter.underlyingDriver().query(script).then(() => undefined, error => adapter.onError(error)),
  };
  return new Proxy(adapter, {
    get(target, key) {
      if (key in own) return own[key];
      const value = target[key];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
