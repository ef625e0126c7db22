import { engineCommand } from '../engine-command.ts';
import { EngineFailure, type Engine, type EngineRecord, type QueueEntry } from '../engine.ts';
import type { Fields } from './fields.ts';
import { jobManifests, jobName, RUN_LABEL, runName } from './job-manifest.ts';
import { jobOptions } from './job-options.ts';
import { jobHas, placesOf, type KubernetesJob, type KubernetesPod } from './job-places.ts';

/**
 * Kubernetes, by `kubectl` alone: each step is an Indexed Job. Those that wait for another are suspended, and `queue` lets
 * the next one begin when it sees that the one before is complete: what runs goes on without us, what follows begins
 * when a user asks for the status (`label-audit status`).
 */
export const kubernetes: Engine = {
  name: 'kubernetes',
  program: 'kubectl',
  async print(submission) {
    const manifests = await yamlOf(jobManifests(submission, await jobOptions(submission)));
    const names = submission.steps.map((step) => jobName(submission, step));
    const next = names
      .slice(1)
      .map(
        (name, i) =>
          `#   kubectl wait --for=condition=complete --timeout=-1s job/${names[i]} &&\n` +
          `#     kubectl patch job ${name} --type=merge --patch '{"spec":{"suspend":false}}'\n`,
      );
    const head =
      next.length === 0
        ? '# kubectl create -f THIS\n'
        : `# kubectl create -f THIS, then, in the same order, so that each Job begins when the one before is complete:\n${next.join('')}`;
    return head + manifests;
  },
  async submit(submission, signal) {
    const options = await jobOptions(submission);
    const text = await yamlOf(jobManifests(submission, options));
    const context =
      options.target.context ??
      // Inside a cluster there is none: a pod's service account is used.
      (await kubectl({}, ['config', 'current-context'], signal).catch(() => '')).trim();
    const where = { ...options.target, context, run: runName(submission) };
    // What an earlier attempt at this run left has ended, or `launchRun` would not have come here.
    await remove(where, signal);
    let made: readonly KubernetesJob[];
    try {
      made = jobsIn(await kubectl(where, ['create', '-f', '-', '-o', 'json'], signal, text));
    } catch (error) {
      // Nothing is left half handed over.
      await remove(where).catch(() => undefined);
      throw error;
    }
    const namespace = made.at(0)?.metadata.namespace ?? '';
    return {
      where: { ...where, namespace },
      jobs: submission.steps.map((step) => ({ step: step.name, id: jobName(submission, step), tasks: step.tasks })),
    };
  },
  async queue(record, signal) {
    const { where, jobs } = record;
    const said = await kubectl(where, ['get', 'jobs.batch,pods', ...ofRun(where), '-o', 'json'], signal);
    const { items } = readJson(said) as { readonly items: readonly (KubernetesJob | KubernetesPod)[] };
    const found = new Map(items.flatMap((one) => (one.kind === 'Job' ? [[one.metadata.name, one] as const] : [])));
    const podsOf = (job: string): KubernetesPod[] =>
      items.flatMap((one) =>
        one.kind === 'Pod' && one.metadata.labels?.['batch.kubernetes.io/job-name'] === job ? [one] : [],
      );
    const entries: QueueEntry[] = [];
    let isStopped = false;
    for (const [i, job] of jobs.entries()) {
      const own = found.get(job.id);
      const previous = i === 0 ? undefined : jobs[i - 1];
      const earlier = previous === undefined ? undefined : found.get(previous.id);
      isStopped ||= jobHas(earlier, 'Failed') || jobHas(earlier, 'FailureTarget');
      if (own?.spec.suspend === true && jobHas(earlier, 'Complete')) {
        await kubectl(where, ['patch', 'job', job.id, '--type=merge', '--patch', '{"spec":{"suspend":false}}'], signal);
      }
      const before = previous === undefined ? undefined : { step: previous.step, isStopped };
      entries.push(...placesOf(job, own, podsOf(job.id), before));
    }
    return entries;
  },
  async cancel({ where }, signal) {
    await remove(where, signal);
  },
};

/** Deletes all jobs of a run; resolves when their pods are gone too. */
async function remove(where: EngineRecord['where'], signal?: AbortSignal): Promise<void> {
  await kubectl(
    where,
    ['delete', 'jobs.batch', ...ofRun(where), '--cascade=foreground', '--ignore-not-found', '--timeout=120s'],
    signal,
  );
}

const ofRun = ({ run }: EngineRecord['where']): string[] => ['--selector', `${RUN_LABEL}=${run}`];

async function yamlOf(manifests: readonly Fields[]): Promise<string> {
  const { dump } = await import('js-yaml');
  return manifests.map((manifest) => `---\n${dump(manifest, { noRefs: true, lineWidth: -1 })}`).join('');
}

async function kubectl(
  { namespace = '', context = '' }: EngineRecord['where'],
  args: readonly string[],
  signal?: AbortSignal,
  input?: string,
): Promise<string> {
  const target = [
    ...(namespace === '' ? [] : [`--namespace=${namespace}`]),
    ...(context === '' ? [] : [`--context=${context}`]),
  ];
  return engineCommand('kubectl', [...args, ...target], {
    signal,
    input,
    where: 'install it, and log in to the cluster',
  });
}

/** The jobs that `kubectl create -o json` answers with: one, or a list, or several texts one after another. */
function jobsIn(said: string): readonly KubernetesJob[] {
  const texts = said.split(/^(?=\{)/m).filter((text) => text.trim() !== '');
  return texts.flatMap((text) => {
    const one = readJson(text) as KubernetesJob | { readonly kind: 'List'; readonly items: readonly KubernetesJob[] };
    return one.kind === 'List' ? one.items : [one];
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new EngineFailure(`kubectl answered what is no JSON: ${text.slice(0, 200)}`, { cause: error });
  }
}
