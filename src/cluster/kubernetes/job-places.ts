import type { QueueEntry, QueueState, SubmittedJob } from '../engine.ts';
import { readTaskList } from '../task-contract.ts';

// What we read of `kubectl get jobs,pods -o json`. All of it may be absent.

export interface KubernetesJob {
  readonly kind: 'Job';
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly deletionTimestamp?: string };
  readonly spec: { readonly suspend?: boolean };
  readonly status?: {
    readonly completedIndexes?: string;
    readonly failedIndexes?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  };
}

export interface KubernetesPod {
  readonly kind: 'Pod';
  readonly metadata: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
  };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
    readonly containerStatuses?: readonly {
      readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
    }[];
  };
}

/** Whether a job has the condition, such as `Complete` or `Failed`. */
export function jobHas(job: KubernetesJob | undefined, type: string): boolean {
  return conditionOf(job, type) !== undefined;
}

function conditionOf(job: KubernetesJob | undefined, type: string): { readonly message?: string } | undefined {
  return job?.status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');
}

/** How each place of a job stands. @param before the step that it waits for, while it does; `isStopped`: that one failed */
export function placesOf(
  { step, tasks }: SubmittedJob,
  job: KubernetesJob | undefined,
  pods: readonly KubernetesPod[],
  before: { readonly step: string; readonly isStopped: boolean } | undefined,
): QueueEntry[] {
  const ended = new Set(readTaskList(job?.status?.completedIndexes ?? ''));
  const failed = new Set(readTaskList(job?.status?.failedIndexes ?? ''));
  const podsOf = newestPods(pods);
  const failure = conditionOf(job, 'Failed') ?? conditionOf(job, 'FailureTarget');
  const stateOf = (place: number): Pick<QueueEntry, 'state' | 'reason'> => {
    // A Job goes by deletion alone: by us, by hand, or after its `ttlSecondsAfterFinished`.
    if (job === undefined) return { state: 'cancelled', reason: 'its Job was deleted' };
    if (ended.has(place) || jobHas(job, 'Complete')) return { state: 'ended' };
    if (failed.has(place)) return { state: 'failed', reason: failure?.message };
    const pod = podsOf.get(place);
    if (pod !== undefined && pod.status?.phase === 'Running') return { state: 'running' };
    if (failure !== undefined || job.metadata.deletionTimestamp !== undefined) {
      return { state: 'cancelled', reason: failure?.message };
    }
    if (before?.isStopped === true) return { state: 'cancelled', reason: `${before.step} failed` };
    if (job.spec.suspend === true)
      return { state: 'waiting', reason: before === undefined ? 'suspended' : `after ${before.step}` };
    return { state: 'waiting', reason: pod === undefined ? undefined : waitsFor(pod) };
  };
  const entry = (place: number, task?: number): QueueEntry => {
    const { state, reason }: { readonly state: QueueState; readonly reason?: string } = stateOf(place);
    return { step, ...(task === undefined ? {} : { task }), state, ...(reason === undefined ? {} : { reason }) };
  };
  return tasks.length === 0 ? [entry(0)] : tasks.map((task, place) => entry(place, task));
}

function newestPods(pods: readonly KubernetesPod[]): Map<number, KubernetesPod> {
  const found = new Map<number, KubernetesPod>();
  const age = ({ metadata }: KubernetesPod): string => metadata.creationTimestamp ?? '';
  for (const pod of pods) {
    const place = Number(pod.metadata.labels?.['batch.kubernetes.io/job-completion-index']);
    const other = found.get(place);
    if (other === undefined || age(other) <= age(pod)) found.set(place, pod);
  }
  return found;
}

/** Why a pod does not run: its container's reason (`ImagePullBackOff`), or the scheduler's. */
function waitsFor({ status }: KubernetesPod): string | undefined {
  const waiting = status?.containerStatuses?.find(({ state }) => state?.waiting !== undefined)?.state?.waiting;
  if (waiting !== undefined) return [waiting.reason, waiting.message].filter((part) => part !== undefined).join(': ');
  return status?.conditions?.find(({ type, status: is }) => type === 'PodScheduled' && is === 'False')?.message;
}
