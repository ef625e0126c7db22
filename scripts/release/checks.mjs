// What must agree before a commit is released. Nothing here writes.
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readChangelog } from './changelog.mjs';
import { repositoryProblems } from './repository.mjs';

export const tagOf = (version) => `v${version}`;

/** The Marketplace takes three plain numbers and no more. */
export const isVersion = (text) => /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.test(text);

/** Runs git in the folder `root` and returns what it prints, without the last line break. */
export const git = (root, ...args) =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trimEnd();

/** Why the checkout is not exactly its commit. */
export function checkoutProblems(root) {
  const changed = git(root, 'status', '--porcelain').split('\n').filter(Boolean);
  if (changed.length === 0) return [];
  const more = changed.length > 5 ? ` and ${changed.length - 5} more` : '';
  const names = changed.slice(0, 5).map((line) => line.slice(3));
  return [`The working tree is not clean: ${names.join(', ')}${more}. Commit or stash first.`];
}

function changelogProblems(text, version, today) {
  let entries;
  try {
    entries = readChangelog(text);
  } catch (error) {
    return [error.message];
  }
  const [newest] = entries;
  if (newest === undefined) return [`CHANGELOG.md has no entry: write "## ${version} (${today})".`];
  const problems = [];
  if (newest.version !== version)
    problems.push(`CHANGELOG.md begins with ${newest.version}, but package.json has version ${version}.`);
  if (newest.date === null)
    problems.push(`CHANGELOG.md: ${newest.version} is unreleased. npm run release -- ${newest.version} dates it.`);
  else if (Number.isNaN(Date.parse(newest.date)) || newest.date > today)
    problems.push(`CHANGELOG.md: ${newest.version} has the date ${newest.date}, which is no day up to ${today}.`);
  if (newest.body === '') problems.push(`CHANGELOG.md says nothing of ${newest.version}.`);
  const versions = entries.map((entry) => entry.version);
  const twice = versions.filter((name, i) => versions.indexOf(name) !== i);
  problems.push(...twice.map((name) => `CHANGELOG.md has two entries for ${name}.`));
  return problems;
}

function tagProblems(root, version, tag) {
  if (tag !== undefined && tag !== tagOf(version))
    return [`The tag is ${tag}, but package.json asks for ${tagOf(version)}.`];
  if (git(root, 'tag', '--list', tagOf(version)) === '')
    return tag === undefined ? [] : [`There is no tag ${tag} here: fetch tags first.`];
  const [tagged, head] = [`${tagOf(version)}^{commit}`, 'HEAD'].map((name) => git(root, 'rev-parse', name));
  return tagged === head ? [] : [`${tagOf(version)} is another commit (${tagged.slice(0, 10)}) than this one.`];
}

/**
 * Every reason why the commit in the folder `root` can't be released; empty if it can.
 * @param {string} root
 * @param {{ tag?: string, today: string }} options `tag` is the one that is being released, where there is one already
 * @returns {Promise<string[]>}
 */
export async function releaseProblems(root, { tag, today }) {
  const read = (name) => readFile(join(root, name), 'utf8');
  const { version } = JSON.parse(await read('package.json'));
  const lock = JSON.parse(await read('package-lock.json'));
  const problems = isVersion(version)
    ? []
    : [`package.json: "${version}" is no version of three numbers, such as 1.2.3.`];
  for (const [place, said] of [
    ['version', lock.version],
    ['packages[""].version', lock.packages?.['']?.version],
  ]) {
    if (said !== version)
      problems.push(`package-lock.json: ${place} is ${said}, package.json's is ${version}. Run: npm install`);
  }
  return [
    ...problems,
    ...changelogProblems(await read('CHANGELOG.md'), version, today),
    ...(await repositoryProblems(root)),
    ...checkoutProblems(root),
    ...tagProblems(root, version, tag),
  ];
}
