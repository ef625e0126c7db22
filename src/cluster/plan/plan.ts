import type { AuditOptions } from '../../audit/index.ts';
import { sha256 } from '../../files/index.ts';

/** Kinds of tasks, in the order in which a run does them. No task begins before all of the kinds before it are done. */
export const PHASES = ['choose', 'shards', 'deal', 'folds', 'doubt', 'folds-2'] as const;
export type PhaseName = (typeof PHASES)[number];

/** Tasks of one kind: `count` of them, numbered from `first`. */
export interface Phase {
  readonly name: PhaseName;
  readonly first: number;
  readonly count: number;
}

/** What the results of a run depend on besides the data, and what all machines must have in common. */
export interface PlanVersions {
  readonly labelAudit: string;
  readonly node: string;
  readonly platform: string;
  /** SHA-256 of the code that trains. */
  readonly code: string;
}

/** What pictures are made for. */
export type SeeingModel = Exclude<AuditOptions['model'], 'auto'>;

/** What is to be done, as `plan.json` holds it: small however many pictures there are. */
export interface Plan {
  readonly format: 1;
  /** SHA-256 of all else in it, hexadecimal. */
  readonly id: string;
  readonly versions: PlanVersions;
  /** With absolute paths. */
  readonly options: AuditOptions;
  /** `auto`: the first task chooses. Then tasks of a network do nothing where it has chosen features. */
  readonly model: AuditOptions['model'];
  /** Of a network: rounds of cross-validation, folds of each, and networks that judge together in each fold. */
  readonly rounds: number;
  readonly folds: number;
  readonly members: number;
  readonly data: PlanData;
  readonly shards: {
    /** Pictures in each, but for the last. */
    readonly size: number;
    /** SHA-256 of each one's list of pictures, with size and time of their files. */
    readonly lists: readonly string[];
  };
  readonly phases: readonly Phase[];
}

export interface PlanData {
  readonly root: string;
  readonly pictures: number;
  readonly classes: number;
  /** SHA-256 of the labels: int32 each, little-endian. */
  readonly labels: string;
  /** SHA-256 of the paths, one a line. */
  readonly paths: string;
}

/** A plan that can't be used, results that belong to another, or a machine that is not like that of the plan. Final: see `TASK_EXIT`. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
}

/** The plan with its id. */
export function sealed(plan: Omit<Plan, 'id'>): Plan {
  return { ...plan, id: idOf(plan) };
}

/** @throws PlanError where it is not what was sealed; a plan of another format is none of ours either */
export function requireWhole(plan: Plan, file: string): Plan {
  const { id, ...rest } = plan;
  if (idOf(rest) !== id) {
    throw new PlanError(
      `${file} is damaged, or of another version of label-audit: its id is not the hash of what it says. Plan into a new folder.`,
    );
  }
  return plan;
}

function idOf(plan: Omit<Plan, 'id'>): string {
  return sha256(JSON.stringify(sorted(plan)));
}

/** The same with the names of every object in order, so that the order in which they were written does not matter. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, own]) => own !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, own]) => [name, sorted(own)]));
}

/** How many tasks there are; the merge is none. */
export function taskCount({ phases }: Pick<Plan, 'phases'>): number {
  return phases.reduce((sum, { count }) => sum + count, 0);
}

/** @returns undefined where the plan has no such task */
export function phaseOf({ phases }: Pick<Plan, 'phases'>, task: number): Phase | undefined {
  return phases.find(({ first, count }) => task >= first && task < first + count);
}

/** @throws PlanError where the plan has none of that name */
export function phaseNamed({ phases }: Pick<Plan, 'phases'>, name: PhaseName): Phase {
  const found = phases.find((phase) => phase.name === name);
  if (found === undefined) throw new PlanError(`The plan has no tasks of the kind "${name}".`);
  return found;
}

/** One training of a run: its round from 1; its fold, and its network of those that judge together there, from 0. */
export interface Training {
  readonly round: number;
  readonly fold: number;
  readonly member: number;
}

/** Which training a task is. */
export function trainingOf(plan: Pick<Plan, 'phases' | 'members'>, task: number): Training {
  const { name, first } = phaseOf(plan, task)!;
  const place = task - first;
  const round = name === 'folds' ? 1 : 2;
  return { round, fold: Math.floor(place / plan.members), member: place % plan.members };
}

/** The task that a training is. @throws PlanError where the plan has no such round */
export function taskOf(plan: Pick<Plan, 'phases' | 'members'>, { round, fold, member }: Training): number {
  return phaseNamed(plan, round === 1 ? 'folds' : 'folds-2').first + fold * plan.members + member;
}

/** The numbers of a phase's tasks. */
export const tasksOf = ({ first, count }: Pick<Phase, 'first' | 'count'>): number[] =>
  Array.from({ length: count }, (_, i) => first + i);

/** The phases of a plan, numbered through. */
export function phasesOf({
  model,
  rounds,
  folds,
  members,
  shards,
}: Pick<Plan, 'model' | 'rounds' | 'folds' | 'members'> & { readonly shards: number }): Phase[] {
  const counts: [PhaseName, number][] = model === 'auto' ? [['choose', 1]] : [];
  counts.push(['shards', shards]);
  if (model !== 'features') counts.push(['deal', 1], ['folds', folds * members]);
  if (model !== 'features' && rounds === 2) counts.push(['doubt', 1], ['folds-2', folds * members]);
  let first = 0;
  return counts.map(([name, count]) => {
    const phase = { name, first, count };
    first += count;
    return phase;
  });
}
