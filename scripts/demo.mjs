// `npm run demo`: makes a data set of real handwritten digits with some labels wrong, audits it with the built command
// line, and says how many of the planted errors were found.
import { spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { averagePrecision } from './average-precision.mjs';
import { random, readDigits, writeDigits } from './mnist.mjs';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'samples', 'mnist');
const DIGITS = 2000;
const WRONG = 0.05;
const SEED = 0;
const AUDIT_FLAGS = ['--seed', String(SEED)];

/** Runs label-audit; resolves to its stdout, or '' where that was shown as it came. */
function labelAudit(args, show) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, 'dist', 'cli.mjs'), ...args], {
      cwd: ROOT,
      stdio: ['ignore', show ? 'inherit' : 'pipe', 'inherit'],
    });
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(chunks).toString());
      else reject(new Error(`label-audit ${args[0]} ended with exit code ${code}.`));
    });
  });
}

/** Writes the data set; resolves to whether each label was changed. */
async function makeDataset() {
  await rm(FOLDER, { recursive: true, force: true });
  const digits = await readDigits(DIGITS, SEED);
  const paths = await writeDigits(digits, FOLDER);
  const next = random(SEED + 1);
  const order = digits.map((_, i) => i);
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(next() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  const planted = digits.map(() => false);
  for (const i of order.slice(0, Math.round(WRONG * DIGITS))) planted[i] = true;
  const given = digits.map(({ label }, i) => (planted[i] ? (label + 1 + Math.floor(next() * 9)) % 10 : label));
  const csv = (header, column) => [header, ...paths.map((path, i) => `${path},${column[i]}`)].join('\n') + '\n';
  await writeFile(join(FOLDER, 'labels.csv'), csv('image,label', given));
  await writeFile(
    join(FOLDER, 'truth.csv'),
    csv(
      'image,true_label',
      digits.map(({ label }) => label),
    ),
  );
  return { planted, truth: digits.map(({ label }) => String(label)) };
}

const percent = (share) => `${(100 * share).toFixed(1)}%`;

const started = performance.now();
const { planted, truth } = await makeDataset();
const errors = planted.filter(Boolean).length;
console.log(`Made samples/mnist: ${DIGITS} handwritten digits, ${errors} of their labels changed (seed ${SEED}).`);
console.log(`$ label-audit audit samples/mnist ${AUDIT_FLAGS.join(' ')}\n`);
await labelAudit(['audit', FOLDER, ...AUDIT_FLAGS], true);

const arrays = join(FOLDER, '.label-audit');
const report = JSON.parse(await readFile(join(arrays, 'report.json'), 'utf8'));
// The pictures' names hold neither commas nor quotes.
const lines = (await readFile(join(arrays, 'paths.csv'), 'utf8')).trim().split('\n').slice(1);
const paths = lines.map((line) => line.slice(0, line.indexOf(',')));

if (paths.length !== DIGITS) throw new Error(`The audit read ${paths.length} of ${DIGITS} pictures.`);
const { scores } = JSON.parse(
  await labelAudit(
    ['scores', '--labels', join(arrays, 'labels.npy'), '--pred-probs', join(arrays, 'pred_probs.npy'), '--json'],
    false,
  ),
);

// Digit i was written as the i-th line, and its path says so.
const digitOf = paths.map((path) => Number(/(\d+)\.png$/.exec(path)[1]));
const hits = report.issues.filter((issue) => planted[digitOf[issue.index]]);
const mended = hits.filter((issue) => issue.suggestedLabel === truth[digitOf[issue.index]]);
const ranking = averagePrecision(
  scores.map((score) => -score),
  digitOf.map((i) => planted[i]),
);
console.log(`\nHere the truth is known: ${errors} labels were changed on purpose.
  precision          ${percent(hits.length / report.issues.length)}  (${hits.length} of the ${report.issues.length} flagged labels had been changed)
  recall             ${percent(hits.length / errors)}  (${hits.length} of the ${errors} changed labels were flagged)
  right suggestion   ${percent(mended.length / hits.length)}  (of those found, the suggested label is the true one)
  average precision  ${ranking.toFixed(3)}  (ranking every label by its quality, lowest first)
Everything above took ${((performance.now() - started) / 1000).toFixed(0)} s.`);
