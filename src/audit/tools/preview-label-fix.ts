import { InputError } from '../../files/index.ts';
import { choice, TEXT } from '../options/option.ts';
import { planRemediation } from '../remediation/plan-remediation.ts';
import type { RemediationOptions, RemediationPlan } from '../remediation/plan.ts';
import { isNamed, placeOfIssue } from './issue-value.ts';
import { modelLines, modelName, modelSentence } from './model-text.ts';
import { answerHead, AUDIT, DATASET, openDataset } from './open-dataset.ts';
import type { AuditedDataset } from './tool-host.ts';
import { defineTool } from './tool.ts';
import { ISSUES } from './tool-input.ts';

/** Changes, and characters of a diff, that stand in an answer. */
const MOST_CHANGES = 100;
const MOST_DIFF = 30_000;

export const previewLabelFix = defineTool({
  name: 'preview_label_fix',
  title: 'Preview a label fix',
  description:
    'Proposes a fix of flagged labels, and writes nothing: in the editor it opens the refactor preview, in which the user confirms each change; over MCP it returns a diff. Issues of test splits, labels that a person has kept, and labels that changed since the audit are left alone and named in the answer. Call it once the user wants labels fixed, with the issues that you have looked at.',
  isReadOnly: false,
  inputs: {
    issues: { allowed: ISSUES, about: 'Numbers of the issues, as list_label_issues gives them.', required: true },
    action: {
      allowed: choice(['accept_suggestion', 'set_label', 'remove']),
      about:
        'accept_suggestion (the default): give each the label that the model suggests; set_label: give all of them the label of "label"; remove: take their rows out of the labels file.',
    },
    label: { allowed: TEXT, about: 'With set_label: one of the classes of the data set.' },
    dataset: DATASET,
    audit: AUDIT,
  },
  work: async (input, host, hooks) => {
    const { action = 'accept_suggestion' } = input;
    const dataset = await openDataset(host, input);
    const label = labelOf(dataset, action, input.label);
    const places = [...new Set(input.issues)].map((number) => placeOfIssue(dataset, number));
    const options: RemediationOptions = {
      by: 'all',
      action: action === 'remove' ? 'prune' : 'relabel',
      // Who asks has looked at the picture.
      minConfidence: 0,
      only: new Map(places.map((place) => [place, label])),
      reviews: await dataset.reviews(),
    };
    const plan = planRemediation(dataset.report, await dataset.rows(), options);
    const { numberOf, untouched } = matchPlan(dataset, places, plan);
    const leftAlone = [
      ...untouched.map((place) => ({ issue: place + 1, why: 'its row is of a test split' })),
      ...plan.heldBack.map(({ path, label: from, reason }) => ({
        picture: modelName(path),
        label: modelName(from),
        why: REASONS[reason],
      })),
    ];
    const offered =
      plan.changes.length === 0
        ? { status: 'There is nothing to change: see leftAlone.' }
        : await host.offerFix(dataset, plan, options, hooks);
    const { changes } = plan;
    return {
      value: {
        ...answerHead(dataset),
        status: modelSentence(offered.status),
        changeCount: changes.length,
        changes: changes.slice(0, MOST_CHANGES).map(({ path, split, from, to, rows }) => ({
          issue: numberOf(path, split),
          picture: modelName(path),
          ...(rows === undefined ? {} : { rows }),
          from: modelName(from),
          ...(to === undefined ? { removed: true } : { to: modelName(to) }),
        })),
        ...(leftAlone.length === 0 ? {} : { leftAlone: leftAlone.slice(0, MOST_CHANGES) }),
        ...(offered.fix === undefined ? {} : { fix: offered.fix }),
        ...(offered.diff === undefined ? {} : { diff: modelLines(offered.diff, MOST_DIFF) }),
      },
    };
  },
});

const REASONS = {
  kept: 'a person says that its label is right',
  'not-confident': 'the suggestion is not probable enough',
  'class-too-small': 'no picture of its class would be left',
  'label-changed': 'its label has changed since the audit',
  gone: 'it is no longer in the data set',
  'no-other-label': 'it bears that label already',
  'to-be-removed': 'a person decided to remove it',
  'which-row': 'several rows name it, and it is unclear which is meant',
} as const;

/** The class that all are given; undefined: to each its suggestion. */
function labelOf({ report }: AuditedDataset, action: string, label: string | undefined): string | undefined {
  if (action !== 'set_label') {
    if (label === undefined) return undefined;
    throw new InputError('"label" goes with the action set_label alone.');
  }
  const { classes } = report.dataset;
  if (label === undefined) throw new InputError('The action set_label needs "label".');
  const found = classes.find((name) => name === label) ?? classes.find((name) => isNamed(label, name));
  if (found !== undefined) return found;
  const some = classes.slice(0, 30).map((name) => `"${modelName(name)}"`);
  const more = classes.length > 30 ? ` and ${classes.length - 30} more` : '';
  throw new InputError(`"${modelName(label)}" is no class of this data set: ${some.join(', ')}${more}.`);
}

/** Which issues a plan is about, by their numbers, and those that it does not speak of: a plan passes test rows over. */
function matchPlan(
  { report }: AuditedDataset,
  places: readonly number[],
  { changes, heldBack }: RemediationPlan,
): { readonly numberOf: (path: string, split?: string) => number | undefined; readonly untouched: readonly number[] } {
  const byPath = new Map<string, number[]>();
  for (const place of places) {
    const { path } = report.issues[place];
    byPath.set(path, [...(byPath.get(path) ?? []), place]);
  }
  /** A picture that was flagged once is the one; of several it is that of the split. */
  const placeOf = (path: string, split?: string): number | undefined => {
    const known = byPath.get(path) ?? [];
    return known.length === 1 ? known[0] : known.find((place) => report.issues[place].split === split);
  };
  const spoken = new Set(changes.map(({ path, split }) => placeOf(path, split)));
  const held = new Set(heldBack.map(({ path }) => path));
  return {
    numberOf: (path, split) => {
      const place = placeOf(path, split);
      return place === undefined ? undefined : place + 1;
    },
    untouched: places.filter((place) => !spoken.has(place) && !held.has(report.issues[place].path)),
  };
}
