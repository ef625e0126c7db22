import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whyNoDataset } from '../../../src/dataset/why-no-dataset.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('whyNoDataset', () => {
  it('names every folder and file that was looked at, and why it is none', async () => {
    const root = await temporaryFolder({
      'notes.txt': 'hello',
      'table.csv': 'a,b\n1,2\n',
      'scans/only/1.png': '',
      'scans/only/2.tif': '',
      '.git/x': '',
      'node_modules/y.js': '',
    });
    const lines = await whyNoDataset(root);
    expect(lines[0]).toMatch(/^\.: 2 files \(.*1 \.txt.*\), 3 folders; no labels file and no class folders\.$/);
    expect(lines.find((line) => line.startsWith('.: not looked into'))).toMatch(
      /\.git.*node_modules|node_modules.*\.git/,
    );
    expect(lines.find((line) => line.startsWith('table.csv: '))).toMatch(/no image column was recognised/);
    expect(lines).toContain('scans/only: 2 files (1 .png, 1 .tif), 0 folders; no labels file and no class folders.');
    expect(lines.find((line) => line.startsWith('Class folders: '))).toMatch(/class/);
  });

  it('does not tell of every one of very many folders', async () => {
    const files = Object.fromEntries(Array.from({ length: 130 }, (_, i) => [`f${i}/a.md`, '']));
    const lines = await whyNoDataset(await temporaryFolder(files));
    expect(lines.filter((line) => line.includes('no labels file'))).toHaveLength(100);
    expect(lines).toContain('31 more folders were looked into.');
  });

  it('says what can not be read', async () => {
    const root = await temporaryFolder({});
    expect((await whyNoDataset(join(root, 'gone')).catch((error: unknown) => [String(error)]))[0]).toMatch(
      /gone|ENOENT/,
    );
  });
});
