import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Submission, SubmittedJob } from '../../../src/cluster/engine.ts';
import { laidOver } from '../../../src/cluster/kubernetes/fields.ts';
import { placesOf, type KubernetesJob } from '../../../src/cluster/kubernetes/job-places.ts';
import { kubernetes } from '../../../src/cluster/kubernetes/kubernetes.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'la-manifest-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const RUN = "/data/o'brien's $(HOME) $$";
function submission(...engineArgs: string[]): Submission {
  return {
    run: RUN,
    plan: '0123456789abcdef'.repeat(4),
    steps: [
      { name: 'folds-2', tasks: [3, 5, 6], args: ['task', RUN, '--of', '3,5-6'] },
      { name: 'merge', tasks: [], args: ['merge', RUN, '--quiet'] },
    ],
    launch: ['node', 'cli.mjs'],
    engineArgs,
  };
}

interface Manifest {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly suspend: boolean;
    readonly completions: number;
    readonly parallelism: number;
    readonly template: { readonly spec: { readonly containers: readonly { readonly command: readonly string[] }[] } };
  };
}

async function manifests(...engineArgs: string[]): Promise<Manifest[]> {
  const text = await kubernetes.print(submission(...engineArgs));
  return text
    .split(/^---$/m)
    .slice(1)
    .map((part) => load(part) as Manifest);
}
const ENOUGH = ['--image', 'registry.example/label-audit:1', '--claim', 'photos:/data'];

describe('a manifest', () => {
  it('is an Indexed Job that ends as tasks ask for', async () => {
    const [folds, merge] = await manifests(...ENOUGH, '--node-selector', 'disk=ssd', '--cpu', '2', '--memory', '3Gi');
    expect(folds).toMatchObject({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { annotations: { 'label-audit/folder': RUN, 'label-audit/tasks': '3,5-6' } },
      spec: {
        completionMode: 'Indexed',
        completions: 3,
        parallelism: 3,
        suspend: false,
        backoffLimitPerIndex: 2,
        maxFailedIndexes: 0,
        podReplacementPolicy: 'Failed',
        podFailurePolicy: {
          rules: [
            { action: 'FailIndex', onExitCodes: { containerName: 'task', operator: 'In', values: [3] } },
            { action: 'Ignore' },
          ],
        },
        template: {
          spec: {
            restartPolicy: 'Never',
            nodeSelector: { disk: 'ssd' },
            containers: [
              {
                name: 'task',
                image: 'registry.example/label-audit:1',
                resources: { requests: { cpu: '2', memory: '3Gi' } },
              },
            ],
          },
        },
      },
    });
    expect(merge).toMatchObject({ spec: { suspend: true, completions: 1, parallelism: 1 } });
    for (const { metadata } of [folds, merge]) {
      expect(metadata.name).toMatch(/^label-audit-0123456789ab-[0-9a-f]{8}-[a-z0-9-]+$/);
      expect(metadata.name.length).toBeLessThan(57);
    }
  });

  it('hands paths over as they are: no shell, and no variable of Kubernetes in them', async () => {
    const [folds] = await manifests(...ENOUGH);
    const [{ command }] = folds.spec.template.spec.containers;
    expect(command).toEqual(['label-audit', 'task', "/data/o'brien's $$(HOME) $$$$", '--of', '3,5-6']);
  });

  it('gives the pods of a large run the heap that they need', async () => {
    const envOf = async (nodeOptions?: string): Promise<unknown> => {
      const text = await kubernetes.print({
        ...submission(...ENOUGH),
        ...(nodeOptions === undefined ? {} : { nodeOptions }),
      });
      return (load(text.split(/^---$/m)[1]) as { spec: { template: { spec: { containers: { env: unknown }[] } } } })
        .spec.template.spec.containers[0].env;
    };
    const given = { name: 'NODE_OPTIONS', value: '--max-old-space-size=11000' };
    expect(await envOf(given.value)).toContainEqual(given);
    expect(JSON.stringify(await envOf())).not.toContain('NODE_OPTIONS');
  });

  it('takes a template of the user over it, but stays the array that it is', async () => {
    const template = join(folder, 'job.yaml');
    const lines = [
      'metadata: { name: mine, annotations: { team: vision } }',
      'spec:',
      '  completions: 7',
      '  suspend: true',
      '  ttlSecondsAfterFinished: 3600',
      '  template:',
      '    spec:',
      '      tolerations: [{ key: gpu, operator: Exists }]',
      '      securityContext: { seccompProfile: null }',
      '      volumes: [{ name: photos, nfs: { server: files, path: /export } }]',
      '      containers:',
      '        - name: task',
      '          image: mine:1',
      '          volumeMounts: [{ name: photos, mountPath: /data }]',
    ];
    await writeFile(template, lines.join('\n'));
    const [folds] = await manifests('--template', template, '--parallelism', '2');
    expect(folds).toMatchObject({
      metadata: { annotations: { team: 'vision', 'label-audit/tasks': '3,5-6' } },
      spec: {
        ...{ completions: 3, parallelism: 2, suspend: false, ttlSecondsAfterFinished: 3600 },
        template: {
          spec: {
            tolerations: [{ key: 'gpu', operator: 'Exists' }],
            volumes: [{ name: 'scratch', emptyDir: {} }, { name: 'photos' }],
            containers: [{ image: 'mine:1', volumeMounts: [{ mountPath: '/tmp' }, { mountPath: '/data' }] }],
          },
        },
      },
    });
    expect(folds.metadata.name).toMatch(/^label-audit-/);
    expect(folds.spec.template.spec).not.toHaveProperty('securityContext.seccompProfile');
  });

  it.each([
    [['--claim', 'photos:/data'], /needs the image/],
    [['--image', 'x'], /would not see the run folder/],
    [['--image', 'x', '--claim', 'photos:/dat'], /have \/dat\. Mount/],
    [['--image', 'x', '--claim', 'photos'], /--claim photos is not of the form/],
    [['--image', 'x', '--node-selector', 'ssd'], /--node-selector ssd is not of the form/],
    [['--parallelism', '0'], /--parallelism 0 is no number/],
    [['--gpu'], /There are: --image, /],
    [['--template', '/nowhere.yaml'], /--template \/nowhere\.yaml can't be read/],
  ])('is refused for %j with what to do', async (args, message) => {
    await expect(kubernetes.print(submission(...args))).rejects.toThrow(message);
  });
});

describe('what Kubernetes says of a job', () => {
  const job: SubmittedJob = { step: 'folds', id: 'x', tasks: [3, 5, 6, 7] };
  const said = (status: KubernetesJob['status'], suspend = false): KubernetesJob => ({
    kind: 'Job',
    metadata: { name: 'x' },
    spec: { suspend },
    status,
  });
  const states = (of: KubernetesJob | undefined, isStopped = false): (string | undefined)[] =>
    placesOf(job, of, [], { step: 'deal', isStopped }).flatMap(({ state, reason }) => [state, reason]);

  it('is said by place', () => {
    const failed = said({
      completedIndexes: '0,2-3',
      failedIndexes: '1',
      conditions: [{ type: 'Failed', status: 'True', message: 'too many' }],
    });
    expect(placesOf(job, failed, [], undefined)).toEqual([
      { step: 'folds', task: 3, state: 'ended' },
      { step: 'folds', task: 5, state: 'failed', reason: 'too many' },
      { step: 'folds', task: 6, state: 'ended' },
      { step: 'folds', task: 7, state: 'ended' },
    ]);
  });

  it('tells waiting for a step from a step that will never be', () => {
    expect(states(said({}, true)).slice(0, 2)).toEqual(['waiting', 'after deal']);
    expect(states(said({}, true), true).slice(0, 2)).toEqual(['cancelled', 'deal failed']);
    expect(states(undefined).slice(0, 2)).toEqual(['cancelled', 'its Job was deleted']);
  });

  it('shows why a pod does not start', () => {
    const pod = {
      kind: 'Pod' as const,
      metadata: { labels: { 'batch.kubernetes.io/job-completion-index': '2' } },
      status: { phase: 'Pending', containerStatuses: [{ state: { waiting: { reason: 'ImagePullBackOff' } } }] },
    };
    expect(placesOf(job, said({}), [pod], undefined)[2]).toEqual({
      ...{ step: 'folds', task: 6, state: 'waiting', reason: 'ImagePullBackOff' },
    });
  });
});

describe('one map over another', () => {
  it('goes by name in lists, takes null away, and is not fooled by __proto__', () => {
    const over = JSON.parse('{"a":null,"list":[{"name":"y","v":2}],"__proto__":{"bad":1}}') as object;
    const whole = laidOver({ a: 1, b: 2, list: [{ name: 'x' }, { name: 'y', w: 1 }] }, over);
    expect(whole).toMatchObject({ b: 2, list: [{ name: 'x' }, { name: 'y', w: 1, v: 2 }] });
    expect(whole).not.toHaveProperty('a');
    expect(({} as { bad?: number }).bad).toBeUndefined();
    expect((whole as { bad?: number }).bad).toBeUndefined();
  });
});
