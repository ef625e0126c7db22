import { createRequire } from 'node:module';
import { InputError } from '../files/index.ts';

export type SharpModule = (typeof import('sharp'))['default'];
let loaded: Promise<SharpModule> | undefined;

/**
 * Loads sharp on first use, so that importing this room stays cheap.
 * @throws InputError when its binary for this platform is not installed.
 */
export function loadSharp(): Promise<SharpModule> {
  // `import` would read through the package for names that it exports, which takes longer than to load it.
  loaded ??= Promise.resolve()
    .then(() => createRequire(import.meta.url)('sharp') as SharpModule)
    .then(
      (sharp) => {
        // Pictures are decoded side by side, so each needs only one thread; and none is decoded twice.
        sharp.concurrency(1);
        sharp.cache(false);
        return sharp;
      },
      (error: unknown) => {
        loaded = undefined;
        const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
        throw new InputError(`sharp: the picture decoder can't be loaded on this machine (${reason}); run npm install`);
      },
    );
  return loaded;
}
