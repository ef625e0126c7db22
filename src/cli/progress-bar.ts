import { SingleBar } from 'cli-progress';
import { printable, type AuditProgress } from '../audit/index.ts';

export interface ProgressDisplay {
  readonly update: (progress: AuditProgress) => void;
  /** Prints a line on stderr, above the bar where there is one. */
  readonly note: (line: string) => void;
  readonly stop: () => void;
}

/** What the bar says beside the share that is done, e.g. `fold 2/5, epoch 7/20, loss 0.210, accuracy 0.940, 95 s left`. */
export function progressWords({ stage, training, planting, done, total }: AuditProgress, unit: string): string {
  const planted = planting === undefined ? '' : `planted errors ${planting.draw}/${planting.draws}`;
  if (training) {
    const { fold, folds, round, rounds = 1, epoch, epochs, loss, accuracy, secondsLeft } = training;
    const left = Number.isFinite(secondsLeft) ? `, ${Math.ceil(secondsLeft)} s left` : '';
    const before = `${planted === '' ? '' : `${planted}, `}${rounds > 1 ? `round ${round}/${rounds}, ` : ''}`;
    return `${before}${unit} ${fold}/${folds}, epoch ${epoch}/${epochs}, loss ${loss.toFixed(3)}, accuracy ${accuracy.toFixed(3)}${left}`;
  }
  return done === undefined || total === undefined
    ? planted
    : `${stage === 'decoding' ? 'pictures ' : ''}${done}/${total}`;
}

/** A progress bar on stderr where that is a terminal; elsewhere, nothing. `unit`: what one training is called. */
export function progressDisplay(quiet: boolean, unit = 'fold'): ProgressDisplay {
  const note = (line: string): void => {
    if (!quiet) process.stderr.write(`${printable(line)}\n`);
  };
  if (quiet || !process.stderr.isTTY) return { update: () => undefined, note, stop: () => undefined };
  const bar = new SingleBar({
    format: '{stage} [{bar}] {percentage}% {words}',
    stream: process.stderr,
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
  });
  let stopped = false;
  const start = (): void => {
    bar.start(1000, 0, { stage: 'reading '.padEnd(8), words: '' });
  };
  start();
  return {
    update: (progress) => {
      if (stopped) return;
      bar.update(Math.round(1000 * progress.share), {
        stage: progress.stage.padEnd(8),
        words: progressWords(progress, unit),
      });
    },
    note: (line) => {
      if (!stopped) bar.stop();
      note(line);
      if (!stopped) start();
    },
    stop: () => {
      if (stopped) return;
      stopped = true;
      bar.stop();
    },
  };
}
