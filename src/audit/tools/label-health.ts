import { checkLines } from '../report/words/check-words.ts';
import { estimatedHealth, headlineHealth, trustSentences } from '../report/words/trust-words.ts';
import { weaknessSentences } from '../report/words/weak-words.ts';
import { short } from './issue-value.ts';
import { modelName, modelSentence } from './model-text.ts';
import { answerHead, DATASET, openDataset } from './open-dataset.ts';
import type { AuditedDataset } from './tool-host.ts';
import { defineTool } from './tool.ts';

/** So many classes, pairs, problems and warnings are told. */
const CLASSES = 20;
const FEW = 10;

export const labelHealth = defineTool({
  name: 'label_health',
  title: 'Label health',
  description:
    'Tells how healthy the labels of an audited image data set are: the estimated share of right labels and how far to trust it, the worst classes, the pairs of classes that are mixed up most, what the checks of pictures found (duplicates, leaks between splits, blurry pictures and more), and warnings of the audit. Call it for an overview before you list issues.',
  isReadOnly: true,
  inputs: { dataset: DATASET },
  work: async (input, host) => {
    const dataset = await openDataset(host, input);
    return { value: healthValue(dataset) };
  },
});

/** The answer about the health of a data set. */
export function healthValue(dataset: AuditedDataset): Readonly<Record<string, unknown>> {
  const { report } = dataset;
  const { health, dataset: facts, issues } = report;
  const estimate = estimatedHealth(report);
  const share = headlineHealth(report);
  const weak = weaknessSentences(report, (label) => `"${modelName(label)}"`);
  const classes = [...health.classes].sort((a, b) => b.flagged / (b.examples || 1) - a.flagged / (a.examples || 1));
  return {
    ...answerHead(dataset),
    pictures: facts.examples,
    audited: facts.audited,
    classCount: facts.classes.length,
    flagged: issues.length,
    open: issues.filter((_, place) => dataset.stateOf(place).decision === 'open').length,
    ...(share === undefined ? {} : { estimatedShareOfRightLabels: short(share) }),
    ...(estimate === undefined ? {} : { interval: [short(estimate.low), short(estimate.high)] }),
    howFarToTrustIt: (weak.length > 0 ? weak : trustSentences(report)).map(modelSentence),
    worstClasses: classes.slice(0, CLASSES).map((row) => ({
      class: modelName(row.class),
      pictures: row.examples,
      flagged: row.flagged,
      ...(weak.length > 0 ? {} : { quality: short(row.labelQualityScore) }),
    })),
    mixedUp: health.overlaps.slice(0, FEW).map(({ classA, classB, numOverlapping }) => ({
      classes: [modelName(classA), modelName(classB)],
      pictures: numOverlapping,
    })),
    checks: checkLines(report).map(({ text }) => modelSentence(text)),
    ...limited('problems', report.problems, ({ message }) => modelSentence(message)),
    ...limited('warnings', report.warnings, modelSentence),
  };
}

/** The first of a list, and how many there are where they are more. */
function limited<T>(name: string, all: readonly T[], say: (one: T) => string): Readonly<Record<string, unknown>> {
  if (all.length === 0) return {};
  return { [name]: all.slice(0, FEW).map(say), ...(all.length > FEW ? { [`${name}InAll`]: all.length } : {}) };
}
