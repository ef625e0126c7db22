// Opens a VSIX and tells what is wrong with it for a platform.
import { unzipSync } from 'fflate';

const MEGABYTE = 1e6;
/** Of a VSIX, in bytes. */
export const LIMIT = 40 * MEGABYTE;

/** Every file that may be in a VSIX, below `extension/`. */
export const ALLOWED_FILES = [
  /^(package\.json|package\.nls(\.(de|id))?\.json|l10n\/bundle\.l10n\.(de|id)\.json|README\.md|CHANGELOG\.md|LICENSE|ThirdPartyNotices\.txt)$/,
  /^media\/[\w-]+\.(svg|png|md)$/,
  /^dist\/(extension(-(action|agents|audit|shared-\d+))?\.cjs|webview\.js|cli(-[a-z-]+-actions?)?\.mjs|engine\.mjs|training-worker\.mjs|trunk-worker\.mjs|parquet-worker\.mjs|head-worker\.mjs|array-worker\.mjs|looks-worker\.mjs|setup-(native|gpu)\.mjs|js-yaml\.cjs|saxes\.cjs)$/,
  /^dist\/(simd-kernels(-fma)?|tfjs-backend-wasm(-simd|-threaded-simd)?)\.wasm$/,
  /^dist\/efficientnet-lite0\.safetensors$/,
  /^dist\/sample\/(labels\.csv|images\/[\w-]+\.png)$/,
  /^node_modules\/(sharp|semver|detect-libc|@img\/[\w-]+)\/(.+\/)?[\w.-]+\.(js|cjs|mjs|json|node)$/,
  /^node_modules\/@img\/sharp-libvips-[\w-]+\/lib\/libvips(-cpp)?[\w.-]*$/,
  // On Windows the libraries lie in sharp's own package.
  /^node_modules\/@img\/sharp-win32-[\w-]+\/lib\/libvips(-cpp)?[\w.-]*\.dll$/,
  /^node_modules\/(sharp|semver|detect-libc|@img\/[\w-]+)\/(.+\/)?(LICENSE|NOTICE|range\.bnf|bin\/semver\.js)$/,
];
/** vsce renames these. */
const RENAMED = { 'readme.md': 'README.md', 'changelog.md': 'CHANGELOG.md', 'LICENSE.txt': 'LICENSE' };

/** The system and processor that a library of native code is for, by its header; undefined where it is none. */
export function nativeOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 64) return undefined;
  const isElf = view.getUint32(0) === 0x7f454c46;
  if (isElf) return { os: 'linux', cpu: { 0x3e: 'x64', 0xb7: 'arm64' }[view.getUint16(18, true)] };
  const isMachO = view.getUint32(0, true) === 0xfeedfacf;
  if (isMachO) return { os: 'darwin', cpu: { 0x01000007: 'x64', 0x0100000c: 'arm64' }[view.getUint32(4, true)] };
  const isDos = view.getUint16(0) === 0x4d5a;
  const header = isDos ? view.getUint32(0x3c, true) : bytes.length;
  if (header + 6 > bytes.length || view.getUint32(header) !== 0x50450000) return undefined;
  return { os: 'win32', cpu: { 0x8664: 'x64', 0xaa64: 'arm64' }[view.getUint16(header + 4, true)] };
}

/** Packages of sharp that a platform needs. */
function sharpPackages({ os, cpu, libc }) {
  const name = `${os}${libc === 'musl' ? 'musl' : ''}-${cpu}`;
  return [`sharp-${name}`, ...(os === 'win32' ? [] : [`sharp-libvips-${name}`])];
}

const isNative = (file) => /\.(node|dll|dylib)$|\.so[\d.]*$/.test(file);

/**
 * Every reason why files are not the extension for a platform; empty if they are.
 * @param {Map<string, Uint8Array | undefined>} files by their paths below the extension's folder; native code with its bytes
 * @param {import('./platforms.mjs').Platform} platform
 */
export function fileProblems(files, platform) {
  const names = [...files.keys()];
  const problems = names
    .filter((name) => !ALLOWED_FILES.some((pattern) => pattern.test(name)))
    .map((name) => `${name} does not belong into a VSIX.`);
  for (const name of [
    'package.json',
    'dist/extension.cjs',
    'dist/engine.mjs',
    'dist/webview.js',
    'dist/sample/labels.csv',
  ])
    if (!files.has(name)) problems.push(`${name} is missing.`);
  const wanted = sharpPackages(platform);
  const native = names.filter(isNative);
  const found = new Set(native.map((name) => /^node_modules\/@img\/([^/]+)\//.exec(name)?.[1] ?? name));
  for (const name of wanted) if (!found.has(name)) problems.push(`The native code of @img/${name} is missing.`);
  for (const name of found)
    if (!wanted.includes(name)) problems.push(`${name} is native code that ${platform.target} does not need.`);
  for (const name of native) {
    const is = nativeOf(files.get(name) ?? new Uint8Array());
    if (is?.os === platform.os && is.cpu === platform.cpu) continue;
    problems.push(
      `${name} is for ${is === undefined ? 'no system known here' : `${is.os}-${is.cpu}`}, not for ${platform.target}.`,
    );
  }
  return problems;
}

/**
 * Opens a VSIX.
 * @param {Uint8Array} bytes
 * @returns {{ files: Map<string, Uint8Array | undefined>, manifest: string }} as `fileProblems` takes them, and VS Code's own manifest of it
 */
export function openVsix(bytes) {
  const files = new Map();
  const opened = unzipSync(bytes, {
    filter: ({ name }) => {
      if (name.startsWith('extension/') && !name.endsWith('/')) files.set(inStage(name), undefined);
      return name === 'extension.vsixmanifest' || isNative(name);
    },
  });
  for (const [name, content] of Object.entries(opened)) if (isNative(name)) files.set(inStage(name), content);
  return { files, manifest: new TextDecoder().decode(opened['extension.vsixmanifest']) };
}

function inStage(name) {
  const path = name.slice('extension/'.length);
  return RENAMED[path] ?? path;
}

/**
 * Every reason why a VSIX is not the one for a platform; empty if it is.
 * @param {Uint8Array} bytes
 * @param {import('./platforms.mjs').Platform} platform
 * @param {{ isPreRelease?: boolean }} [options]
 * @returns {string[]}
 */
export function vsixProblems(bytes, platform, { isPreRelease = false } = {}) {
  const { files, manifest } = openVsix(bytes);
  const problems = fileProblems(files, platform);
  const target = /TargetPlatform="([^"]*)"/.exec(manifest)?.[1];
  if (target !== platform.target)
    problems.push(`It says that it is for ${target ?? 'every platform'}, not for ${platform.target}.`);
  const saysPreRelease = /Id="Microsoft\.VisualStudio\.Code\.PreRelease" Value="true"/.test(manifest);
  if (saysPreRelease !== isPreRelease) problems.push(`It says that it is ${saysPreRelease ? 'a' : 'no'} pre-release.`);
  if (bytes.length > LIMIT)
    problems.push(`It has ${(bytes.length / MEGABYTE).toFixed(1)} MB: more than ${LIMIT / MEGABYTE} MB.`);
  return problems;
}
