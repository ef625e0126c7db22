import type { AuditHooks, AuditProgress, AuditStage } from '../report/types.ts';

/** Tells the caller where the audit stands, and notes how long each stage took. */
export interface StageClock {
  /** Runs one stage: announces it, times it, and refuses to begin once the audit is cancelled. */
  readonly run: <T>(
    stage: AuditStage,
    work: (report: (progress: Omit<AuditProgress, 'stage'>) => void) => Promise<T> | T,
  ) => Promise<T>;
  /** The clock for a part of a stage, from one share of it to another: stages that it runs fill that part alone. */
  readonly part: (from: number, to: number, more?: Pick<AuditProgress, 'planting'>) => StageClock;
  /** Seconds by stage, to the millisecond; of a stage in several parts their sum. */
  readonly timings: Readonly<Partial<Record<AuditStage, number>>>;
}

export function stageClock(hooks: AuditHooks): StageClock {
  return clockWithin(hooks, {}, 0, 1);
}

function clockWithin(
  hooks: AuditHooks,
  timings: Partial<Record<AuditStage, number>>,
  from: number,
  to: number,
  more: Pick<AuditProgress, 'planting'> = {},
): StageClock {
  const { signal, onProgress } = hooks;
  const placed = (share: number): number => from + (to - from) * share;
  let ownSeconds = 0;
  const scaled = (progress: Omit<AuditProgress, 'stage'>): Omit<AuditProgress, 'stage'> => {
    const { training } = progress;
    if (training === undefined) return { ...progress, ...more, share: placed(progress.share) };
    const { share, secondsLeft } = training;
    if (share < 1) ownSeconds = secondsLeft / (1 - share);
    // Later parts take as long as this one, in proportion.
    const later = to < 1 ? (ownSeconds * (1 - to)) / (to - from) : 0;
    return {
      ...{ ...progress, ...more, share: placed(progress.share) },
      training: { ...training, share: placed(share), secondsLeft: secondsLeft + later },
    };
  };
  return {
    timings,
    part: (start, end, extra = more) => clockWithin(hooks, timings, placed(start), placed(end), extra),
    run: async (stage, work) => {
      signal?.throwIfAborted();
      onProgress?.({ stage, share: placed(0), ...more });
      const started = performance.now();
      const result = await work((progress) => onProgress?.({ ...scaled(progress), stage }));
      timings[stage] = Math.round((timings[stage] ?? 0) * 1000 + performance.now() - started) / 1000;
      signal?.throwIfAborted();
      onProgress?.({ stage, share: placed(1), ...more });
      return result;
    },
  };
}
