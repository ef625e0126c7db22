// Makes a release, or says what keeps one from being made. Needs Node and git alone.
//   npm run release -- VERSION            dates the changelog, sets the version, commits and tags; pushes nothing
//   npm run release -- --check [--tag T]  exits with 1, one line for each reason, unless this commit can be released
//   npm run release -- --notes [--tag T]  prints what CHANGELOG.md says of the version
//   npm run release -- --channel          prints the channel that the version goes to: release or pre-release
//   npm run release -- --repository URL   sets the repository's address wherever it stands
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isPreRelease } from './channel.mjs';
import { dateChangelog, readChangelog } from './changelog.mjs';
import { checkoutProblems, git, isVersion, releaseProblems, tagOf } from './checks.mjs';
import { repositoryProblems, setRepository } from './repository.mjs';

const USAGE = 'Say one of: npm run release -- VERSION, --check, --notes, --channel or --repository URL.';

const readJson = async (file) => JSON.parse(await readFile(file, 'utf8'));
const writeJson = (file, value) => writeFile(file, `${JSON.stringify(value, null, 2)}\n`);

/** Local day, as YYYY-MM-DD. */
function today() {
  const now = new Date();
  const two = (value) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

const channelOf = (version) => (isPreRelease(version) ? 'pre-release' : 'release');

function refuse(problems) {
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

async function makeRelease(root, version) {
  const manifestFile = join(root, 'package.json');
  const lockFile = join(root, 'package-lock.json');
  const changelogFile = join(root, 'CHANGELOG.md');
  const manifest = await readJson(manifestFile);
  // All reasons are told before anything is written.
  refuse([
    ...versionProblems(manifest.version, version),
    ...checkoutProblems(root),
    ...(await repositoryProblems(root)),
  ]);
  if (git(root, 'tag', '--list', tagOf(version)) !== '') refuse([`There is a tag ${tagOf(version)} already.`]);
  const changelog = dateChangelog(await readFile(changelogFile, 'utf8'), version, today());

  const lock = await readJson(lockFile);
  await writeFile(changelogFile, changelog);
  await writeJson(manifestFile, { ...manifest, version });
  await writeJson(lockFile, {
    ...lock,
    version,
    packages: { ...lock.packages, '': { ...lock.packages[''], version } },
  });
  git(
    root,
    'commit',
    '--quiet',
    '--message',
    `Release ${version}`,
    '--',
    'CHANGELOG.md',
    'package.json',
    'package-lock.json',
  );
  refuse(await releaseProblems(root, { today: today() }));
  git(root, 'tag', '--annotate', '--message', `Label Audit ${version}`, tagOf(version));
  console.log(
    `${tagOf(version)} is committed and tagged here, for the ${channelOf(version)} channel. To publish it:\n\n  git push origin HEAD ${tagOf(version)}`,
  );
}

/** A release has a higher version than the last, but for the first one, whose version the manifest has from the start. */
function versionProblems(from, to) {
  if (!isVersion(to)) return [`"${to}" is no version: write three numbers, such as 1.2.3.`];
  const [a, b] = [from, to].map((version) => version.split('.').map(Number));
  const first = a.findIndex((part, i) => part !== b[i]);
  return first >= 0 && b[first] < a[first] ? [`${to} is below ${from}, the version of package.json.`] : [];
}

async function main() {
  const { values, positionals } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      notes: { type: 'boolean', default: false },
      channel: { type: 'boolean', default: false },
      tag: { type: 'string' },
      repository: { type: 'string' },
      root: { type: 'string', default: join(import.meta.dirname, '../..') },
    },
    allowPositionals: true,
  });
  const root = resolve(values.root);
  const asked = [values.check, values.notes, values.channel, values.repository !== undefined, positionals.length === 1];
  if (asked.filter(Boolean).length !== 1 || positionals.length > 1) throw new Error(USAGE);
  if (values.repository !== undefined) return setRepository(root, values.repository);
  if (positionals.length === 1) return makeRelease(root, positionals[0]);
  if (values.check) {
    refuse(await releaseProblems(root, { tag: values.tag, today: today() }));
    return console.log('This commit can be released.');
  }
  const { version: own } = await readJson(join(root, 'package.json'));
  if (values.channel) return console.log(channelOf(own));
  const wanted = values.tag ?? tagOf(own);
  const entries = readChangelog(await readFile(join(root, 'CHANGELOG.md'), 'utf8'));
  const entry = entries.find(({ version }) => tagOf(version) === wanted);
  if (entry === undefined) throw new Error(`CHANGELOG.md has no entry for ${wanted}.`);
  console.log(entry.body);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
