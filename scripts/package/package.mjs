// Makes a VSIX with only what runs on one platform: the bundles, and sharp with its native library. Any machine makes those of
// all platforms: sharp's packages for another one come from the npm registry, by our lockfile.
//   npm run package -- [--target T]... [--no-build] [--out FILE] [--pre-release | --no-pre-release]
//   npm run package:all
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildExtension } from '../../test/harness/bundle.mjs';
import { installVsce, repositoryRoot } from '../../test/harness/install.mjs';
import { isPreRelease } from '../release/channel.mjs';
import { packagesFor, platformOf, PLATFORMS, thisPlatform } from './platforms.mjs';
import { HERE, NATIVE } from './shipped-packages.mjs';
import { PLAIN_FILES, stageVsix } from './stage-vsix.mjs';
import { openVsix, vsixProblems } from './vsix-problems.mjs';

const STAGE = join(repositoryRoot, '.vsix-stage');

const at = (...parts) => join(repositoryRoot, ...parts);

/** Makes one VSIX, and opens it again. @throws Error that says what is wrong with it */
async function makeVsix(platform, out, { vsce, preRelease }) {
  const isHere = platform.target === thisPlatform().target;
  await stageVsix(STAGE, isHere ? HERE : { platform, modules: await packagesFor(NATIVE, platform) });
  try {
    const args = ['package', '--target', platform.target, '--out', out, ...(preRelease ? ['--pre-release'] : [])];
    const { status, stdout, stderr } = spawnSync(process.execPath, [vsce, ...args], { cwd: STAGE, encoding: 'utf8' });
    if (status !== 0) throw new Error(`vsce failed:\n${stdout}${stderr}`);
  } finally {
    await rm(STAGE, { recursive: true, force: true });
  }
  const bytes = await readFile(out);
  const problems = vsixProblems(bytes, platform, { isPreRelease: preRelease });
  if (problems.length > 0)
    throw new Error([`${relative(repositoryRoot, out)} is not as it should be:`, ...problems].join('\n'));
  const channel = preRelease ? ', pre-release' : '';
  console.log(
    `${relative(repositoryRoot, out)}: ${openVsix(bytes).files.size} files, ${(bytes.length / 1e6).toFixed(1)} MB${channel}`,
  );
}

async function main() {
  const { values } = parseArgs({
    options: {
      build: { type: 'boolean', default: true },
      out: { type: 'string' },
      target: { type: 'string', multiple: true },
      all: { type: 'boolean', default: false },
      'pre-release': { type: 'boolean' },
    },
    allowNegative: true,
  });
  const { name, version } = JSON.parse(await readFile(at('package.json'), 'utf8'));
  const platforms = values.all ? PLATFORMS : (values.target?.map(platformOf) ?? [thisPlatform()]);
  if (values.out !== undefined && platforms.length > 1) throw new Error('--out names one file: make one VSIX with it.');
  const missing = [...PLAIN_FILES, 'media'].filter((file) => !existsSync(at(file)));
  if (missing.length > 0) throw new Error(`The VSIX needs ${missing.join(' and ')}, which the repository lacks.`);

  const vsce = await installVsce();
  if (values.build) await buildExtension();
  const preRelease = values['pre-release'] ?? isPreRelease(version);
  for (const platform of platforms) {
    const out = resolve(values.out ?? at(`${name}-${platform.target}-${version}.vsix`));
    await makeVsix(platform, out, { vsce, preRelease });
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
