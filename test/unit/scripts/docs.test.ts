import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePage, PAGES } from '../../../scripts/docs/pages.mjs';
import { isTestSplit, readDataset, REPORT_FOLDER } from '../../../src/audit/light.ts';
import { LAYOUTS } from '../../../src/dataset/layouts/layouts.ts';
import { prepareReportFolder } from '../../../src/audit/report/report-folder.ts';
import { AUDIT_FORMATS } from '../../../src/cli/flags/audit-command-flags.ts';
import { formatCsv } from '../../../src/audit/formats/format-csv.ts';

const ROOT = join(import.meta.dirname, '../../..');
const read = (file: string): Promise<string> => readFile(join(ROOT, file), 'utf8');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'label-audit-docs-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the pages that are made from the code', () => {
  it.each(PAGES)('%s is what `npm run docs` makes of it now', async (file) => {
    expect(await makePage(file)).toBe(await read(file));
  });

  it('tell of every command, and of more than the help has room for', async () => {
    const options = await read('docs/options.md');
    for (const part of ['### label-audit audit', '### label-audit health', '`--frac-noise <x>`', '`labelAudit.seed`'])
      expect(options).toContain(part);
    const api = await read('docs/api.md');
    for (const part of ['### LabelAuditApi', '### AuditSession', '### findLabelIssues', '### PredProbs'])
      expect(api).toContain(`${part}\n`);
    const formats = await read('docs/formats.md');
    for (const part of ['`issues[].suggestedLabel`', '`baseline.accuracy.low`', '`dataset.labelsFile` ?'])
      expect(formats).toContain(part);
  });
});

describe('the pages that are written by hand', () => {
  it('link to files and headings that are there', async () => {
    const docs = (await readdir(join(ROOT, 'docs'))).filter((name) => name.endsWith('.md'));
    const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...docs.map((name) => `docs/${name}`)];
    const broken: string[] = [];
    for (const page of pages) {
      const text = await read(page);
      for (const [, link] of text.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)) {
        const [path, anchor] = link.split('#');
        const file = path === '' ? page : join(dirname(page), path);
        const there = await stat(join(ROOT, file)).catch(() => undefined);
        if (there === undefined || (anchor && !headings(await read(file)).includes(anchor)))
          broken.push(`${page}: ${link}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it('name columns that are recognised, each alone', async () => {
    const rows = [...(await read('docs/files.md')).matchAll(/^\| (image|label|split) +\| (.+) \|$/gm)];
    expect(rows.map(([, role]) => role)).toEqual(['image', 'label', 'split']);
    const names = (cell: string): string[] => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name);
    const [images, labels, splits] = rows.map(([, , cell]) => names(cell));
    expect(images.length + labels.length + splits.length).toBeGreaterThan(15);
    const file = join(folder, 'columns.csv');
    for (const header of [
      ...images.map((name) => [name, 'label', 'split']),
      ...labels.map((name) => ['image', name, 'split']),
      ...splits.map((name) => ['image', 'label', name]),
    ]) {
      await writeFile(file, `${header.join(',')}\na.png,cat,train\nb.png,dog,train\n`);
      const { labelsFile } = await readDataset(file);
      expect([labelsFile?.imageColumn, labelsFile?.labelColumn, labelsFile?.splitColumn]).toEqual(header);
    }
  });

  it('name each layout that is read, how it is edited, and nothing else', async () => {
    const rows = [...(await read('docs/layouts.md')).matchAll(/^\| `([\w-]+)` +\|(.+)\|$/gm)];
    // Parquet is no text, so none of them, and not edited; of annotators' labels none is the one that counts.
    const unedited = ['annotators', 'parquet'];
    expect(rows.map(([, name]) => name).sort()).toEqual([...LAYOUTS.map(({ name }) => name), 'parquet'].sort());
    for (const [, name, cells] of rows) {
      const [what, , edited, , followed] = cells.split('|').map((cell) => cell.trim());
      expect([name, what === '', edited === '' || /^no\b/.test(edited)]).toEqual([
        name,
        false,
        unedited.includes(name),
      ]);
      const way = /^(?:csv|jsonl)$/.test(name) ? /^line by line$/ : name === 'parquet' ? /^no: / : /^as a whole$/;
      expect(followed).toMatch(way);
      // Endings that a row names are those of files of that layout.
      const endings = LAYOUTS.find((one) => one.name === name)?.endings ?? /\.parquet$/;
      for (const [ending] of what.matchAll(/(?<=`)\.\w+(?=`)/g)) expect(`x${ending}`).toMatch(endings);
    }
  });

  it('name files that say what indices are called', async () => {
    const page = await read('docs/layouts.md');
    const section = page.slice(page.indexOf('## Indices and their names'), page.indexOf('An index without a name'));
    const files = [...section.matchAll(/`([\w.]+\.(?:txt|names|json|yaml))`/g)].map(([, name]) => name);
    expect(files.length).toBeGreaterThan(12);
    const texts: Record<string, string | undefined> = { json: '["cat", "dog"]', yaml: 'names: [cat, dog]' };
    for (const name of files) {
      const place = join(folder, `names-of-${name}`);
      await mkdir(place, { recursive: true });
      await writeFile(join(place, name), texts[name.split('.').pop() ?? ''] ?? 'cat\ndog\n');
      await writeFile(join(place, 'train.csv'), 'image,label\na.png,0\nb.png,1\n');
      const { classes, labelsFile } = await readDataset(join(place, 'train.csv'));
      expect([name, classes, labelsFile?.classNames]).toEqual([name, ['cat', 'dog'], name]);
    }
  });

  it('name the splits that no plan changes', async () => {
    const page = await read('docs/files.md');
    const section = page.slice(page.indexOf('### Splits'), page.indexOf('`audit --split'));
    const names = [...section.matchAll(/`([\w-]+)`/g)].map(([, name]) => name).filter((name) => name !== 'fix');
    expect(names.length).toBe(7);
    for (const name of names) expect(isTestSplit(name)).toBe(true);
  });

  it('name the files of a report folder, and say of each whether git ignores it', async () => {
    const out = join(folder, REPORT_FOLDER);
    await prepareReportFolder(out);
    const ignored = (await readFile(join(out, '.gitignore'), 'utf8')).split('\n').filter((line) => /^[^#]/.test(line));
    const rows = [...(await read('docs/files.md')).matchAll(/^\| `([\w.]+)` +\|.*\| (ignored|commit it) +\|$/gm)];
    expect(rows.length).toBeGreaterThan(4);
    for (const [, name, said] of rows) expect([name, ignored.includes(name)]).toEqual([name, said === 'ignored']);
    for (const name of ignored.filter((one) => !one.includes('*')))
      expect(rows.map(([, file]) => file)).toContain(name);
  });

  it('say in formats.md what each format of a report is', async () => {
    const page = await read('docs/formats.md');
    const section = page.slice(page.indexOf('## Formats of a report'), page.indexOf('## Arrays'));
    const told = [...section.matchAll(/^\| `(\w+)` +\|/gm)].map(([, name]) => name);
    expect(told.toSorted()).toEqual(AUDIT_FORMATS.toSorted());
  });

  it('name the columns of the CSV report', async () => {
    const report = { dataset: { classes: [] }, health: { classes: [] }, issues: [], paths: [] };
    const audit = { report, predProbs: { data: new Float64Array(0), n: 0, k: 2 }, labels: new Int32Array(0) };
    const header = formatCsv(audit as unknown as Parameters<typeof formatCsv>[0]).trim();
    expect(await read('docs/formats.md')).toContain(`\`${header}\``);
  });
});

describe('the README', () => {
  it('is short, and shows the commands and one picture', async () => {
    const readme = await read('README.md');
    expect(Buffer.byteLength(readme)).toBeLessThan(12_000);
    for (const part of ['npm ci && npm run demo', 'npm ci && npm test', 'media/panel.png'])
      expect(readme).toContain(part);
    expect([...readme.matchAll(/!\[/g)].length).toBe(1);
  });

  it('tells the quality that the bench measured', async () => {
    const [readme, bench] = [await read('README.md'), await read('test/bench/README.md')];
    for (const [name, preset] of [
      ['`--preset fast`', 'fast'],
      ['`balanced`', 'balanced'],
      ['`--preset thorough`', 'thorough'],
    ]) {
      const cells = (text: string, start: string): string[] =>
        text
          .split('\n')
          .find((line) => line.replaceAll(/ +/g, ' ').startsWith(start))!
          .split('|')
          .map((cell) => cell.trim());
      const said = cells(readme, `| ${name} |`);
      const measured = cells(bench, `| ${preset} | wasm |`);
      // Here each seed's value, there the mean and from which to which.
      const range = (text: string): number[] =>
        text
          .split(',')
          .map((part) => parseFloat(part))
          .sort((a, b) => a - b);
      const measuredRange = (text: string): number[] => {
        const [, low, high] = /\(([\d.]+)–([\d.]+)\)/.exec(text)!;
        return [Number(low), Number(high)];
      };
      expect(said[2]).toBe(measured[3]);
      expect(range(said[3])).toEqual(measuredRange(measured[9]));
      expect(range(said[4])).toEqual(measuredRange(measured[7]));
      expect(range(said[5])).toEqual(measuredRange(measured[8]));
      expect(range(said[6])).toEqual(measuredRange(measured[10]));
      expect(range(said[7])).toEqual(measuredRange(measured[11]));
    }
  });
});

/** The addresses of a page's headings, as GitHub makes them. */
function headings(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}
