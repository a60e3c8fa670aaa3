/** What of WebAssembly's interface is used here: TypeScript has it among the browser's types only. */
declare namespace WebAssembly {
  type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  class Module {
    constructor(bytes: Uint8Array);
    static exports(module: Module): readonly { readonly name: string }[];
    static imports(module: Module): readonly { readonly name: string }[];
  }
  class Instance {
    readonly exports: Imports[string];
  }
  class CompileError extends Error {}
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports?: Imports): Promise<Instance>;
}
