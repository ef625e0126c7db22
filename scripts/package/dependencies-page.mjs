// Writes docs/dependencies.md: what of others is shipped, from the build's metafiles and package-lock.json.
//   npm run docs:dependencies      (after a build)
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { familyOf, isAllowed, PURPOSES, shippedPackages } from './shipped-packages.mjs';

const ROOT = join(import.meta.dirname, '../..');
export const PAGE = join(ROOT, 'docs', 'dependencies.md');

const size = (bytes) =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** The part of the product that a file belongs to. */
function partOf(place) {
  if (place.startsWith('cli')) return 'command line';
  if (place.startsWith('extension')) return 'extension';
  // A bundle of its own that all others load where they need it.
  if (/\.cjs$/.test(place)) return 'command line, engine, extension';
  return { 'webview.js': 'panel', 'sample/': 'sample', 'node_modules/': 'node_modules' }[place] ?? 'engine';
}

/** The page, as it should be now. Throws where a package has no purpose, or a licence that is not allowed. */
export async function dependenciesPage() {
  const shipped = await shippedPackages();
  const { packages } = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8'));
  // Also those of other platforms, which are shipped in their VSIX.
  const locked = Object.keys(packages).map((folder) => [folder.split('node_modules/').at(-1), packages[folder]]);
  for (const [name, { license }] of locked) {
    if (name.startsWith('@img/') && !isAllowed(name, license)) throw new Error(`${name} has the licence ${license}.`);
  }
  const rows = shipped.map(({ name, version, licence, places, bytes }) => {
    const family = familyOf(name);
    const purpose = PURPOSES[family];
    if (purpose === undefined)
      throw new Error(`${name} is shipped, but scripts/package/shipped-packages.mjs does not say what for.`);
    if (!isAllowed(name, licence)) throw new Error(`${name} has the licence ${licence}, which is not allowed for it.`);
    const shown = family === name ? name : `${family}-*`;
    return `| ${shown} | ${version} | ${licence} | ${purpose} | ${[...new Set(places.map(partOf))].sort().join(', ')} | ${size(bytes)} |`;
  });
  const text = `# What is shipped of others

Made by \`npm run docs:dependencies\` from the build, package-lock.json and models/; do not edit. A test fails while it is out of date, or
while a package has a licence that scripts/package/shipped-packages.mjs does not allow. The licences in full are in
ThirdPartyNotices.txt of the VSIX.

All of these are bundled into the parts named, or lie in the VSIX's node_modules; all other packages of package.json are
for developers and are not shipped. Label Audit has no install script. What makes training
faster, \`@tensorflow/tfjs-node\` or \`webgpu\` with \`@tensorflow/tfjs-backend-webgpu\`, is optional, is never in the VSIX, and is
loaded only where a user has installed it. \`node-fetch\`, which TensorFlow.js would load models with, is left out of the bundles: what stands in its place refuses.

| package | version | licence | what for | where | size |
| --- | --- | --- | --- | --- | ---: |
${rows.join('\n')}
`;
  return format(text, { ...(await resolveConfig(PAGE)), filepath: PAGE });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  await writeFile(PAGE, await dependenciesPage());
