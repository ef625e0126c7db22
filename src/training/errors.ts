/** Training could not start or go on. The message says which part, and what to do next. */
export class TrainingError extends Error {
  override readonly name: string = 'TrainingError';
}

/** A TensorFlow.js backend that was asked for by name does not load on this machine. */
export class BackendError extends TrainingError {
  override readonly name = 'BackendError';
}

/** A process of ours ended before it was done. */
export class WorkerCrashError extends TrainingError {
  override readonly name = 'WorkerCrashError';

  constructor(
    message: string,
    /** 1-based number of the fold, or of the process. */
    readonly fold: number,
  ) {
    super(message);
  }
}
