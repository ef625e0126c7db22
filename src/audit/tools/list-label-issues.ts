import { choice, integer, number, TEXT } from '../options/option.ts';
import { ISSUE_DECISIONS } from '../remediation/issue-decision.ts';
import { isNamed, issueValue } from './issue-value.ts';
import { answerHead, AUDIT, DATASET, openDataset } from './open-dataset.ts';
import { defineTool } from './tool.ts';

/** Issues in one answer. */
const MOST = 100;
const USUAL = 20;

export const listLabelIssues = defineTool({
  name: 'list_label_issues',
  title: 'List label issues',
  description:
    'Lists labels of an audited image data set that are probably wrong, worst first: picture, row, given and suggested label, label quality (0 to 1, low is suspect), and what has become of each. Filters by labels, split, state and quality; answers come in pages of at most 100. Call it after run_label_audit, or at once where the data set has been audited before. A flagged label may be right: look at the picture with show_label_issue before you judge it.',
  isReadOnly: true,
  inputs: {
    dataset: DATASET,
    audit: AUDIT,
    given: { allowed: TEXT, about: 'Only issues whose given label is this one.' },
    suggested: { allowed: TEXT, about: 'Only issues for which the model suggests this label.' },
    split: { allowed: TEXT, about: 'Only issues of this split, such as train.' },
    state: {
      allowed: choice(['open', ...ISSUE_DECISIONS.filter((one) => one !== 'open'), 'all']),
      about:
        'open (the default): not decided yet; kept: a person says that the label is right; relabelled, removed: a person changed it; gone: its row is no longer there; all.',
    },
    maxQuality: { allowed: number(0, 1), about: 'Only labels of at most this quality.' },
    minProbability: {
      allowed: number(0, 1),
      about: 'Only issues for which the model gives the suggested label at least this probability.',
    },
    offset: {
      allowed: integer(0, Number.MAX_SAFE_INTEGER),
      about: 'So many of the matching issues are left out first.',
    },
    limit: { allowed: integer(1, MOST), about: `How many to list: ${USUAL} by default, at most ${MOST}.` },
  },
  work: async (input, host) => {
    const dataset = await openDataset(host, input);
    const { given, suggested, split, state = 'open', maxQuality = 1, minProbability = 0 } = input;
    const { offset = 0, limit = USUAL } = input;
    const { issues } = dataset.report;
    const matching: number[] = [];
    issues.forEach((issue, place) => {
      if (given !== undefined && !isNamed(given, issue.givenLabel)) return;
      if (suggested !== undefined && !isNamed(suggested, issue.suggestedLabel)) return;
      if (split !== undefined && !isNamed(split, issue.split ?? '')) return;
      if (issue.labelQuality > maxQuality || issue.suggestedProbability < minProbability) return;
      if (state === 'all' || dataset.stateOf(place).decision === state) matching.push(place);
    });
    const page = matching.slice(offset, offset + limit);
    const next = offset + page.length;
    return {
      value: {
        ...answerHead(dataset),
        flagged: issues.length,
        matching: matching.length,
        issues: page.map((place) => issueValue(dataset, place)),
        ...(next < matching.length ? { nextOffset: next } : {}),
      },
    };
  },
});
