import { Worker, type ResourceLimits } from 'node:worker_threads';

/** Threads that do the same work, each on its own share. */
export interface Threads<Request, Answer> {
  /**
   * Sends all of them a request. They do one at a time.
   * @returns their answers, in the order of the threads
   * @throws the error for a thread that has ended or broken down
   */
  readonly ask: (request: Request) => Promise<Answer[]>;
  readonly end: () => Promise<void>;
}

/**
 * Starts one thread for each share.
 * @param script which gets its share as `workerData`, and answers each message with one
 * @param broken makes the error for a thread that breaks down, told why
 * @param limits of the memory of each
 */
export function startThreads<Request, Answer>(
  script: string,
  shares: readonly unknown[],
  broken: (why: string) => Error,
  limits?: ResourceLimits,
): Threads<Request, Answer> {
  const threads = shares.map((share) => startThread<Request, Answer>(script, share, broken, limits));
  return {
    ask: (request) => Promise.all(threads.map(({ ask }) => ask(request))),
    end: async () => {
      await Promise.all(threads.map(({ end }) => end()));
    },
  };
}

/** A thread that answers each request. */
export interface Thread<Request, Answer> {
  /**
   * Sends a request. One at a time.
   * @throws the error for a thread that has ended or broken down
   */
  readonly ask: (request: Request) => Promise<Answer>;
  readonly end: () => Promise<void>;
}

/** Starts a thread; see `startThreads`. */
export function startThread<Request, Answer>(
  script: string,
  share: unknown,
  broken: (why: string) => Error,
  resourceLimits?: ResourceLimits,
): Thread<Request, Answer> {
  const worker = new Worker(script, { workerData: share, stderr: true, resourceLimits });
  const breakdown = new Promise<never>((_, reject) => {
    worker.once('error', (error) => {
      reject(broken(error.message));
    });
    worker.once('exit', (code) => {
      reject(broken(`it ended with code ${code}`));
    });
  });
  // Its ordinary end rejects this too, when no request waits for an answer.
  breakdown.catch(() => undefined);
  return {
    end: async () => {
      await worker.terminate();
    },
    ask: (request) => {
      const answer = new Promise<Answer>((resolve) => worker.once('message', resolve));
      worker.postMessage(request);
      return Promise.race([answer, breakdown]);
    },
  };
}
