import { count, plural } from '../../src/protocol/index.ts';

const pictures = (n: number) => plural(n, 'picture');

function timeLeft(seconds: number): string {
  if (seconds < 60) return `about ${Math.max(1, Math.round(seconds))} s left`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `about ${minutes} min left` : `about ${(minutes / 60).toFixed(1)} h left`;
}

/** Texts around the tabs, and of the panel while there is nothing to review. */
export const PANEL_STRINGS = {
  panel: 'Label Audit',
  tabs: { review: 'Review', map: 'Map', health: 'Health', fix: 'Fix', compare: 'Compare' },
  pictures,
  timeLeft,
  bytes: (n: number) => plural(n, 'byte'),

  header: {
    reviewed: (reviewed: number, total: number) => `${count(reviewed)} of ${count(total)} reviewed`,
    progress: 'Pictures reviewed',
    dataset: 'Data set',
    auditAgain: 'Audit Again',
    again: (progress: string) => `Auditing again: ${progress}. This result stays in use until then.`,
    againFailed: (message: string) => `The audit failed: ${message} This is the result of the one before.`,
    tryAgain: 'Try Again',
    export: 'Export Report…',
    keys: 'Show Keys',
    dismiss: 'Dismiss',
    stale: 'The labels have changed since this audit. Pictures may be missing here, or not be wrong any more.',
    warnings: (warnings: number, problems: number) =>
      [warnings > 0 ? plural(warnings, 'warning') : '', problems > 0 ? plural(problems, 'problem') : '']
        .filter(Boolean)
        .join(', '),
    detail: (audited: number, model: string, made: string) => `${pictures(audited)} · ${model} · ${made}`,
  },

  empty: {
    title: 'Find the wrong labels in your images',
    text: 'Label Audit trains a small model on this machine, compares its predictions with your labels, and shows you the pictures that look mislabelled. Nothing is uploaded.',
    needs: 'It needs a labels.csv beside your pictures, or one folder per class.',
    audit: 'Audit Labels',
    walkthrough: 'Get Started',
    waiting: 'Loading…',
  },

  running: {
    title: (name: string) => `Auditing ${name}`,
    progress: 'Progress of the audit',
    cancel: 'Cancel',
    hint: 'You can go on working; the results appear here.',
  },

  failed: {
    title: (name: string) => `The audit of ${name} failed`,
    again: 'Try Again',
    help: 'Get Started',
  },

  cancelled: {
    title: (name: string) => `The audit of ${name} was cancelled`,
    text: 'Your labels are as they were.',
    again: 'Audit Again',
  },
};
