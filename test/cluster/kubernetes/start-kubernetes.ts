import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { daemonEnv } from '../apt-install.ts';
import { freePorts, startDaemon, stopDaemons, untilReady, type Daemon } from '../daemons.ts';
import { kubernetesProgram } from './build-kubernetes.ts';
import { startKubeletDouble, type KubeletDouble } from './kubelet-double.ts';

const run = promisify(execFile);

/** Kubernetes' own API server, its controllers of jobs and garbage, etcd below it, and a double of the kubelet. */
export interface StartedKubernetes {
  /** With it, `kubectl` and our launcher find the cluster. */
  readonly env: { readonly KUBECONFIG: string; readonly PATH: string };
  readonly kubectl: (...args: string[]) => Promise<string>;
  readonly kubelet: KubeletDouble;
  /** Ends all pods and servers by their process ids, and removes the folder. */
  readonly stop: () => Promise<void>;
}

const TOKEN = 'label-audit-test';

export async function startKubernetes(): Promise<StartedKubernetes> {
  const folder = await mkdtemp(join(tmpdir(), 'la-k8s-'));
  const at = (name: string): string => join(folder, name);
  const [etcd, peers, api] = await freePorts(3);
  await mkdir(at('bin'));
  await symlink(kubernetesProgram('kubectl'), at('bin/kubectl'));
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await writeFile(at('accounts.key'), privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
  await writeFile(at('tokens.csv'), `${TOKEN},admin,1,"system:masters"\n`, { mode: 0o600 });
  await writeFile(at('kubeconfig'), kubeconfig(api), { mode: 0o600 });
  const env = { KUBECONFIG: at('kubeconfig'), PATH: `${at('bin')}:${daemonEnv().PATH ?? ''}` };
  const kubectl = async (...args: string[]): Promise<string> =>
    (await run('kubectl', args, { env: { ...process.env, ...env }, maxBuffer: 1 << 28 })).stdout;

  const daemons: Daemon[] = [];
  let kubelet: KubeletDouble | undefined;
  const stop = async (): Promise<void> => {
    await kubelet?.stop();
    await stopDaemons(daemons);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    const store = `http://127.0.0.1:${etcd}`;
    const members = `http://127.0.0.1:${peers}`;
    daemons.push(
      startDaemon(folder, 'etcd', [
        ...[`--data-dir=${at('etcd')}`, '--unsafe-no-fsync', '--name=test', `--initial-cluster=test=${members}`],
        ...[`--listen-client-urls=${store}`, `--advertise-client-urls=${store}`],
        ...[`--listen-peer-urls=${members}`, `--initial-advertise-peer-urls=${members}`],
      ]),
      startDaemon(
        folder,
        'kube-apiserver',
        [
          ...[
            `--etcd-servers=${store}`,
            '--bind-address=127.0.0.1',
            '--advertise-address=127.0.0.1',
            `--secure-port=${api}`,
          ],
          ...[
            `--cert-dir=${at('certificates')}`,
            '--service-cluster-ip-range=10.0.0.0/24',
            '--authorization-mode=RBAC',
          ],
          ...[`--token-auth-file=${at('tokens.csv')}`, '--service-account-issuer=https://localhost'],
          ...[
            `--service-account-key-file=${at('accounts.key')}`,
            `--service-account-signing-key-file=${at('accounts.key')}`,
          ],
          // A kubelet's and a network's work, which is not done here.
          '--disable-admission-plugins=ServiceAccount,TaintNodesByCondition',
          '--endpoint-reconciler-type=none',
        ],
        { program: kubernetesProgram('kube-apiserver') },
      ),
    );
    await untilReady(daemons, async () => (await kubectl('get', '--raw', '/readyz')).trim() === 'ok', 120);
    daemons.push(
      startDaemon(
        folder,
        'kube-controller-manager',
        [
          ...[
            `--kubeconfig=${at('kubeconfig')}`,
            '--leader-elect=false',
            '--bind-address=127.0.0.1',
            '--secure-port=0',
          ],
          '--controllers=job-controller,garbage-collector-controller,namespace-controller',
        ],
        { program: kubernetesProgram('kube-controller-manager') },
      ),
    );
    await untilReady(daemons, async () => (await kubectl('get', 'namespace', 'default')) !== '', 60);
    kubelet = startKubeletDouble(`https://127.0.0.1:${api}`, TOKEN);
  } catch (error) {
    await stop();
    throw error;
  }
  return { env, kubectl, kubelet, stop };
}

function kubeconfig(port: number): string {
  return `apiVersion: v1
kind: Config
current-context: test
clusters: [{ name: test, cluster: { server: 'https://127.0.0.1:${port}', insecure-skip-tls-verify: true } }]
users: [{ name: test, user: { token: ${TOKEN} } }]
contexts: [{ name: test, context: { cluster: test, user: test, namespace: default } }]
`;
}
