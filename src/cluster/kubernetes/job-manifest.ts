import { sha256 } from '../../files/index.ts';
import { EngineFailure, type Step, type Submission } from '../engine.ts';
import { MOST_RETRIES, TASK_EXIT, taskList } from '../task-contract.ts';
import { isFields, laidOver, type Fields } from './fields.ts';
import type { JobOptions } from './job-options.ts';

/** Label of all that belongs to one run. */
export const RUN_LABEL = 'label-audit/run';
/** Name of the container whose exit code counts. */
const CONTAINER = 'task';
/** Where a pod puts what only it needs. */
const SCRATCH = '/tmp';

/** What all jobs of a run are called by: of the plan's id, and of the folder, since a plan may lie in two. */
export function runName({ plan, run }: Pick<Submission, 'plan' | 'run'>): string {
  return `${plan.slice(0, 12)}-${sha256(run).slice(0, 8)}`;
}

/** Legal as the name of a Job and of its pods: `[a-z0-9-]`, under 63 characters with the place in the array. */
export function jobName(submission: Pick<Submission, 'plan' | 'run'>, step: Pick<Step, 'name'>): string {
  return `label-audit-${runName(submission)}-${step.name}`;
}

/**
 * The Indexed Jobs of a submission, in order. All but the first are suspended: Kubernetes knows no job that waits for
 * another, so that the next one begins when `queue` sees that the one before is complete.
 *
 * @throws EngineFailure where the pods would have no image, or would not see the run folder
 */
export function jobManifests(submission: Submission, options: JobOptions): Fields[] {
  return submission.steps.map((step, place) => {
    const job = laidOver(ownManifest(submission, options, step), options.template);
    // What makes the array what it is is not the user's to change.
    const { metadata, spec } = fixedFields(submission, step, place);
    const whole = laidOver(job, { apiVersion: 'batch/v1', kind: 'Job', metadata, spec }) as Fields;
    requireUsable(whole, submission);
    return whole;
  });
}

function fixedFields(
  submission: Submission,
  step: Step,
  place: number,
): { readonly metadata: Fields; readonly spec: Fields } {
  const labels = {
    'app.kubernetes.io/name': 'label-audit',
    [RUN_LABEL]: runName(submission),
    'label-audit/step': step.name,
  };
  return {
    metadata: { name: jobName(submission, step), labels },
    spec: {
      completionMode: 'Indexed',
      completions: Math.max(1, step.tasks.length),
      suspend: place > 0,
      template: { metadata: { labels }, spec: { restartPolicy: 'Never' } },
    },
  };
}

function ownManifest({ run, plan, nodeOptions }: Submission, options: JobOptions, step: Step): Fields {
  const { image, claims, nodeSelector, cpu, memory, parallelism, command } = options;
  const count = Math.max(1, step.tasks.length);
  // Two volumes can't lie in one place.
  const scratch = claims.every(({ path }) => path !== SCRATCH);
  return {
    metadata: {
      annotations: { 'label-audit/plan': plan, 'label-audit/folder': run, 'label-audit/tasks': taskList(step.tasks) },
    },
    spec: {
      parallelism: Math.min(parallelism ?? count, count),
      backoffLimitPerIndex: MOST_RETRIES,
      // One that fails for good stops the others.
      maxFailedIndexes: 0,
      podReplacementPolicy: 'Failed',
      podFailurePolicy: {
        rules: [
          {
            action: 'FailIndex',
            onExitCodes: { containerName: CONTAINER, operator: 'In', values: [TASK_EXIT.final] },
          },
          // A node that is drained does not count as an attempt.
          { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
        ],
      },
      template: {
        spec: {
          terminationGracePeriodSeconds: 10,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          ...(Object.keys(nodeSelector).length > 0 ? { nodeSelector } : {}),
          securityContext: { ...ownUser(), seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              name: CONTAINER,
              image,
              command: [...command, ...step.args].map(unexpanded),
              env: [
                { name: 'HOME', value: SCRATCH },
                { name: 'TMPDIR', value: SCRATCH },
                ...(nodeOptions === undefined ? [] : [{ name: 'NODE_OPTIONS', value: nodeOptions }]),
              ],
              resources: { requests: { cpu, memory } },
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
              volumeMounts: [
                ...(scratch ? [{ name: 'scratch', mountPath: SCRATCH }] : []),
                ...claims.map(({ path }, i) => ({ name: `claim-${i}`, mountPath: path })),
              ],
            },
          ],
          volumes: [
            ...(scratch ? [{ name: 'scratch', emptyDir: {} }] : []),
            ...claims.map(({ name }, i) => ({ name: `claim-${i}`, persistentVolumeClaim: { claimName: name } })),
          ],
        },
      },
    },
  };
}

/** The pods write as the user who planned the run, so that both may write into its folder. Root is left to the image. */
function ownUser(): Fields {
  const [user, group] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  return user === 0 ? {} : { runAsNonRoot: true, runAsUser: user, runAsGroup: group };
}

/** Kubernetes puts variables in place of `$(NAME)`, and `$` in place of `$$`; a path is to stay as it is. */
const unexpanded = (word: string): string => word.replaceAll('$', '$$$$');

function requireUsable(job: Fields, { run }: Submission): void {
  const container = taskContainer(job);
  if (typeof container?.image !== 'string' || container.image === '') {
    throw new EngineFailure(
      `Kubernetes needs the image that holds label-audit: --engine-args "--image NAME", or a template.`,
    );
  }
  const mounts = Array.isArray(container.volumeMounts) ? container.volumeMounts : [];
  const paths = mounts.flatMap((mount: unknown) =>
    isFields(mount) && typeof mount.mountPath === 'string' && mount.name !== 'scratch' ? [mount.mountPath] : [],
  );
  if (paths.some((path) => `${run}/`.startsWith(path.endsWith('/') ? path : `${path}/`))) return;
  const seen = paths.length === 0 ? 'none' : paths.join(', ');
  throw new EngineFailure(
    `The pods would not see the run folder ${run}: of this machine's folders they have ${seen}. Mount the volume that it lies on at the same path: --engine-args "--claim NAME:/PATH", or a template.`,
  );
}

function taskContainer(job: Fields): Fields | undefined {
  const at = (value: unknown, name: string): unknown => (isFields(value) ? value[name] : undefined);
  const containers = at(at(at(at(job, 'spec'), 'template'), 'spec'), 'containers');
  if (!Array.isArray(containers)) return undefined;
  return containers.find((one: unknown): one is Fields => isFields(one) && one.name === CONTAINER);
}
