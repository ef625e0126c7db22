import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { installVsCode, repositoryRoot } from './install.mjs';

/** User settings of VS Code, by their dotted names. */
export type Settings = Readonly<Record<string, unknown>>;

export interface ServerOptions {
  /** User settings on top of the quiet ones that every test gets. */
  readonly settings?: Settings;
  /** Environment of the extension host, on top of ours. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * A VSIX to install and test instead of the source tree. Default: `LABEL_AUDIT_VSIX`; empty: the source tree.
   */
  readonly vsix?: string;
  /** Folders of other extensions to have installed. */
  readonly others?: readonly string[];
  /** Default: a free one. */
  readonly port?: number;
  /** Whether folders are trusted only once the user says so. Default: every folder is. */
  readonly asksForTrust?: boolean;
}

/** A running VS Code server with a home, settings and extensions of its own. */
export interface CodeServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** `127.0.0.1:PORT`, as in `vscode-remote://` addresses. */
  readonly authority: string;
  /** Process id of the server, which is also its process group's. */
  readonly pid: number;
  /** The extension's folder if the window is to load it from source; undefined if it is installed. */
  readonly extensionPath: string | undefined;
  /** Merges `changes` into the user settings, for windows that load from now on. `undefined` removes a setting. */
  updateSettings(changes: Settings): Promise<void>;
  /** What the server has printed so far. */
  log(): string;
  /** Stops the server with all its children and deletes its folder. */
  stop(): Promise<void>;
}

/** The server did not start; the message ends with what it printed. */
export class ServerStartError extends Error {}

const QUIET: Settings = {
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  // It would come up in the middle of another test.
  'labelAudit.offerAudit': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.showReleaseNotes': false,
  'window.menuBarVisibility': 'classic',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Folders open in restricted mode, without a question. */
const ASKING: Settings = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.emptyWindow': false,
};

/** What must not outlive this process: groups of processes, and their folders. */
const running = new Map<number, string>();
let cleansUp = false;

function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false; // the group is gone
  }
}

function cleanUpOnExit(): void {
  if (cleansUp) return;
  cleansUp = true;
  process.on('exit', () => {
    for (const [pid, folder] of running) {
      signalGroup(pid, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    }
  });
  for (const [signal, code] of [['SIGINT', 130] as const, ['SIGTERM', 143] as const, ['SIGHUP', 129] as const]) {
    process.on(signal, () => process.exit(code));
  }
}

/** Our environment without what npm, an outer VS Code or a desktop session put there, and with a home of its own. */
function environment(folder: string, extra: Readonly<Record<string, string>>): Record<string, string> {
  const ours = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(npm_|VSCODE_|ELECTRON_|XDG_|NODE_TEST_CONTEXT$)/i.test(entry[0]),
  );
  const home = join(folder, 'home');
  return {
    ...Object.fromEntries(ours),
    HOME: home,
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_RUNTIME_DIR: join(home, '.run'),
    ...extra,
  };
}

async function installVsix(serverFolder: string, vsix: string, folders: string[], env: Record<string, string>) {
  if (!existsSync(vsix)) throw new ServerStartError(`No such VSIX: ${vsix}. Make it with npm run package.`);
  const args = [join(serverFolder, 'out', 'server-main.js'), '--install-extension', vsix, '--force', ...folders];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env, timeout: 120_000 });
  if (!/successfully installed/.test(stdout))
    throw new ServerStartError(`${vsix} is not installed: ${stdout}${stderr}`);
}

/** Waits until the server has printed its port and answers. */
async function waitUntilReady(child: ChildProcess, log: () => string): Promise<number> {
  const fail = (why: string) => new ServerStartError(`The VS Code server ${why}:\n${log()}`);
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw fail(`ended with code ${child.exitCode}`);
    const port = /agent listening on (\d+)/.exec(log())?.[1];
    if (port) {
      const answer = await fetch(`http://127.0.0.1:${port}/version`).catch(() => undefined);
      if (answer?.ok) return Number(port);
    }
    await sleep(25);
  }
  throw fail('did not answer within 60 s');
}

/**
 * Starts a VS Code server (installing it first if need be) that knows nothing of this user: home, settings, state and
 * extensions are in a temporary folder. Ends with this process, however that ends short of SIGKILL.
 * @throws ServerStartError
 */
export async function startServer(options: ServerOptions = {}): Promise<CodeServer> {
  const serverFolder = await installVsCode();
  const folder = await mkdtemp(join(tmpdir(), 'label-audit-vscode-'));
  const data = join(folder, 'server');
  const settingsFile = join(data, 'data', 'User', 'settings.json');
  await Promise.all(
    [join(data, 'data', 'User'), join(folder, 'home', '.run')].map((f) => mkdir(f, { recursive: true })),
  );
  await writeFile(
    settingsFile,
    JSON.stringify({ ...QUIET, ...(options.asksForTrust ? ASKING : {}), ...options.settings }, null, 2),
  );

  // A window takes its colour theme from the extension under test if that brings one, and counts whatever lies below the
  // extension's folder as brought by it: the server's own themes too, as the cache is in the repository. So they move.
  const builtin = join(folder, 'builtin');
  await symlink(join(serverFolder, 'extensions'), builtin);

  const env = environment(folder, options.env ?? {});
  const extensions = join(folder, 'extensions');
  // Those that lie there before the server starts first count as installed.
  for (const other of options.others ?? []) await cp(other, join(extensions, basename(other)), { recursive: true });
  const folders = ['--server-data-dir', data, '--extensions-dir', extensions];
  const vsix = options.vsix ?? process.env.LABEL_AUDIT_VSIX ?? '';
  let output = '';
  let child: ChildProcess;
  try {
    if (vsix) await installVsix(serverFolder, resolve(repositoryRoot, vsix), folders, env);
    const args = [
      ...[join(serverFolder, 'out', 'server-main.js'), '--host', '127.0.0.1', '--port', String(options.port ?? 0)],
      ...['--without-connection-token', '--accept-server-license-terms', '--telemetry-level', 'off', ...folders],
      ...['--enable-smoke-test-driver', '--builtin-extensions-dir', builtin],
      ...(options.asksForTrust ? [] : ['--disable-workspace-trust']),
    ];
    // A group of its own: the extension host must go with the server.
    child = spawn(process.execPath, args, { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  const pid = child.pid!;
  running.set(pid, folder);
  cleanUpOnExit();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }

  const stop = async () => {
    if (!running.has(pid)) return;
    signalGroup(pid, 'SIGTERM');
    for (let waited = 0; waited < 2000 && signalGroup(pid, 0); waited += 25) await sleep(25);
    signalGroup(pid, 'SIGKILL');
    running.delete(pid);
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };

  try {
    const authority = `127.0.0.1:${await waitUntilReady(child, () => output)}`;
    return {
      url: `http://${authority}`,
      authority,
      pid,
      extensionPath: vsix ? undefined : repositoryRoot,
      updateSettings: async (changes) => {
        const now = JSON.parse(await readFile(settingsFile, 'utf8')) as Settings;
        await writeFile(settingsFile, JSON.stringify({ ...now, ...changes }, null, 2));
      },
      log: () => output,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
