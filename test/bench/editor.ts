// `npm run bench:editor`: what the extension costs the editor, in a real VS Code, on real pictures.
//   -- --no-audit   leaves out the audit of 2,880 pictures, which takes minutes
import { cp, link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { defaultAuditOptions } from '../../src/audit/options/audit-options.ts';
import { runAudit } from '../../src/audit/pipeline/run-audit.ts';
import { encodeNpy } from '../../src/arrays/write-npy.ts';
import { createRandom } from '../../src/training/random.ts';
import { launchBrowser, openWorkbench, repositoryRoot, startServer, webview } from '../harness/index.ts';
import { runInHost } from '../harness/host.ts';
import { BENCH, measureLine, type BenchSetup, type Measure } from './editor/editor-measures.ts';

const FLAGGED = 20_000;
const ROWS = 100_000;
const CLASSES = 10;
/** Of several labels a picture: classes, and in which rows a label is wrong. */
const [SET_CLASSES, WRONG_SET] = [500, 50];

/** As this process runs bundled, scripts are found from the repository. */
async function digitsModule(): Promise<typeof import('../../scripts/mnist.d.mts')> {
  const file = join(repositoryRoot, 'scripts', 'mnist.mjs');
  return (await import(pathToFileURL(file).href)) as typeof import('../../scripts/mnist.d.mts');
}

/**
 * A labels file of 100,000 rows, of which 20,000 have a picture and a report that flags each of them. The others name
 * no picture: an editor does not look.
 */
async function makeManyRows(folder: string): Promise<void> {
  const { readDigits, writeDigits } = await digitsModule();
  const digits = await readDigits(FLAGGED, 0);
  const paths: string[] = [];
  for (let start = 0; start < digits.length; start += 1000) {
    const part = `part${String(start / 1000).padStart(2, '0')}`;
    const written = await writeDigits(digits.slice(start, start + 1000), join(folder, part));
    paths.push(...written.map((path) => `${part}/${path}`));
  }
  const rows = paths.map((path, i) => `${path},${(digits[i].label + 1) % CLASSES}\n`);
  const labels = join(folder, 'labels.csv');
  await writeFile(labels, `image,label\n${rows.join('')}`);
  const data = new Float32Array(FLAGGED * CLASSES).fill(0.01);
  for (const [i, { label }] of digits.entries()) data[i * CLASSES + label] = 0.91;
  const predProbsFile = join(folder, 'mine.npy');
  await writeFile(
    predProbsFile,
    encodeNpy({ dtype: 'float32', shape: [FLAGGED, CLASSES], fortranOrder: false, data }, 'mine.npy'),
  );
  // All given labels are wrong by one class, which looks like columns in another order.
  const options = { ...defaultAuditOptions(labels), predProbsFile, cacheFolder: null, force: true };
  const { report } = await runAudit({ ...options, filterBy: 'predicted_neq_given' });
  if (report.issues.length !== FLAGGED) throw new Error(`Only ${report.issues.length} pictures were flagged.`);
  const others = Array.from({ length: ROWS - FLAGGED }, (_, i) => `others/${i}.png,${i % CLASSES}\n`);
  await writeFile(labels, `image,label\n${rows.join('')}${others.join('')}`);
}

/**
 * The same for several labels a picture, one to four of 500, divided by |: in each fiftieth row one is too many, or missing.
 * @param pictures folder of 20,000 pictures, which get a second name
 */
async function makeManySets(pictures: string, folder: string): Promise<void> {
  const random = createRandom(19, 0xb1);
  const name = (label: number): string => `class ${String(label).padStart(3, '0')}`;
  const draw = (): number => Math.floor(random.uniform() * SET_CLASSES);
  const set = (): Set<number> => new Set(Array.from({ length: 1 + Math.floor(random.uniform() * 4) }, draw));
  const row = (path: string, labels: Iterable<number>): string => `${path},${[...labels].map(name).join('|')}\n`;
  const data = new Float32Array(FLAGGED * SET_CLASSES).fill(0.001);
  const rows: string[] = [];
  for (const [part] of Array.from({ length: FLAGGED / 1000 }).entries()) {
    const below = `part${String(part).padStart(2, '0')}/images`;
    await mkdir(join(folder, below), { recursive: true });
    for (const file of await readdir(join(pictures, below))) {
      await link(join(pictures, below, file), join(folder, below, file));
      const labels = set();
      for (const label of labels) data[rows.length * SET_CLASSES + label] = 0.9;
      if (rows.length % WRONG_SET === 0) {
        if (labels.size > 1) labels.delete([...labels][0]);
        else labels.add((([...labels][0] ?? 0) + 1) % SET_CLASSES);
      }
      rows.push(row(`${below}/${file}`, labels));
    }
  }
  const labels = join(folder, 'labels.csv');
  await writeFile(labels, `image,label\n${rows.join('')}`);
  const predProbsFile = join(folder, 'mine.npy');
  await writeFile(
    predProbsFile,
    encodeNpy({ dtype: 'float32', shape: [FLAGGED, SET_CLASSES], fortranOrder: false, data }, 'mine.npy'),
  );
  const { report } = await runAudit({ ...defaultAuditOptions(labels), predProbsFile, cacheFolder: null, force: true });
  if (report.issues.length !== FLAGGED / WRONG_SET) throw new Error(`${report.issues.length} sets were flagged.`);
  const others = Array.from({ length: ROWS - FLAGGED }, (_, i) => row(`others/${i}.png`, set()));
  await writeFile(labels, `image,label\n${rows.join('')}${others.join('')}`);
}

/** Milliseconds from the next key press until the panel says `text`. Runs inside the page. */
function timeDecision(text: string): Promise<number> {
  return new Promise((resolve) => {
    const begin = (): void => {
      const started = performance.now();
      const look = (): void => {
        const said = document.querySelector('label-audit-panel')?.shadowRoot?.textContent ?? '';
        if (said.includes(text)) resolve(performance.now() - started);
        else requestAnimationFrame(look);
      };
      look();
    };
    window.addEventListener('keydown', begin, { capture: true, once: true });
  });
}

/** What a user waits for in the panel, with very many flagged pictures, or very many classes. */
async function measurePanel(page: Page, { key, what, flagged }: PanelMeasure): Promise<Measure[]> {
  await page.getByRole('treeitem', { name: 'labels.csv' }).waitFor();
  const status = page.locator('.statusbar-item').filter({ hasText: 'open' });
  await status.waitFor({ timeout: 60_000 });
  await page.waitForTimeout(3000);
  const panel = webview(page);
  const started = performance.now();
  await status.click();
  await panel.getByRole('option').first().waitFor();
  const usable = performance.now() - started;
  await panel.locator('.card img').first().waitFor();
  const pictured = performance.now() - started;
  await page.waitForTimeout(2000);
  await panel.getByRole('option').first().click();
  const frame = await (await panel.locator('label-audit-panel').elementHandle()).ownerFrame();
  const times: number[] = [];
  for (let done = 1; done <= 5; done += 1) {
    // Timed inside the page, frame by frame: a browser that is driven from outside adds its own time.
    const shown = frame!.evaluate(timeDecision, `${done} of ${flagged.toLocaleString('en')} reviewed`);
    await page.waitForTimeout(300);
    await page.keyboard.press(key);
    times.push(await shown);
    await page.waitForTimeout(500);
  }
  return [
    { what: `panel with ${what}: click to list of them`, milliseconds: usable, goal: 1000 },
    { what: '  and to the first picture', milliseconds: pictured },
    { what: `key press (${key}) to decision shown (slowest of 5)`, milliseconds: Math.max(...times), goal: 100 },
  ];
}

interface PanelMeasure {
  /** That decides. */
  readonly key: string;
  readonly what: string;
  readonly flagged: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { audit: { type: 'boolean', default: true } }, allowNegative: true });
  const load = `load average ${loadavg()[0].toFixed(1)}`;
  console.log(`${cpus()[0].model}, ${availableParallelism()} cores, Node ${process.version}, ${load}`);
  const temporary = await mkdtemp(join(tmpdir(), 'label-audit-bench-'));
  try {
    const [many, sets, empty] = ['many', 'sets', 'empty'].map((name) => join(temporary, name));
    await cp(join(repositoryRoot, 'media'), empty, { recursive: true });
    console.log(`Making ${FLAGGED} pictures and ${ROWS} rows`);
    await makeManyRows(many);
    await makeManySets(many, sets);

    const shared = resolve(repositoryRoot, process.env.LABEL_AUDIT_SHARED ?? '../shared', 'data', 'roman-numerals');
    let pictures: BenchSetup['pictures'];
    if (!values.audit || !existsSync(shared)) console.log(`Skipped: the audit of 2,880 pictures (${shared})`);
    else {
      const folder = join(temporary, 'roman-numerals');
      await cp(shared, folder, { recursive: true });
      // Fewer epochs than the default: the extension host has the same to do for each.
      pictures = { folder, count: 2880, settings: { epochs: 3 } };
    }
    const out = join(temporary, 'measures.json');
    const typed = [0, 1, 20, 300, 900];
    const rows = [
      { folder: many, what: 'rows', count: ROWS, typed },
      {
        folder: sets,
        what: `rows of sets of ${SET_CLASSES} classes`,
        count: ROWS,
        typed: typed.filter((id) => id < 400),
      },
    ];
    const setup: BenchSetup = { pictures, rows, out };
    await runInHost({
      testsPath: join(repositoryRoot, 'dist-test', 'bench', 'editor-host.cjs'),
      workspace: empty,
      env: { [BENCH]: JSON.stringify(setup) },
      onLog: (line) => {
        console.log(`  ${line}`);
      },
    });
    const measures = JSON.parse(await readFile(out, 'utf8')) as Measure[];

    const server = await startServer();
    const browser = await launchBrowser();
    try {
      const digits = { key: 'k', what: `${FLAGGED} flagged pictures`, flagged: FLAGGED };
      measures.push(...(await measurePanel(await openWorkbench(browser, { server, folder: many }), digits)));
      const flagged = FLAGGED / WRONG_SET;
      const wrong = { key: 'Enter', what: `${flagged} flagged sets of ${SET_CLASSES} classes`, flagged };
      measures.push(...(await measurePanel(await openWorkbench(browser, { server, folder: sets }), wrong)));
    } finally {
      await browser.close();
      await server.stop();
    }
    console.log(`\n${measures.map(measureLine).join('\n')}`);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

await main();
