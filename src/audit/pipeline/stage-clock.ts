import type { AuditHooks, AuditProgress, AuditStage } from '../report/types.ts';

/** Tells the caller where the audit stands, and notes how long each stage took. */
export interface StageClock {
  /** Runs one stage: announces it, times it, and refuses to begin once the audit is cancelled. */
  readonly run: <T>(
    stage: AuditStage,
    work: (report: (progress: Omit<AuditProgress, 'stage'>) => void) => Promise<T> | T,
  ) => Promise<T>;
  /** Seconds by stage, to the millisecond. */
  readonly timings: Readonly<Partial<Record<AuditStage, number>>>;
}

export function stageClock({ signal, onProgress }: AuditHooks): StageClock {
  const timings: Partial<Record<AuditStage, number>> = {};
  return {
    timings,
    run: async (stage, work) => {
      signal?.throwIfAborted();
      onProgress?.({ stage, share: 0 });
      const started = performance.now();
      const result = await work((progress) => onProgress?.({ ...progress, stage }));
      timings[stage] = Math.round(performance.now() - started) / 1000;
      signal?.throwIfAborted();
      onProgress?.({ stage, share: 1 });
      return result;
    },
  };
}
