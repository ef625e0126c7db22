import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { describe, expect, it, type TestContext } from 'vitest';
import { packagesFor, platformOf, PLATFORMS, type Platform } from '../../../scripts/package/platforms.mjs';
import { NATIVE } from '../../../scripts/package/shipped-packages.mjs';
import { stageVsix } from '../../../scripts/package/stage-vsix.mjs';
import { fileProblems, LIMIT, nativeOf, vsixProblems } from '../../../scripts/package/vsix-problems.mjs';
import { isPreRelease } from '../../../scripts/release/channel.mjs';

const root = join(import.meta.dirname, '../../..');
type Files = Map<string, Uint8Array>;

/** What goes into the VSIX of a platform, by path; skips the test in one line where the registry can't be reached. */
async function staged(target: string, { skip }: TestContext): Promise<{ platform: Platform; files: Files }> {
  const platform = platformOf(target);
  const modules = await packagesFor(NATIVE, platform, () => undefined).catch((error: unknown) => {
    const { message } = error as Error;
    if (!/out of reach/.test(message)) throw error;
    return skip(`sharp for ${target} can't be had: ${message}`);
  });
  const stage = await mkdtemp(join(tmpdir(), 'label-audit-stage-'));
  try {
    await stageVsix(stage, { platform, modules });
    const entries = (await readdir(stage, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const paths = entries.map((entry) => join(entry.parentPath, entry.name));
    const bytes = await Promise.all(paths.map((path) => readFile(path)));
    return {
      platform,
      files: new Map(paths.map((path, i) => [relative(stage, path).replaceAll('\\', '/'), bytes[i]])),
    };
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/** A VSIX of some files, as vsce writes it. */
function vsixOf(files: Files, target: string, preRelease = false): Uint8Array {
  const property = `<Property Id="Microsoft.VisualStudio.Code.PreRelease" Value="true" />`;
  const manifest = `<PackageManifest><Identity TargetPlatform="${target}"/>${preRelease ? property : ''}</PackageManifest>`;
  const zipped: Zippable = { 'extension.vsixmanifest': strToU8(manifest) };
  for (const [name, bytes] of files) zipped[`extension/${name}`] = [bytes, { level: 0 }];
  return zipSync(zipped);
}

/** The first bytes of a library: its header says what it is for. */
function header(of: 'elf' | 'mach-o' | 'pe', machine: number): Uint8Array {
  const bytes = new Uint8Array(256);
  const view = new DataView(bytes.buffer);
  if (of === 'elf') {
    view.setUint32(0, 0x7f454c46);
    view.setUint16(18, machine, true);
  } else if (of === 'mach-o') {
    view.setUint32(0, 0xfeedfacf, true);
    view.setUint32(4, machine, true);
  } else {
    view.setUint16(0, 0x4d5a);
    view.setUint32(0x3c, 128, true);
    view.setUint32(128, 0x50450000);
    view.setUint16(132, machine, true);
  }
  return bytes;
}

describe('the VSIX of another platform', () => {
  // Two that have nothing native in common; `npm run package:all` opens each that it makes.
  it.for(['alpine-x64', 'win32-arm64'])(
    '%s has its own native code, its licences, and nothing else',
    async (target, context) => {
      const { platform, files } = await staged(target, context);
      expect(fileProblems(files, platform)).toEqual([]);
      const notices = new TextDecoder().decode(files.get('ThirdPartyNotices.txt'));
      // libvips is under it, wherever it lies.
      expect(notices).toContain('GNU LESSER GENERAL PUBLIC LICENSE');
      expect(notices).toContain('A shared library of its own beside sharp, as the LGPL asks');

      expect(vsixProblems(vsixOf(files, target), platform)).toEqual([]);
      const others = PLATFORMS.filter((one) => one !== platform);
      for (const other of others) {
        const problems = fileProblems(files, other).join('\n');
        expect(problems).toContain(
          `The native code of @img/sharp-${other.libc === 'musl' ? 'linuxmusl' : other.os}-${other.cpu} is missing.`,
        );
        expect(problems).toContain(`is native code that ${other.target} does not need.`);
      }
    },
  );
});

describe('vsixProblems', () => {
  const platform = platformOf('darwin-arm64');
  const own = header('mach-o', 0x0100000c);
  const good = (): Files =>
    new Map([
      ...['package.json', 'dist/extension.cjs', 'dist/engine.mjs', 'dist/webview.js', 'dist/sample/labels.csv'].map(
        (name) => [name, new Uint8Array(1)] as const,
      ),
      ['node_modules/@img/sharp-darwin-arm64/lib/sharp-darwin-arm64-0.35.5.node', own],
      ['node_modules/@img/sharp-libvips-darwin-arm64/lib/libvips-cpp.8.18.7.dylib', own],
    ]);

  it('finds nothing in a good one', () => {
    expect(vsixProblems(vsixOf(good(), 'darwin-arm64'), platform)).toEqual([]);
    expect(vsixProblems(vsixOf(good(), 'darwin-arm64', true), platform, { isPreRelease: true })).toEqual([]);
  });

  it('names sources, maps, tests, and what is missing', () => {
    const files = good();
    for (const name of ['dist/extension.cjs.map', 'src/core/index.ts', 'test/unit/a.test.ts', '.env'])
      files.set(name, own);
    files.delete('dist/engine.mjs');
    expect(vsixProblems(vsixOf(files, 'darwin-arm64'), platform)).toEqual([
      'dist/extension.cjs.map does not belong into a VSIX.',
      'src/core/index.ts does not belong into a VSIX.',
      'test/unit/a.test.ts does not belong into a VSIX.',
      '.env does not belong into a VSIX.',
      'dist/engine.mjs is missing.',
    ]);
  });

  it('looks into native code: a right name is not enough', () => {
    const files = good();
    const [, , , , , sharp, libvips] = [...files.keys()];
    files.set(sharp, header('mach-o', 0x01000007)).set(libvips, new Uint8Array(100));
    expect(vsixProblems(vsixOf(files, 'darwin-arm64'), platform)).toEqual([
      `${sharp} is for darwin-x64, not for darwin-arm64.`,
      `${libvips} is for no system known here, not for darwin-arm64.`,
    ]);
  });

  it('compares the target, the channel and the size with what was wanted', () => {
    const files = good();
    files.set('media/large.png', new Uint8Array(LIMIT));
    expect(vsixProblems(vsixOf(files, 'win32-x64', true), platform)).toEqual([
      'It says that it is for win32-x64, not for darwin-arm64.',
      'It says that it is a pre-release.',
      'It has 40.0 MB: more than 40 MB.',
    ]);
  });

  // Those that `npm run package:all` has made here; none where it was not run.
  it('finds nothing in those that lie here', async () => {
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { readonly version: string };
    for (const one of PLATFORMS) {
      const bytes = await readFile(join(root, `label-audit-${one.target}-${version}.vsix`)).catch(() => undefined);
      const options = { isPreRelease: isPreRelease(version) };
      if (bytes) expect([one.target, vsixProblems(bytes, one, options)]).toEqual([one.target, []]);
    }
  });
});

describe('nativeOf', () => {
  it.each([
    ['elf', 0x3e, 'linux', 'x64'],
    ['elf', 0xb7, 'linux', 'arm64'],
    ['mach-o', 0x01000007, 'darwin', 'x64'],
    ['mach-o', 0x0100000c, 'darwin', 'arm64'],
    ['pe', 0x8664, 'win32', 'x64'],
    ['pe', 0xaa64, 'win32', 'arm64'],
    ['pe', 0x14c, 'win32', undefined],
  ] as const)('tells from the header of %s with %i: %s, %s', (kind, machine, os, cpu) => {
    expect(nativeOf(header(kind, machine))).toEqual({ os, cpu });
  });

  it('tells what Node itself is for', async () => {
    const file = await open(process.execPath);
    const { buffer } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    await file.close();
    expect(nativeOf(buffer)).toEqual({ os: process.platform, cpu: process.arch });
    expect(nativeOf(strToU8('#!/bin/sh\n'.repeat(20)))).toBeUndefined();
  });
});

describe('the pre-release channel', () => {
  it.each([
    ['0.1.0', true],
    ['0.2.0', false],
    ['1.3.7', true],
    ['1.10.1', false],
  ])('takes %s: %s', (version, wanted) => {
    expect(isPreRelease(version)).toBe(wanted);
  });
});
