// Puts together the folder that the npm package is made of: the command line, and the core as a library with its types.
import { build } from 'esbuild';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { NATIVE } from './shipped-packages.mjs';
import { thirdPartyNotices } from './third-party-notices.mjs';

const ROOT = join(import.meta.dirname, '../..');
const at = (...parts) => join(ROOT, ...parts);

/** In dist/ for VS Code alone, or for developers. */
const NOT_SHIPPED =
  /(?:\.map$|[\\/]extension(?:-[\w-]+)?\.cjs$|[\\/]webview\.js$|[\\/]bench(?:$|[\\/])|[\\/]bundled\.json$)/;

/** What npm reads of the package. */
async function npmManifest() {
  const { name, version, description, license, repository, bugs, homepage, keywords, engines, dependencies, bin } =
    JSON.parse(await readFile(at('package.json'), 'utf8'));
  return {
    ...{ name, version, description, license, repository, bugs, homepage, keywords, bin },
    type: 'module',
    engines: { node: engines.node },
    exports: {
      './core': { types: './core/index.d.ts', default: './core/index.js' },
      './package.json': './package.json',
    },
    sideEffects: false,
    dependencies: { [NATIVE]: dependencies[NATIVE] },
  };
}

/** The core as one ES module that bundlers can take parts of, for browsers and Node alike. */
async function stageCore(folder) {
  await build({
    entryPoints: [at('src/core/index.ts')],
    outfile: join(folder, 'index.js'),
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'warning',
  });
  const types = at('.types/core');
  const names = (await readdir(types, { recursive: true })).filter((name) => name.endsWith('.d.ts'));
  if (!names.includes('index.d.ts'))
    throw new Error('The types of the core are missing: run npx tsc -b src/core first.');
  for (const name of names) {
    const text = await readFile(join(types, name), 'utf8');
    const file = join(folder, name);
    await mkdir(join(file, '..'), { recursive: true });
    // TypeScript of users finds `x.d.ts` by `x.js`.
    await writeFile(
      file,
      text
        .replaceAll(
          /(from '\.{1,2}\/[^']+|import\('\.{1,2}\/[^']+|from "\.{1,2}\/[^"]+|import\("\.{1,2}\/[^"]+)\.ts(['"])/g,
          '$1.js$2',
        )
        .replaceAll(/\n\/\/# sourceMappingURL=.*/g, ''),
    );
  }
}

/** Fills `stage`, which is emptied first. Needs a build and the types of the core. */
export async function stageNpm(stage) {
  await rm(stage, { recursive: true, force: true });
  await mkdir(stage, { recursive: true });
  await writeFile(join(stage, 'package.json'), `${JSON.stringify(await npmManifest(), null, 2)}\n`);
  await writeFile(join(stage, 'ThirdPartyNotices.txt'), await thirdPartyNotices());
  for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE']) await cp(at(file), join(stage, file));
  await cp(at('dist'), join(stage, 'dist'), {
    recursive: true,
    filter: (path) => !NOT_SHIPPED.test(path.replaceAll(sep, '/')),
  });
  await stageCore(join(stage, 'core'));
}
