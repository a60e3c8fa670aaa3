import module from 'node:module';

/** From Node 22.1 on, what V8 has compiled of the bundles that are loaded after this is kept on the disk for the next start. */
export function keepCompiledCode(): void {
  (module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
}
