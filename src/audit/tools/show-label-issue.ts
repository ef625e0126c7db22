import { FLAG, integer } from '../options/option.ts';
import { whySentence } from '../report/words/why-words.ts';
import { issueValue, placeOfIssue, short } from './issue-value.ts';
import { modelName, modelSentence } from './model-text.ts';
import { answerHead, AUDIT, DATASET, openDataset } from './open-dataset.ts';
import { defineTool } from './tool.ts';

/** Classes and neighbours that are told of a picture. */
const CLASSES = 5;
const NEIGHBOURS = 5;

export const showLabelIssue = defineTool({
  name: 'show_label_issue',
  title: 'Show a label issue',
  description:
    'Shows one flagged label of an audited image data set: the picture itself where the client can take one, why it was flagged, the most probable classes, and the labels of the pictures that look most like it. Call it to judge whether a label is wrong before you propose a fix.',
  isReadOnly: true,
  inputs: {
    issue: {
      allowed: integer(1, 100_000_000),
      about: 'Number of the issue, as list_label_issues gives it.',
      required: true,
    },
    dataset: DATASET,
    audit: AUDIT,
    picture: { allowed: FLAG, about: 'Whether to return the picture (default: yes).' },
  },
  work: async (input, host) => {
    const dataset = await openDataset(host, input);
    const place = placeOfIssue(dataset, input.issue);
    const issue = dataset.report.issues[place];
    const chances = await dataset.probabilitiesOf(issue.index);
    const path = dataset.pictureOf(place);
    const wanted = input.picture !== false;
    const picture = wanted && path !== undefined ? await host.picture(dataset.root, path) : undefined;
    const { neighbours = [] } = issue;
    return {
      value: {
        ...answerHead(dataset),
        ...issueValue(dataset, place),
        why: modelSentence(whySentence(dataset.report, (label) => `"${modelName(label)}"`)(issue)),
        ...(chances === undefined
          ? {}
          : {
              mostProbable: chances
                .slice(0, CLASSES)
                .map(({ class: name, probability }) => ({ class: modelName(name), probability: short(probability) })),
            }),
        ...(neighbours.length === 0
          ? {}
          : {
              nearest: neighbours
                .slice(0, NEIGHBOURS)
                .map(([own, label]) => ({ picture: modelName(own), given: modelName(label) })),
            }),
        ...(wanted && picture === undefined ? { pictureMissing: 'The picture can’t be read, or is gone.' } : {}),
      },
      ...(picture === undefined ? {} : { picture }),
    };
  },
});
