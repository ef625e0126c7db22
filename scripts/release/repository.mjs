// The address of the repository is set in one place: `repository` in package.json. What has to name it in a file of its
// own (GitHub reads no variables there) is listed here, is written by `npm run release -- --repository URL`, and is
// checked by a test and by `npm run release -- --check`.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** @typedef {{ address: string, owner: string, name: string }} Repository `address` is https://github.com/OWNER/NAME */

const PATTERN = /^(?:git\+)?https:\/\/github\.com\/([A-Za-z0-9][A-Za-z0-9-]*)\/([\w.-]+?)(?:\.git)?\/?$/;

/** @returns {Repository} @throws Error where the text is not the address of a GitHub repository */
export function parseRepository(text) {
  const match = PATTERN.exec(text);
  if (match === null)
    throw new Error(`"${text}" is not the address of a repository: write https://github.com/OWNER/NAME.`);
  const [, owner, name] = match;
  return { address: `https://github.com/${owner}/${name}`, owner, name };
}

/** The fields of package.json that say where the project lives. */
export const manifestFields = ({ address }) => ({
  repository: { type: 'git', url: `git+${address}.git` },
  bugs: { url: `${address}/issues` },
  homepage: `${address}#readme`,
});

/** Files that name the repository, and how the part that names it looks. The group is what stands there. */
const MENTIONS = [
  ['.github/CODEOWNERS', /^\* @(\S+)$/m, ({ owner }) => owner],
  ['.github/ISSUE_TEMPLATE/config.yml', /url: (\S+)\/security\/advisories\/new$/m, ({ address }) => address],
  ['docs/continuous-integration.md', /repository: (\S+), path: \.label-audit-tool/, (it) => `${it.owner}/${it.name}`],
  ['SUPPORT.md', /open an \[issue\]\((\S+)\/issues\)/, ({ address }) => address],
  ['docs/library.md', /- uses: (\S+)@v/, (it) => `${it.owner}/${it.name}`],
  ['docs/library.md', /- repo: (\S+)$/m, ({ address }) => address],
];

/** @returns {Promise<Repository>} what package.json of the folder `root` says */
export async function readRepository(root) {
  const { repository } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  return parseRepository(repository?.url ?? '');
}

/** What of the folder `root` names another repository than package.json's `repository`; one line each, empty if nothing. */
export async function repositoryProblems(root) {
  const repository = await readRepository(root);
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const problems = [];
  for (const [field, wanted] of Object.entries(manifestFields(repository))) {
    if (JSON.stringify(manifest[field]) !== JSON.stringify(wanted))
      problems.push(`package.json: ${field} should be ${JSON.stringify(wanted)}.`);
  }
  for (const [file, pattern, wanted] of MENTIONS) {
    const found = pattern.exec(await readFile(join(root, file), 'utf8'))?.[1];
    if (found !== wanted(repository))
      problems.push(`${file} names ${found ?? 'no repository'}, not ${wanted(repository)}.`);
  }
  return problems.map((problem) => `${problem} Run: npm run release -- --repository ${repository.address}`);
}

/** Writes the address into package.json and into everything that names it. */
export async function setRepository(root, address) {
  const repository = parseRepository(address);
  const file = join(root, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, `${JSON.stringify({ ...manifest, ...manifestFields(repository) }, null, 2)}\n`);
  for (const [name, pattern, wanted] of MENTIONS) {
    const text = await readFile(join(root, name), 'utf8');
    if (!pattern.test(text))
      throw new Error(`${name} has no place that names the repository: see scripts/release/repository.mjs.`);
    const replaced = text.replace(pattern, (whole, said) => whole.replace(said, () => wanted(repository)));
    await writeFile(join(root, name), replaced);
  }
}
