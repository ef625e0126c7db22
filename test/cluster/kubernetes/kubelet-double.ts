import { spawn, type ChildProcess } from 'node:child_process';
import { request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A double of scheduler and kubelet: runs the command of each pod's container as a process of this machine, with the
 * variables that the real one would set, tells the API server how it ended, and ends it when its pod is deleted. It knows no
 * images and no volumes. One pod a core runs at once.
 */
export interface KubeletDouble {
  /** Processes of pods that run now, by pod name. */
  readonly running: ReadonlyMap<string, ChildProcess>;
  readonly stop: () => Promise<void>;
}

interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly spec: {
    readonly containers: readonly {
      readonly name: string;
      readonly command: readonly string[];
      readonly env?: readonly {
        readonly name: string;
        readonly value?: string;
        readonly valueFrom?: { readonly fieldRef?: { readonly fieldPath: string } };
      }[];
    }[];
  };
  readonly status: { readonly phase: string };
}

const AT_ONCE = 2;

export function startKubeletDouble(server: string, token: string): KubeletDouble {
  const running = new Map<string, ChildProcess>();
  const begun = new Set<string>();
  let isStopped = false;
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> =>
    apiCall(`${server}${path}`, token, method, body);
  const pathOf = ({ metadata }: Pod): string => `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`;
  const tell = async (pod: Pod, phase: string, name: string, state: unknown): Promise<void> => {
    const containerStatuses = [{ name, image: '', imageID: '', ready: false, restartCount: 0, state }];
    await call('PATCH', `${pathOf(pod)}/status`, { status: { phase, containerStatuses } });
  };

  const begin = async (pod: Pod): Promise<void> => {
    const [{ name, command, env = [] }] = pod.spec.containers;
    // Only a pod that is bound to a node is given time to end when it is deleted.
    const target = { apiVersion: 'v1', kind: 'Node', name: 'this-machine' };
    await call('POST', `${pathOf(pod)}/binding`, {
      ...{ apiVersion: 'v1', kind: 'Binding', metadata: { name: pod.metadata.name }, target },
    });
    const variables: Record<string, string> = {};
    for (const { name: variable, value = '', valueFrom } of env) {
      const label = /^metadata\.(?:labels|annotations)\['(.+)'\]$/.exec(valueFrom?.fieldRef?.fieldPath ?? '')?.[1];
      variables[variable] = label === undefined ? value : (pod.metadata.labels[label] ?? '');
    }
    const [program, ...args] = command.map((word) => expanded(word, variables));
    const child = spawn(program, args, {
      stdio: 'ignore',
      env: { ...process.env, ...variables, HOSTNAME: pod.metadata.name },
    });
    running.set(pod.metadata.name, child);
    const ended = new Promise<number>((resolve) => {
      // 127: there is no such program; 128 and the signal's number, as a real one says it.
      child.once('error', () => {
        resolve(127);
      });
      child.once('exit', (code, signal) => {
        resolve(code ?? (signal === 'SIGKILL' ? 137 : 143));
      });
    });
    await tell(pod, 'Running', name, { running: { startedAt: new Date().toISOString() } });
    void ended
      .then(async (exitCode) => {
        running.delete(pod.metadata.name);
        const phase = exitCode === 0 ? 'Succeeded' : 'Failed';
        await tell(pod, phase, name, { terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' } });
      })
      // Its pod may be gone by then.
      .catch(() => undefined);
  };

  const look = async (): Promise<void> => {
    const { items } = (await call('GET', '/api/v1/pods')) as { readonly items: readonly Pod[] };
    for (const pod of items) {
      const child = running.get(pod.metadata.name);
      if (pod.metadata.deletionTimestamp !== undefined) {
        if (child !== undefined) child.kill('SIGTERM');
        else await call('DELETE', `${pathOf(pod)}?gracePeriodSeconds=0`);
      } else if (pod.status.phase === 'Pending' && !begun.has(pod.metadata.name) && running.size < AT_ONCE) {
        begun.add(pod.metadata.name);
        await begin(pod);
      }
    }
  };

  const loop = (async () => {
    while (!isStopped) {
      await look().catch(() => undefined);
      await sleep(150);
    }
  })();
  return {
    running,
    stop: async () => {
      isStopped = true;
      await loop;
      const ends = [...running.values()].map((child) => new Promise((resolve) => child.once('exit', resolve)));
      for (const child of running.values()) child.kill('SIGKILL');
      await Promise.all(ends);
    },
  };
}

/** As Kubernetes reads a command: `$(NAME)` is a variable where there is one, `$$` is `$`. */
function expanded(word: string, variables: Readonly<Record<string, string>>): string {
  return word.replaceAll(/\$\$|\$\(([^)]*)\)/g, (all, name: string | undefined) =>
    name === undefined ? '$' : Object.hasOwn(variables, name) ? variables[name] : all,
  );
}

async function apiCall(url: string, token: string, method: string, body: unknown): Promise<unknown> {
  const type = method === 'PATCH' ? 'application/strategic-merge-patch+json' : 'application/json';
  return new Promise((resolve, reject) => {
    // The server made its certificate itself, a moment ago.
    const options = {
      method,
      rejectUnauthorized: false,
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
    };
    const sent = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if ((response.statusCode ?? 500) < 300) resolve(JSON.parse(text));
        else reject(new Error(`${method} ${url}: ${text}`));
      });
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
