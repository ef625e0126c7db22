import { choice, TEXT } from '../options/option.ts';
import { MODELS, PRESETS } from '../../training/light.ts';
import { pathInside } from './inside-folders.ts';
import { issueValue } from './issue-value.ts';
import { healthValue } from './label-health.ts';
import { DATASET } from './open-dataset.ts';
import { defineTool } from './tool.ts';

/** Issues that stand in the answer. */
const FIRST = 5;

export const runLabelAudit = defineTool({
  name: 'run_label_audit',
  title: 'Audit labels',
  description:
    'Audits an image data set (pictures with a labels file, or one folder per class) for wrong labels: trains models by cross-validation on this machine, which takes from seconds to many minutes, and writes a report into .label-audit beside the labels. The labels are not changed. Call it where the user wants labels checked and there is no audit yet, or the labels have changed since; where there is one, list_label_issues and label_health are enough.',
  isReadOnly: false,
  inputs: {
    dataset: {
      ...DATASET,
      about: 'Folder or labels file of the data set, relative to the workspace. Leave it out for the only one.',
    },
    model: {
      allowed: choice(MODELS),
      about: 'What judges the labels; the default chooses by itself.',
    },
    preset: { allowed: choice(PRESETS), about: 'How much is trained: fast, balanced (the default) or thorough.' },
    predProbs: {
      allowed: TEXT,
      about:
        "Instead of training: a file (.npy, .csv) of the user's own out-of-sample probabilities, one row a picture, relative to the workspace.",
    },
  },
  work: async ({ dataset, model, preset, predProbs }, host, hooks) => {
    const target = dataset === undefined ? undefined : await pathInside(host.folders, dataset);
    const predProbsFile = predProbs === undefined ? undefined : await pathInside(host.folders, predProbs);
    const options = {
      ...(model === undefined ? {} : { model }),
      ...(preset === undefined ? {} : { preset }),
      ...(predProbsFile === undefined ? {} : { predProbsFile }),
    };
    const audited = await host.audit(target, options, hooks);
    const { issues } = audited.report;
    return {
      value: {
        ...healthValue(audited),
        worstIssues: issues.slice(0, FIRST).map((_, place) => issueValue(audited, place)),
        ...(issues.length > FIRST ? { next: 'list_label_issues lists the others.' } : {}),
      },
    };
  },
});
