import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../scripts/l10n/texts.mjs';
import { dependenciesPage, PAGE } from '../../scripts/package/dependencies-page.mjs';
import { isAllowed, shippedPackages } from '../../scripts/package/shipped-packages.mjs';
import { stageVsix } from '../../scripts/package/stage-vsix.mjs';
import { ALLOWED_FILES } from '../../scripts/package/vsix-problems.mjs';

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: string; readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, { type: unknown; enum?: unknown }>> };
  };
}

const root = join(import.meta.dirname, '../..');
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;

describe('package.json', () => {
  it('has no script that npm runs when it installs', () => {
    const hooks = [
      'preinstall',
      'install',
      'postinstall',
      'prepublish',
      'preprepare',
      'prepare',
      'postprepare',
      'dependencies',
    ];
    expect(Object.keys(manifest.scripts).filter((name) => hooks.includes(name))).toEqual([]);
  });

  it('needs one package at run time, and pins all of them', () => {
    expect(Object.keys(manifest.dependencies)).toEqual(['sharp']);
    for (const version of Object.values({ ...manifest.dependencies, ...manifest.devDependencies })) {
      expect(version).toMatch(/^\d+\.\d+\.\d+/);
    }
  });

  it('lets no untrusted workspace say what is run, read or written', () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    expect(supported).toBe('limited');
    const settings = Object.entries(manifest.contributes.configuration.properties);
    const free = settings.filter(([, { type, enum: values }]) => type === 'string' && values === undefined);
    expect(free.length).toBeGreaterThan(2);
    for (const [name] of free) expect(restrictedConfigurations).toContain(name);
    for (const name of restrictedConfigurations) expect(settings.map(([known]) => known)).toContain(name);
    expect(restrictedConfigurations).toEqual(expect.arrayContaining(['labelAudit.backend', 'labelAudit.jobs']));
  });
});

describe('what is shipped of others', () => {
  it('stands in docs/dependencies.md, sizes to within a half', async () => {
    const [wanted, written] = [await dependenciesPage(), await readFile(PAGE, 'utf8')];
    const cells = (page: string) =>
      page.split('\n').map((line) => (line.startsWith('|') ? line.split('|').map((cell) => cell.trim()) : [line]));
    const rows = (page: string) => cells(page).map((row) => (row.length > 6 ? row.slice(0, -2) : row));
    // `npm run docs:dependencies` writes it.
    expect(rows(written).map((row) => row.join('|').replace(/[ -]+/g, ' '))).toEqual(
      rows(wanted).map((row) => row.join('|').replace(/[ -]+/g, ' ')),
    );
    const sizes = (page: string) =>
      [...page.matchAll(/([\d.]+) (kB|MB) \|$/gm)].map(([, n, of]) => Number(n) * (of === 'MB' ? 1000 : 1));
    const now = sizes(wanted);
    expect(now.length).toBeGreaterThan(20);
    sizes(written).forEach((size, i) => {
      expect(size).toBeGreaterThanOrEqual(now[i] * 0.5 - 2);
      expect(size).toBeLessThanOrEqual(now[i] * 1.5 + 2);
    });
  });

  it('is under licences that allow it', async () => {
    for (const { name, licence } of await shippedPackages())
      expect([name, isAllowed(name, licence)]).toEqual([name, true]);
    expect(isAllowed('x', 'GPL-3.0-only')).toBe(false);
    expect(isAllowed('x', 'LGPL-3.0-or-later')).toBe(false);
    expect(isAllowed('x', 'MIT AND GPL-2.0')).toBe(false);
    expect(isAllowed('x', 'none')).toBe(false);
  });

  it('is nothing for developers, and nothing that opens a connection', async () => {
    const names = (await shippedPackages()).map(({ name }) => name);
    for (const name of [
      'typescript',
      'vitest',
      'playwright-core',
      'fast-check',
      'esbuild',
      'node-fetch',
      '@tensorflow/tfjs-node',
    ])
      expect(names).not.toContain(name);
  });
});

describe('the VSIX', () => {
  let stage: string;
  let files: string[];
  beforeAll(async () => {
    stage = await mkdtemp(join(tmpdir(), 'label-audit-stage-'));
    await stageVsix(stage);
    const entries = await readdir(stage, { recursive: true, withFileTypes: true });
    files = entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(stage, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  });
  afterAll(async () => {
    await rm(stage, { recursive: true, force: true });
  });

  it('contains nothing but what it needs', () => {
    expect(files.filter((file) => !ALLOWED_FILES.some((pattern) => pattern.test(file)))).toEqual([]);
    for (const needed of [
      'dist/extension.cjs',
      'dist/webview.js',
      'dist/engine.mjs',
      'dist/trunk-worker.mjs',
      'dist/efficientnet-lite0.safetensors',
      'dist/sample/labels.csv',
      'LICENSE',
      ...LANGUAGES.flatMap((language) => [`package.nls.${language}.json`, `l10n/bundle.l10n.${language}.json`]),
    ]) {
      expect(files).toContain(needed);
    }
  });

  it('has a manifest without scripts and packages for developers', async () => {
    const staged = JSON.parse(await readFile(join(stage, 'package.json'), 'utf8')) as Partial<Manifest>;
    expect(staged.scripts).toBeUndefined();
    expect(staged.devDependencies).toBeUndefined();
    expect(staged.dependencies).toEqual(manifest.dependencies);
  });

  it('brings the licence of everything in full', async () => {
    const notices = await readFile(join(stage, 'ThirdPartyNotices.txt'), 'utf8');
    for (const { name, version, licence } of await shippedPackages()) {
      const [, own] = notices.split(`\n${name} ${version}\n`);
      expect(own, name).toBeDefined();
      const text = own.split('='.repeat(80))[0];
      expect(text, name).toContain(`Licence: ${licence}`);
      expect(text.length, name).toBeGreaterThan(500);
      expect(text, name).not.toContain('<<holders>>');
    }
    expect(notices).toContain('GNU LESSER GENERAL PUBLIC LICENSE');
    expect(notices).toMatch(/libvips/);
    expect(notices).toContain('Copyright (c) 2020, ML Illustrated');
  });
});
