import { join, relative } from 'node:path';

/**
 * The folder that a run lies in: the only thing that its tasks and its launcher share. Each file has one writer,
 * which gives it its name by a rename within its folder when it is whole, so that there is nothing to lock and it may lie on
 * NFS.
 *
 *     plan.json              what is to be done; its id is a hash of all that the result depends on
 *     pictures/list-SHARD    paths of a shard's pictures, JSON lines
 *     pictures/shard-SHARD   what task SHARD made of them: pixels (uint8) or features (float32)
 *     pictures/cropped-SHARD the same pixels cropped to their content, where some network sees those
 *     pictures/hashes-SHARD  SHA-256 of the file of each readable picture, 32 bytes
 *     used-labels, folds     int32 a readable picture: its class, and the fold that holds it out
 *     left-out               a byte a readable picture: 1 where a second round does not learn from it
 *     results/TASK.json      a task is done: how long it took, and the hash of each file that it wrote
 *     results/TASK           probabilities of a fold's pictures, float32
 *     events/TASK.jsonl      what a task said of itself, a line an event; attempts follow one another
 *     failed/TASK.json       a task ended by an error of ours: no other task of the run begins any more
 *     logs/                  what the engine keeps of stdout and stderr
 *     engine.json            which jobs of which engine do the work
 *     merged.json            the audit that was made from the results
 */
export interface RunFolder {
  readonly run: string;
  readonly plan: string;
  readonly engine: string;
  readonly merged: string;
  readonly usedLabels: string;
  readonly leftOut: string;
  readonly folds: string;
  readonly pictures: string;
  readonly results: string;
  readonly events: string;
  readonly failed: string;
  readonly logs: string;
  readonly list: (shard: number) => string;
  readonly shard: (shard: number) => string;
  readonly cropped: (shard: number) => string;
  readonly hashes: (shard: number) => string;
  readonly doneFile: (task: number) => string;
  readonly resultFile: (task: number) => string;
  readonly eventsFile: (task: number) => string;
  readonly failedFile: (task: number) => string;
}

/** @param run absolute path of the folder */
export function runFolder(run: string): RunFolder {
  const at = (...parts: string[]): string => join(run, ...parts);
  return {
    run,
    plan: at('plan.json'),
    engine: at('engine.json'),
    merged: at('merged.json'),
    usedLabels: at('used-labels'),
    leftOut: at('left-out'),
    folds: at('folds'),
    pictures: at('pictures'),
    results: at('results'),
    events: at('events'),
    failed: at('failed'),
    logs: at('logs'),
    list: (shard) => at('pictures', `list-${taskName(shard)}`),
    shard: (shard) => at('pictures', `shard-${taskName(shard)}`),
    cropped: (shard) => at('pictures', `cropped-${taskName(shard)}`),
    hashes: (shard) => at('pictures', `hashes-${taskName(shard)}`),
    doneFile: (task) => at('results', `${taskName(task)}.json`),
    resultFile: (task) => at('results', taskName(task)),
    eventsFile: (task) => at('events', `${taskName(task)}.jsonl`),
    failedFile: (task) => at('failed', `${taskName(task)}.json`),
  };
}

/** How a task is written in names of files: they sort as the numbers do. */
export const taskName = (task: number): string => String(task).padStart(6, '0');

/** How a file of the folder is written in `results/TASK.json`: by its POSIX path in the folder. */
export const nameIn = (run: string, file: string): string => relative(run, file).split('\\').join('/');
