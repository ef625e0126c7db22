// What `esbuild.mjs --watch` does: bundles are made anew when what is in them changes, and kernels too, which esbuild
// knows nothing of.
import { context } from 'esbuild';
import { watch } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const say = (line) => console.log(`watch: ${line}`);

/**
 * Builds and goes on watching. Resolves after the first build of all.
 * @param {import('esbuild').BuildOptions[]} bundles
 * @param {(metafiles: import('esbuild').Metafile[]) => Promise<void>} afterBuild called whenever a bundle was made and there
 *   is one of each
 */
export async function watchBundles(bundles, afterBuild) {
  const metafiles = new Map();
  // One after the other: they write the same file.
  let after = Promise.resolve();
  const firsts = bundles.map(async (options) => {
    let ended;
    const first = new Promise((resolve) => (ended = resolve));
    const note = {
      name: 'note-build',
      setup({ onEnd }) {
        onEnd(async ({ metafile, errors }) => {
          if (metafile) metafiles.set(options.outfile, metafile);
          if (metafiles.size === bundles.length && errors.length === 0)
            await (after = after.then(() => afterBuild([...metafiles.values()])));
          ended();
        });
      },
    };
    const plugins = [...(options.plugins ?? []), note];
    await (await context({ ...options, plugins, metafile: true, logLevel: 'info' })).watch();
    await first;
  });
  await Promise.all(firsts);
  say(metafiles.size === bundles.length ? 'all bundles are made' : 'some bundles have errors; correct them and save');
}

/**
 * Compiles AssemblyScript again when it changes. A fault is told, and the last good kernels stay.
 * @param {{ assembly: string, compileAll: () => Promise<void> }[]} kernels
 */
export function watchKernels(kernels) {
  for (const { assembly, compileAll } of kernels) {
    let wanted = 0;
    let queue = Promise.resolve();
    watch(assembly, { recursive: true }, () => {
      const turn = ++wanted;
      queue = queue.then(async () => {
        // Editors save in several steps.
        await sleep(100);
        if (turn !== wanted) return;
        try {
          await compileAll();
          say(`${assembly} is compiled`);
        } catch (error) {
          say(error instanceof Error ? error.message : String(error));
        }
      });
    });
  }
}
