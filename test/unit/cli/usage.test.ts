import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { labelAudit } from './label-audit.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'label-audit-usage-'));
  await writeFile(join(folder, 'noise.npy'), 'this is no array');
  await writeFile(join(folder, 'people.csv'), 'name,age\nAda,36\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a command line that is wrong', () => {
  it.each([
    [[], /name a command: audit, (?:[a-z]+, )+[a-z]+ or [a-z]+ \(or --help\)/],
    [['dance'], /unknown command "dance"/],
    [['--loud'], /unknown option '--loud'/],
    [['audit'], /missing required argument 'target'/],
    [['audit', '.', '--eopchs', '3'], /unknown option '--eopchs' \(Did you mean --epochs\?\)/],
    [['audit', 'a', 'b'], /too many arguments/],
    [['audit', '.', '--model', 'gpt'], /--model <name>.*small-cnn, resnet50-conv2/],
    [['audit', '.', '--epochs', '0'], /--epochs <n>.*whole number from 1 to 10000/],
    [['audit', '.', '--epochs', '2.5'], /--epochs <n>.*whole number/],
    [['audit', '.', '--folds', '1'], /--folds <n>.*from 2 to 1000/],
    [['audit', '.', '--learning-rate', '-1'], /--learning-rate <x>.*above 0/],
    [['audit', '.', '--frac-noise', 'much'], /--frac-noise <x>.*number/],
    [['audit', '.', '--classes', 'a,,b'], /--classes <a,b,c>.*empty/],
    [['audit', '.', '--classes', 'a,b,a'], /"a" stands there twice/],
    [['audit', '.', '--filter-by', 'magic'], /--filter-by <name>.*prune_by_noise_rate/],
    [['issues', '--labels', 'y.npy'], /--pred-probs <file.npy>' not specified/],
    [['scores', '--labels', 'y.npy', '--pred-probs', 'p.npy', '--method', 'luck'], /--method <name>.*self_confidence/],
  ])('%j ends with 2 and one line', async (args, message) => {
    const { code, stdout, stderr } = await labelAudit(...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^label-audit: [^\n]+\n$/);
    expect(stderr).toMatch(message);
  });
});

describe('input that is wrong', () => {
  it.each([
    [['audit', '/does/not/exist'], /\/does\/not\/exist: no such file/],
    [['audit', 'FOLDER'], /FOLDER.*no data set here/],
    [['audit', 'FOLDER/people.csv'], /people\.csv/],
    [['issues', '--labels', 'FOLDER/gone.npy', '--pred-probs', 'FOLDER/noise.npy'], /(gone|noise)\.npy/],
    [['scores', '--labels', 'FOLDER/noise.npy', '--pred-probs', 'FOLDER/noise.npy'], /not a \.npy file/],
  ])('%j ends with 2, one line and no stack trace', async (args, message) => {
    const { code, stdout, stderr } = await labelAudit(...args.map((arg) => arg.replace('FOLDER', folder)));
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^label-audit: [^\n]+\n$/);
    expect(stderr.replaceAll(folder, 'FOLDER')).toMatch(message);
  });
});

describe('what is asked for and is no error', () => {
  it('prints the version', async () => {
    expect(await labelAudit('--version')).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });

  it.each([[['--help']], [['help', 'audit']], [['audit', '--help']]])('%j prints help', async (args) => {
    const { code, stdout, stderr } = await labelAudit(...args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: label-audit/);
    expect(stderr).toBe('');
  });

  it('names every option of the audit in its help and in docs/options.md', async () => {
    const page = await readFile(join(import.meta.dirname, '../../../docs/options.md'), 'utf8');
    const { stdout } = await labelAudit('audit', '--help');
    const options = [...stdout.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option]) => option);
    expect(options.length).toBeGreaterThan(20);
    expect(options.filter((option) => !page.includes(option))).toEqual([]);
  });
});
