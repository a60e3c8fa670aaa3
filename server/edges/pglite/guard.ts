/**
 * A superuser's SQL can write a file and LOAD it, and Emscripten runs JavaScript that a module carries (`EM_JS`, `EM_ASM`):
 * that would be a way out of the engine. PostgreSQL's own libraries carry none, so a module that does is refused.
 */
export function guardWebAssembly(): void {
  const { Module, compile, instantiate } = WebAssembly;
  const guarded = {
    Module: new Proxy(Module, { construct: (Original, [bytes]: [Uint8Array]) => checked(new Original(bytes)) }),
    compile: async (bytes: Uint8Array) => checked(await compile(bytes)),
    instantiate: async (source: Uint8Array | WebAssembly.Module, imports?: WebAssembly.Imports) => {
      if (source instanceof Module) return instantiate(checked(source), imports);
      const module = checked(await compile(source));
      return { module, instance: await instantiate(module, imports) };
    },
  };
  Object.assign(WebAssembly, guarded);

  function checked(module: WebAssembly.Module): WebAssembly.Module {
    const carries = Module.exports(module).some(({ name }) => /^__em_|^__(?:start|stop)_em_/.test(name))
      || Module.imports(module).some(({ name }) => /^emscripten_(?:run_script|asm_const)/.test(name));
    if (carries) throw new WebAssembly.CompileError('This module carries JavaScript, which no library of PostgreSQL does');
    return module;
  }
}
