import * as vscode from 'vscode';
import type { AuditProgress, AuditStage } from '../../audit/light.ts';
import type { ProgressView } from '../../protocol/index.ts';
import { count } from '../host/local-numbers.ts';

/** Where each stage begins and ends in the whole run, about as long as they take. */
const SHARES: Readonly<Record<AuditStage, readonly [start: number, end: number]>> = {
  reading: [0, 0.02],
  decoding: [0.02, 0.1],
  training: [0.1, 0.95],
  cleaning: [0.95, 0.98],
  writing: [0.98, 1],
};

/** What is trained one after the other. */
type Unit = 'fold' | 'run';

function stageText({ stage, training, planting, done, total }: AuditProgress, unit: Unit): string {
  switch (stage) {
    case 'reading':
      return vscode.l10n.t('Reading the labels');
    case 'decoding':
      return total === undefined
        ? vscode.l10n.t('Reading the pictures')
        : vscode.l10n.t('Reading picture {0} of {1}', count(done ?? 0), count(total));
    case 'training': {
      const planted = planting && vscode.l10n.t('Planted errors, {0} of {1}', planting.draw, planting.draws);
      if (!training) return planted ?? vscode.l10n.t('Starting to train');
      const { fold, folds, round = 1, rounds = 1, epoch, epochs, kept = 0 } = training;
      const [one, several] =
        unit === 'fold'
          ? [vscode.l10n.t('fold'), vscode.l10n.t('folds')]
          : [vscode.l10n.t('run'), vscode.l10n.t('runs')];
      const folded = vscode.l10n.t('Training {0} {1} of {2}, epoch {3} of {4}', one, fold, folds, epoch, epochs);
      const inRound = rounds > 1 ? vscode.l10n.t('{0}, round {1} of {2}', folded, round, rounds) : folded;
      const whole = kept === 0 ? inRound : vscode.l10n.t('{0} ({1} of {2} {3} kept)', inRound, kept, folds, several);
      return planted === undefined ? whole : vscode.l10n.t('{0}: {1}', planted, whole);
    }
    case 'cleaning':
      return vscode.l10n.t('Looking for wrong labels');
    case 'writing':
      return vscode.l10n.t('Writing the report');
  }
}

/** What the panel and the notification say of an audit's progress. */
export function progressView(progress: AuditProgress, unit: Unit = 'fold'): ProgressView {
  const [start, end] = SHARES[progress.stage];
  const within = progress.training?.share ?? progress.share;
  const secondsLeft = progress.training?.secondsLeft;
  return {
    stage: stageText(progress, unit),
    share: start + (end - start) * Math.min(1, Math.max(0, within)),
    ...(secondsLeft !== undefined && Number.isFinite(secondsLeft) ? { secondsLeft } : {}),
  };
}

/** The same progress some seconds later: less time is left. Where that has run out, how long the rest takes is not known. */
export function progressLater({ secondsLeft, ...progress }: ProgressView, seconds: number): ProgressView {
  if (secondsLeft === undefined || secondsLeft - seconds < 1) return progress;
  return { ...progress, secondsLeft: secondsLeft - seconds };
}

/** "1 min 20 s", rounded the more the longer it takes. */
export function durationText(seconds: number): string {
  if (seconds < 60) return vscode.l10n.t('{0} s', Math.max(1, Math.round(seconds)));
  if (seconds < 3600)
    return vscode.l10n.t('{0} min {1} s', Math.floor(seconds / 60), 10 * Math.floor((seconds % 60) / 10));
  return vscode.l10n.t('{0} h {1} min', Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60));
}

/** The notification's line. */
export function progressText({ stage, secondsLeft }: ProgressView): string {
  return secondsLeft === undefined ? stage : vscode.l10n.t('{0}, {1} left', stage, durationText(secondsLeft));
}
