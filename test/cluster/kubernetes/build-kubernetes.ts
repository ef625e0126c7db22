import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '../../harness/install.mjs';
import { daemonEnv, hasProgram, installed } from '../apt-install.ts';

const run = promisify(execFile);

/** The release that build/go.mod names. */
const VERSION = 'v1.33.13';
const PROGRAMS = ['kubectl', 'kube-apiserver', 'kube-controller-manager'] as const;
type Program = (typeof PROGRAMS)[number];

/** Where the programs are kept between runs: outside the repository, since they take 250 MB. */
const folder = join(
  process.env.LABEL_AUDIT_TEST_CACHE ??
    join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'label-audit-test'),
  'kubernetes',
  VERSION,
);

/** Absolute path of a program that has been built. */
export const kubernetesProgram = (name: Program): string => join(folder, name);

/**
 * Installs etcd, and builds Kubernetes where `LABEL_AUDIT_BUILD_KUBERNETES` is set (about ten CPU minutes, once).
 *
 * @returns why it can't run here, in one line; undefined where it can
 */
export async function kubernetesIsMissing(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'the tests build it for Linux alone';
  const left = PROGRAMS.filter((name) => !existsSync(kubernetesProgram(name)));
  if (left.length > 0) {
    const why = `${left.join(', ')} not built in ${folder}`;
    if (process.env.LABEL_AUDIT_BUILD_KUBERNETES === undefined) return `${why}: npm run test:cluster builds them`;
    if (!(await hasProgram('go'))) return `${why}, and there is no Go to build them`;
    const failure = await build(left);
    if (failure !== undefined) return `${why}: ${failure}`;
  }
  return installed(['etcd'], ['etcd-server']);
}

/** @returns what went wrong, in one line */
async function build(programs: readonly Program[]): Promise<string | undefined> {
  const source = join(folder, 'src');
  await mkdir(source, { recursive: true });
  for (const name of ['go.mod', 'go.sum', 'tools.go']) {
    await cp(join(repositoryRoot, 'test/cluster/kubernetes/build', name), join(source, name));
  }
  for (const name of programs) {
    console.log(`Building ${name} ${VERSION} from the Go module proxy; it is kept in ${folder}`);
    const part = `${kubernetesProgram(name)}.part`;
    const flags = `-s -w -X k8s.io/component-base/version.gitVersion=${VERSION}`;
    const args = [
      '-n',
      '19',
      'go',
      'build',
      '-trimpath',
      '-ldflags',
      flags,
      '-o',
      part,
      `k8s.io/kubernetes/cmd/${name}`,
    ];
    try {
      await run('nice', args, {
        cwd: source,
        env: daemonEnv({ CGO_ENABLED: '0' }),
        maxBuffer: 1 << 26,
        timeout: 3_600_000,
      });
    } catch (error) {
      return (error instanceof Error ? error.message : String(error)).trim().split('\n').slice(0, 2).join(' ');
    }
    await rename(part, kubernetesProgram(name));
  }
  return undefined;
}
