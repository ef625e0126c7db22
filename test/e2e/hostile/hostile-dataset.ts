import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '../../harness/index.ts';

const run = promisify(execFile);

/** What each attack would do if it ran. */
const RUN = 'window.attacked=1';
/** The command that a link of an attack would start: it opens a tab that a test can see. */
export const COMMAND = 'workbench.action.files.newUntitledFile';

export const IMG = `<img src=x onerror=${RUN}>`;
export const LINK = `[x](command:${COMMAND})`;

/** One for each digit of the sample. */
export const CLASSES = [
  IMG,
  `"><svg onload=${RUN}>`,
  '__proto__',
  LINK,
  `</style><script>${RUN}</script>\${${RUN}}{{${RUN}}}{0}`,
  '$(trash) \u202egnp.evil',
  'constructor',
  `long ${'A'.repeat(10_000)}<b>`,
  'red \u001b[31m\u009b31m line\nbreak',
  `<a href="javascript:${RUN}">\`a\`</a>|*b*`,
] as const;

export const SPLITS = [`<script>${RUN}</script>`, `test ${LINK}`] as const;

/** Names of pictures, by their number. */
const FILES = [
  (i: number) => `${i}${IMG}.png`,
  (i: number) => `${i}${LINK}.png`,
  (i: number) => `![${i}](http:evil.example).png`,
  (i: number) => `${i}"><script>${RUN}<script>.png`,
  (i: number) => `${i}\u202egnp.js\`$(trash)\${${RUN}}.png`,
  (i: number) => `${i}line\nbreak\u001b[2J.png`,
  (i: number) => `${i}${'n'.repeat(200)}.png`,
  (i: number) => `${i}.png`,
];

export interface HostileDataset {
  readonly folder: string;
  readonly remove: () => Promise<void>;
  /** A report in a format, as the command line prints it. */
  readonly report: (format: string) => Promise<string>;
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const quick = ['--epochs', '1', '--image-size', '8', '--quiet'];
const cli = (...args: string[]) =>
  run(process.execPath, [join(repositoryRoot, 'dist', 'cli.mjs'), ...args], { maxBuffer: 1 << 27 });

/**
 * The sample with an attack for every name in it: folder, columns, pictures, labels, splits; audited, and compared.
 * It has problems as well, and a label has been changed since the audit.
 */
export async function makeHostileDataset(): Promise<HostileDataset> {
  const parent = await mkdtemp(join(tmpdir(), 'label-audit-hostile-'));
  const folder = join(parent, `${LINK} ${IMG}`);
  await mkdir(folder);
  await cp(join(repositoryRoot, 'dist', 'sample', 'images'), join(folder, 'images'), { recursive: true });
  const text = await readFile(join(repositoryRoot, 'dist', 'sample', 'labels.csv'), 'utf8');
  const rows: string[] = [['image', 'label', 'split', IMG].map(quoted).join(',')];
  for (const [i, line] of text.trim().split('\n').slice(1).entries()) {
    const [path, digit] = line.split(',');
    const name = `images/${FILES[i % FILES.length](i)}`;
    await rename(join(folder, path), join(folder, name));
    rows.push([name, CLASSES[Number(digit)], SPLITS[i % 5 === 0 ? 1 : 0], LINK].map(quoted).join(','));
  }
  const missing = `images/gone ${IMG}.png`;
  const labels = `${rows.join('\r\n')}\r\n${quoted(missing)},${quoted(LINK)},,\r\n`;
  await writeFile(join(folder, 'labels.csv'), labels);
  // Good enough to judge: what a weaker one says is not in Problems.
  const flags = [
    '--model',
    'small-cnn',
    '--preset',
    'fast',
    '--filter-by',
    'predicted_neq_given',
    '--folds',
    '2',
    '--quiet',
  ];
  await cli('audit', folder, ...flags);
  await cli('compare', folder, '--prune', '--all', '--test-split', SPLITS[1], '--repeats', '2', ...quick);
  return {
    folder,
    remove: () => rm(parent, { recursive: true, force: true }),
    report: async (format) => {
      const { stdout } = await cli('audit', folder, ...flags, '--format', format);
      return stdout;
    },
  };
}
