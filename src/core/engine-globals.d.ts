// What every JavaScript engine has, but TypeScript declares with the DOM or Node alone: core/ is to know neither.

declare function atob(base64: string): string;

declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { initial: number; maximum?: number; shared?: boolean });
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }
  const Module: new (bytes: BufferSource) => Module;
  function validate(bytes: BufferSource): boolean;
  type BufferSource = ArrayBufferView | ArrayBuffer;
  type Exports = Readonly<Record<string, unknown>>;
  type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  class Instance {
    constructor(module: Module, imports?: Imports);
    readonly exports: Exports;
  }
  function instantiate(
    bytes: BufferSource,
    imports?: Imports,
  ): Promise<{ readonly module: Module; readonly instance: Instance }>;
}
