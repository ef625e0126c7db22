// Fetches what the tests in a real editor need, from the npm registry alone: a VS Code server and a browser.
// Plain JavaScript, so that it runs before any build:  node test/harness/install.mjs
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createReadStream, createWriteStream } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';

const run = promisify(execFile);

const CODE_SERVER = '4.100.3'; // carries VS Code 1.100.3, the oldest that package.json's engines allow; runs on Node 20
const RIPGREP = '1.18.0';
const SPARTICUZ = '143.0.4'; // the last major but two; later ones refuse Node 20
const VSCE = '3.9.2'; // 4.x refuses Node 20
const MARKER = '.complete';
const SYSTEM_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** An installation that can't go on; the message is one line that says what to do. */
export class HarnessInstallError extends Error {}

/** The folder of the repository, found from wherever this file was bundled to. */
export const repositoryRoot = (() => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package-lock.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
})();

/** Where downloads are kept between runs; `LABEL_AUDIT_VSCODE_CACHE` moves it. */
export const cacheFolder = () => resolve(repositoryRoot, process.env.LABEL_AUDIT_VSCODE_CACHE ?? '.vscode-test');

/** Runs npm in `cwd`; turns an unreachable registry into one clear line. */
async function npm(args, cwd) {
  // Settings of the `npm run` that started us (prefix, dry-run, workspaces…) must not leak into this one.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([key]) =>
        !/^npm_/i.test(key) || /^npm_config_(registry|cache|userconfig|.*proxy|cafile|prefer_offline)$/i.test(key),
    ),
  );
  try {
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--fetch-retries=2', '--fetch-retry-mintimeout=1000'];
    const windows = process.platform === 'win32';
    return await run(windows ? 'npm.cmd' : 'npm', [...args, ...quiet], {
      cwd,
      env,
      shell: windows,
      maxBuffer: 1 << 26,
    });
  } catch (error) {
    const text = String(error.stderr ?? error.message);
    const code =
      /\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b/.exec(
        text,
      );
    const first = text.split('\n').find((line) => line.startsWith('npm error ')) ?? text.split('\n')[0];
    throw new HarnessInstallError(
      code
        ? `The npm registry is out of reach (${code[1]}) while running "npm ${args.join(' ')}": check the network or npm's "registry" setting and run again.`
        : `"npm ${args.join(' ')}" failed: ${first}`,
    );
  }
}

/** Downloads `name@version` and unpacks `members` (paths inside the package) of it into `target`. */
async function unpack(spec, target, members, strip) {
  await mkdir(target, { recursive: true });
  const { stdout } = await npm(['pack', spec, '--json', '--pack-destination', target], target);
  const packed = JSON.parse(stdout);
  const tarball = join(target, (Array.isArray(packed) ? packed[0] : Object.values(packed)[0]).filename);
  await run('tar', ['-xzf', tarball, '-C', target, `--strip-components=${strip}`, ...members]);
  await rm(tarball);
}

/** Whether process `pid` is alive. */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Makes `cache/name` by `fill(folder)` unless it is complete. Filled beside its place and renamed into it, marker last,
 * so that a half-finished or a concurrent installation is never taken for a good one.
 */
async function once(name, what, log, fill) {
  const cache = cacheFolder();
  const folder = join(cache, name);
  if (existsSync(join(folder, MARKER))) return folder;
  await mkdir(cache, { recursive: true });
  for (const left of (await readdir(cache)).filter((entry) => entry.startsWith(`${name}.partial-`))) {
    if (!isAlive(Number(left.split('-').at(-1)))) await rm(join(cache, left), { recursive: true, force: true });
  }
  const partial = join(cache, `${name}.partial-${process.pid}`);
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial);
  const started = Date.now();
  log(`${what}: fetching from the npm registry`);
  try {
    await fill(partial);
    await writeFile(join(partial, MARKER), `${new Date().toISOString()}\n`);
    if (!existsSync(join(folder, MARKER))) {
      await rm(folder, { recursive: true, force: true });
      await rename(partial, folder).catch((error) => {
        if (!existsSync(join(folder, MARKER))) throw error; // else another process was quicker, and its result is as good
      });
    }
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  log(`${what}: installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return folder;
}

/** Deletes every source map below `folder`: half of the server's size. */
async function deleteSourceMaps(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const maps = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.map'));
  await Promise.all(maps.map((entry) => rm(join(entry.parentPath, entry.name))));
}

/** The VS Code server; returns its folder, in which `out/server-main.js` is the program. */
export function installVsCode(log = console.log) {
  return once(`vscode-${CODE_SERVER}`, `VS Code server ${CODE_SERVER}`, log, async (folder) => {
    await unpack(`code-server@${CODE_SERVER}`, folder, ['package/lib/vscode'], 3);
    await npm(['install', '--omit=dev', '--ignore-scripts'], folder);
    // Its own ripgrep comes from an install script; without it workspace.findFiles finds nothing.
    const ripgrep = join(folder, 'node_modules', '@vscode', 'ripgrep', 'bin');
    const platform = `${process.platform}-${process.arch}`;
    await unpack(`@vscode/ripgrep-${platform}@${RIPGREP}`, ripgrep, ['package/bin'], 2);
    await deleteSourceMaps(folder);
  });
}

async function brotli(from, to) {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));
}

/** Chromium from the npm package @sparticuz/chromium, unpacked, with the libraries that a bare machine lacks. */
function installSparticuz(log) {
  return once(`chromium-${SPARTICUZ}`, `Chromium ${SPARTICUZ}`, log, async (folder) => {
    await unpack(`@sparticuz/chromium@${SPARTICUZ}`, folder, ['package/bin'], 2);
    const archives = (await readdir(folder)).filter((file) => file.endsWith('.br'));
    for (const archive of archives) {
      const plain = join(folder, archive.slice(0, -'.br'.length));
      await brotli(join(folder, archive), plain);
      await rm(join(folder, archive));
      if (!plain.endsWith('.tar')) continue;
      const inner = plain.endsWith('swiftshader.tar') ? folder : plain.slice(0, -'.tar'.length);
      await mkdir(inner, { recursive: true });
      await run('tar', ['-xf', plain, '-C', inner]);
      await rm(plain);
    }
    await chmod(join(folder, 'chromium'), 0o755);
  });
}

/** Whether `executable` starts with `env`. */
const starts = (executable, env) =>
  run(executable, ['--version', '--no-sandbox'], { env: { ...process.env, ...env }, timeout: 60_000 }).then(
    () => true,
    () => false,
  );

/**
 * The browser: `LABEL_AUDIT_BROWSER`, else an installed Chromium or Chrome, else one from the npm registry.
 * @returns `{ executablePath, env }` for Playwright's `launch`
 */
export async function installBrowser(log = console.log) {
  const installed = process.env.LABEL_AUDIT_BROWSER ?? SYSTEM_BROWSERS.find((path) => existsSync(path));
  if (installed) {
    if (!existsSync(installed)) throw new HarnessInstallError(`LABEL_AUDIT_BROWSER names no file: ${installed}`);
    return { executablePath: installed, env: {} };
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new HarnessInstallError('No browser found: set LABEL_AUDIT_BROWSER to the path of Chrome or Chromium.');
  }
  const folder = await installSparticuz(log);
  const executablePath = join(folder, 'chromium');
  const fonts = { FONTCONFIG_PATH: join(folder, 'fonts') };
  if (await starts(executablePath, {}))
    return { executablePath, env: existsSync('/etc/fonts/fonts.conf') ? {} : fonts };
  const bare = { ...fonts, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') };
  if (await starts(executablePath, bare)) return { executablePath, env: bare };
  throw new HarnessInstallError(
    `${executablePath} does not start on this machine: install Chromium and set LABEL_AUDIT_BROWSER to its path.`,
  );
}

/** The packager of VSIX files; returns the path of its program. Not a devDependency: it has 300 packages of its own. */
export async function installVsce(log = console.log) {
  const folder = await once(`vsce-${VSCE}`, `vsce ${VSCE}`, log, async (target) => {
    await writeFile(join(target, 'package.json'), '{ "private": true }\n');
    await npm(['install', `@vscode/vsce@${VSCE}`, '--ignore-scripts', '--omit=optional'], target);
  });
  const home = join(folder, 'node_modules', '@vscode', 'vsce');
  const { bin } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));
  return join(home, bin.vsce);
}

/**
 * Packages by a lockfile, such as those for another platform; returns the folder that holds their node_modules.
 * @param {{ manifest: object, lock: object, wanted: string[] }} what package.json, package-lock.json, and npm's options
 */
export function installLocked(name, title, { manifest, lock, wanted }, log = console.log) {
  return once(name, title, log, async (folder) => {
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock));
    await npm(['ci', '--ignore-scripts', ...wanted], folder);
  });
}

/**
 * A program of an npm package, such as `deno@2.9.6`; returns its path. It is not among our own packages, whose tests must not need it.
 * @param {string} spec name and exact version
 * @param {string} program its name in node_modules/.bin, or its path from there
 */
export async function installProgram(spec, program, log = console.log) {
  const folder = await once(spec.replaceAll(/[^\w.-]+/g, '-'), spec, log, async (target) => {
    await writeFile(join(target, 'package.json'), '{ "private": true }\n');
    await npm(['install', spec, '--ignore-scripts'], target);
  });
  return join(folder, 'node_modules', '.bin', process.platform === 'win32' ? `${program}.cmd` : program);
}

/**
 * A Python package; returns the folder for PYTHONPATH.
 * @param {string} spec name and exact version, such as `pre-commit==4.7.0`
 */
export function installPython(spec, log = console.log) {
  return once(`python-${spec.replaceAll(/[^\w.-]+/g, '-')}`, spec, log, async (target) => {
    const quiet = ['--quiet', '--disable-pip-version-check', '--no-input'];
    await run('python3', ['-m', 'pip', 'install', ...quiet, '--target', target, spec]).catch((error) => {
      const lines = String(error.stderr ?? error.message)
        .trim()
        .split('\n');
      throw new HarnessInstallError(`${spec} is out of reach: ${lines.at(-1)}`);
    });
  });
}

/** Everything that the tests in a real VS Code need. Quick when it is there already. */
export async function installHarness(log = console.log) {
  const serverFolder = await installVsCode(log);
  const browser = await installBrowser(log);
  return { serverFolder, browser };
}

// The name, too, because this module is bundled into programs of other names.
if (
  process.argv[1] &&
  basename(process.argv[1]) === 'install.mjs' &&
  resolve(process.argv[1]) === fileURLToPath(import.meta.url)
) {
  try {
    const started = Date.now();
    const { serverFolder, browser } = await installHarness();
    console.log(`VS Code server: ${serverFolder}\nBrowser: ${browser.executablePath}`);
    console.log(`Ready in ${Date.now() - started} ms.`);
  } catch (error) {
    if (!(error instanceof HarnessInstallError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
