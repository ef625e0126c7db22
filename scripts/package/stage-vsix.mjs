// Puts together the folder that a VSIX is made of: the bundles, and sharp with its native library, for one platform.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { BUNDLE, inLanguage, LANGUAGES, MANIFEST_TEXTS } from '../l10n/texts.mjs';
import { HERE, isRuntimeFile, NATIVE, runtimePackages } from './shipped-packages.mjs';
import { thirdPartyNotices } from './third-party-notices.mjs';

const ROOT = join(import.meta.dirname, '../..');
const at = (...parts) => join(ROOT, ...parts);

/** Files of the repository that go in as they are. */
export const PLAIN_FILES = [
  ...[MANIFEST_TEXTS, ...LANGUAGES.map((language) => inLanguage(MANIFEST_TEXTS, language))],
  ...LANGUAGES.map((language) => inLanguage(BUNDLE, language)),
  ...['README.md', 'CHANGELOG.md', 'LICENSE'],
];
/** Beside the bundles in dist/: what only developers need. */
const NOT_SHIPPED = new Set(['bench', 'bundled.json']);

/** The manifest without what matters to developers only. */
async function stagedManifest() {
  const manifest = JSON.parse(await readFile(at('package.json'), 'utf8'));
  for (const field of ['devDependencies', 'optionalDependencies', 'scripts', 'files', 'private'])
    delete manifest[field];
  return { ...manifest, dependencies: { [NATIVE]: manifest.dependencies[NATIVE] } };
}

/**
 * Fills `stage`, which is emptied first. Needs a build.
 * @param {string} stage
 * @param {import('./shipped-packages.mjs').Packed} packed
 */
export async function stageVsix(stage, packed = HERE) {
  await rm(stage, { recursive: true, force: true });
  await mkdir(stage, { recursive: true });
  await writeFile(join(stage, 'package.json'), JSON.stringify(await stagedManifest(), null, 2));
  await writeFile(join(stage, 'ThirdPartyNotices.txt'), await thirdPartyNotices(packed));
  for (const file of PLAIN_FILES) await cp(at(file), join(stage, file));
  await cp(at('media'), join(stage, 'media'), { recursive: true });
  await cp(at('dist'), join(stage, 'dist'), {
    recursive: true,
    filter: (path) => !path.endsWith('.map') && !NOT_SHIPPED.has(basename(path)),
  });
  for (const name of await runtimePackages(packed)) {
    await cp(join(packed.modules, 'node_modules', name), join(stage, 'node_modules', name), {
      recursive: true,
      filter: (path) => isRuntimeFile(path) && basename(path) !== 'node_modules',
    });
  }
}
