import { SingleBar } from 'cli-progress';
import type { AuditProgress } from '../audit/index.ts';

export interface ProgressDisplay {
  readonly update: (progress: AuditProgress) => void;
  readonly stop: () => void;
}

function words({ stage, training, done, total }: AuditProgress): string {
  if (training) {
    const { fold, folds, epoch, epochs, loss, accuracy, secondsLeft } = training;
    const left = Number.isFinite(secondsLeft) ? `, ${Math.ceil(secondsLeft)} s left` : '';
    return `fold ${fold + 1}/${folds}, epoch ${epoch}/${epochs}, loss ${loss.toFixed(3)}, accuracy ${accuracy.toFixed(3)}${left}`;
  }
  return done === undefined || total === undefined ? '' : `${stage === 'decoding' ? 'pictures ' : ''}${done}/${total}`;
}

/** A progress bar on stderr where that is a terminal; elsewhere, nothing. */
export function progressDisplay(quiet: boolean): ProgressDisplay {
  if (quiet || !process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    format: '{stage} [{bar}] {percentage}% {words}',
    stream: process.stderr,
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
  });
  let stopped = false;
  bar.start(1000, 0, { stage: 'reading '.padEnd(8), words: '' });
  return {
    update: (progress) => {
      if (stopped) return;
      bar.update(Math.round(1000 * progress.share), { stage: progress.stage.padEnd(8), words: words(progress) });
    },
    stop: () => {
      if (stopped) return;
      stopped = true;
      bar.stop();
    },
  };
}
