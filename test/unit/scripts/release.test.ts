import { execFileSync, spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readChangelog } from '../../../scripts/release/changelog.mjs';

const ROOT = join(import.meta.dirname, '../../..');
/** What of the repository a release looks at. */
const FILES = [
  'package.json',
  'package-lock.json',
  'CHANGELOG.md',
  '.github/CODEOWNERS',
  '.github/ISSUE_TEMPLATE/config.yml',
  'SUPPORT.md',
  'docs/continuous-integration.md',
  'docs/library.md',
];
const CHANGELOG = '# Changelog\n\n## 0.3.0 (unreleased)\n\n- Reads more.\n\n## 0.2.0 (2026-01-31)\n\n- Reads.\n';

let root: string;

function git(...args: string[]): string {
  const own = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...own, ...args], { cwd: root, encoding: 'utf8' }).trimEnd();
}

function release(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.org' };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'scripts/release/main.mjs'), '--root', root, ...args],
    { encoding: 'utf8', env: { ...env, GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.org' } },
  );
  return { code: status, stdout, stderr };
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(join(root, file), change(await readFile(join(root, file), 'utf8')));
}

const commit = (): string => git('commit', '--quiet', '--all', '--message', 'Changed');

/** The repository of every test, made once: version 0.2.0, with an unreleased 0.3.0 in the changelog. */
let first: string;
beforeAll(async () => {
  root = first = await mkdtemp(join(tmpdir(), 'label-audit-release-first-'));
  for (const file of FILES) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await cp(join(ROOT, file), join(root, file));
  }
  await writeFile(join(root, 'CHANGELOG.md'), CHANGELOG);
  for (const file of ['package.json', 'package-lock.json'])
    await edit(file, (text) =>
      text.replace(/"version": "[^"]+"/g, (said, at) => (at < 300 ? '"version": "0.2.0"' : said)),
    );
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'First');
});
afterAll(() => rm(first, { recursive: true, force: true }));

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'label-audit-release-'));
  await cp(first, root, { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('npm run release -- VERSION', () => {
  it('dates the changelog, sets the version in both files, commits, tags, and then the check agrees', async () => {
    const { code, stdout, stderr } = release('0.3.0');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('git push origin HEAD v0.3.0');
    expect(stdout).toContain('for the pre-release channel');
    expect(release('--channel').stdout).toBe('pre-release\n');
    expect(git('status', '--porcelain')).toBe('');
    expect(git('log', '-1', '--format=%s')).toBe('Release 0.3.0');
    expect(git('rev-parse', 'v0.3.0^{commit}')).toBe(git('rev-parse', 'HEAD'));
    expect(git('diff', '--stat', 'HEAD~', '--', 'package-lock.json')).toMatch(/\| 4 \+\+--/);
    expect(await readFile(join(root, 'CHANGELOG.md'), 'utf8')).toMatch(/^## 0\.3\.0 \(\d{4}-\d\d-\d\d\)$/m);
    expect(release('--check', '--tag', 'v0.3.0')).toEqual({
      code: 0,
      stdout: 'This commit can be released.\n',
      stderr: '',
    });
    expect(release('--notes', '--tag', 'v0.3.0').stdout).toBe('- Reads more.\n');
    expect(release('--notes', '--tag', 'v0.2.0').stdout).toBe('- Reads.\n');
  });

  it.each([
    [['0.1.9'], /0\.1\.9 is below 0\.2\.0/],
    [['v0.3.0'], /"v0\.3\.0" is no version/],
    [['0.3.0-beta'], /"0\.3\.0-beta" is no version/],
    [[], /Say one of/],
    [['0.3.0', '--check'], /Say one of/],
  ])('%j is refused, and changes nothing', (args, message) => {
    const { code, stderr } = release(...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(git('status', '--porcelain')).toBe('');
    expect(git('tag', '--list')).toBe('');
  });

  it('of an even middle number goes to the release channel', async () => {
    await edit('CHANGELOG.md', (text) => text.replace('0.3.0 (unreleased)', '0.4.0 (unreleased)'));
    commit();
    expect(release('0.4.0').stdout).toContain('for the release channel');
    expect(release('--channel').stdout).toBe('release\n');
  });

  it('is refused where something is not committed, or nothing is new', async () => {
    await edit('CHANGELOG.md', (text) => text.replace('0.3.0 (unreleased)', '0.3.0 (2026-02-01)'));
    expect(release('0.3.0').stderr).toMatch(/not clean: CHANGELOG\.md/);
    commit();
    expect(release('0.3.0').stderr).toMatch(/no unreleased entry on top/);
    expect(git('tag', '--list')).toBe('');
  });
});

describe('npm run release -- --check', () => {
  it.each<[string, string, (text: string) => string, RegExp]>([
    [
      'another version on top',
      'CHANGELOG.md',
      (text) => text,
      /begins with 0\.3\.0, but package\.json has version 0\.2\.0/,
    ],
    ['no date', 'CHANGELOG.md', (text) => text, /0\.3\.0 is unreleased/],
    [
      'a date to come',
      'CHANGELOG.md',
      (text) => text.replace('unreleased', '2999-01-01'),
      /2999-01-01, which is no day up to/,
    ],
    [
      'a date that is none',
      'CHANGELOG.md',
      (text) => text.replace('unreleased', '2026-02-45'),
      /2026-02-45, which is no day/,
    ],
    ['nothing to say', 'CHANGELOG.md', (text) => text.replace('- Reads more.', ''), /says nothing of 0\.3\.0/],
    ['a version twice', 'CHANGELOG.md', (text) => text.replace('0.3.0', '0.2.0'), /two entries for 0\.2\.0/],
    [
      'a heading of another form',
      'CHANGELOG.md',
      (text) => text.replace('(unreleased)', 'soon'),
      /line 3: "## 0\.3\.0 soon"/,
    ],
    [
      'another lockfile',
      'package-lock.json',
      (text) => text.replace('"version": "0.2.0"', '"version": "0.1.0"'),
      /package-lock\.json: version is 0\.1\.0/,
    ],
    ['another repository', '.github/CODEOWNERS', (text) => text.replace('* @', '* @x'), /CODEOWNERS names x/],
    ['another homepage', 'package.json', (text) => text.replace('#readme', ''), /package\.json: homepage should be/],
  ])('finds %s', async (_, file, change, message) => {
    await edit(file, change);
    const { code, stdout, stderr } = release('--check');
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
  });

  it('finds a tree with changes, a tag of another version, and a tag of another commit', async () => {
    expect(release('--check').stderr).not.toMatch(/not clean/);
    await writeFile(join(root, 'stray.txt'), 'stray');
    expect(release('--check').stderr).toMatch(/not clean: stray\.txt/);
    expect(release('--check', '--tag', 'v0.3.0').stderr).toMatch(
      /The tag is v0\.3\.0, but package\.json asks for v0\.2\.0/,
    );
    expect(release('--check', '--tag', 'v0.2.0').stderr).toMatch(/no tag v0\.2\.0 here/);
    git('tag', 'v0.2.0');
    await edit('CHANGELOG.md', (text) => `${text}\n`);
    commit();
    expect(release('--check').stderr).toMatch(/v0\.2\.0 is another commit/);
  });
});

describe('npm run release -- --repository', () => {
  it('writes the address wherever it stands', async () => {
    expect(release('--repository', 'https://github.com/Ada-1/labels.js').stderr).toBe('');
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
    expect(manifest.bugs).toEqual({ url: 'https://github.com/Ada-1/labels.js/issues' });
    expect(await readFile(join(root, '.github/CODEOWNERS'), 'utf8')).toContain('\n* @Ada-1\n');
    expect(release('--check').stderr).not.toMatch(/repository|homepage|names/);
    const all = await Promise.all(FILES.map((file) => readFile(join(root, file), 'utf8')));
    expect(all.filter((text) => text.includes('label-audit/label-audit'))).toEqual([]);
  });

  it('refuses what is no repository', () => {
    expect(release('--repository', 'example.org').stderr).toMatch(/"example\.org" is not the address of a repository/);
    expect(git('status', '--porcelain')).toBe('');
  });
});

describe('readChangelog', () => {
  it('reads ours', async () => {
    const entries = readChangelog(await readFile(join(ROOT, 'CHANGELOG.md'), 'utf8'));
    expect(entries.length).toBeGreaterThan(0);
    for (const { body } of entries) expect(body).toMatch(/^- /);
  });
});
