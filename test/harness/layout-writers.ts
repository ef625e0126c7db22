import type { LayoutName } from '../../src/dataset/layouts/layout.ts';

/** One labelled picture. */
export interface Labelled {
  readonly path: string;
  readonly label: string;
}

/** How a tool writes a data set down: written here once more, apart from the product, so that edits can be known to the byte. */
export interface LayoutWriter {
  readonly layout: LayoutName;
  /** Path of the labels file in the data set. */
  readonly file: string;
  /** Files beside it. */
  readonly beside?: (classes: readonly string[]) => Readonly<Record<string, string>>;
  /** @param classes in the order of the file; labels that rows bear are among them */
  readonly write: (rows: readonly Labelled[], classes: readonly string[]) => string;
}

const json = (value: unknown, indent?: number): string => JSON.stringify(value, undefined, indent);
/** XML, as CVAT's writer escapes it. */
const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const LAYOUT_WRITERS: readonly LayoutWriter[] = [
  {
    ...{ layout: 'csv', file: 'labels.csv' },
    // A cell in quotes stays in quotes.
    write: (rows) =>
      `image,label\r\n${rows.map(({ path, label }) => `${cell(path)},"${label.replaceAll('"', '""')}"`).join('\r\n')}`,
  },
  {
    ...{ layout: 'csv', file: 'train.csv', beside: (classes) => ({ 'classes.txt': `${classes.join('\n')}\n` }) },
    write: (rows, classes) =>
      `image,label\n${rows.map(({ path, label }) => `${cell(path)},${classes.indexOf(label)}`).join('\n')}\n`,
  },
  {
    ...{ layout: 'jsonl', file: 'metadata.jsonl' },
    write: (rows) => rows.map(({ path, label }) => `${json({ file_name: path, label, n: [1] })}\n`).join(''),
  },
  {
    ...{ layout: 'one-hot', file: 'train.csv' },
    write: (rows, classes) =>
      [
        ['image', ...classes.map(cell), 'note'].join(','),
        ...rows.map(({ path, label }) =>
          [cell(path), ...classes.map((name) => (name === label ? '1.0' : '0.0')), 'x'].join(','),
        ),
      ].join('\n'),
  },
  {
    ...{
      layout: 'list',
      file: 'list.txt',
      beside: (classes) => ({ 'data.yaml': `nc: ${classes.length}\nnames: ${json(classes)}\n` }),
    },
    write: (rows, classes) => rows.map(({ path, label }) => `${path} ${classes.indexOf(label)}\r\n`).join(''),
  },
  {
    ...{ layout: 'json', file: 'labels.json' },
    write: (rows) =>
      json(
        rows.map(({ path, label }, id) => ({ id, image: path, label, 'more ]}"': [{}] })),
        2,
      ),
  },
  {
    ...{ layout: 'coco', file: 'annotations/instances.json' },
    write: (rows, classes) =>
      json({
        images: rows.map(({ path }, id) => ({ id, file_name: path, height: 1, width: 1 })),
        categories: classes.map((name, i) => ({ supercategory: 'x', id: i + 1, name })),
        annotations: rows.map(({ label }, i) => ({ id: i, image_id: i, category_id: classes.indexOf(label) + 1 })),
      }),
  },
  {
    ...{ layout: 'datumaro', file: 'annotations/all.json' },
    write: (rows, classes) =>
      json({
        ...{ dm_format_version: '1.0', media_type: 2, infos: {} },
        categories: {
          label: { label_groups: [], labels: classes.map((name) => ({ name, parent: '', attributes: [] })) },
        },
        items: rows.map(({ path, label }) => ({
          id: path.replace(/\.[^.]+$/, ''),
          annotations: [{ id: 0, type: 'label', attributes: {}, group: 0, label_id: classes.indexOf(label) }],
          ...{ attr: {}, image: { path, size: [1, 1] } },
        })),
      }),
  },
  {
    ...{ layout: 'label-studio', file: 'project-1.json' },
    write: (rows) =>
      json(
        rows.map(({ path, label }, i) => ({
          id: i,
          annotations: [
            {
              ...{ id: i, completed_by: 1, was_cancelled: false, lead_time: 1.5 },
              result: [
                { value: { choices: [label] }, id: 'r', from_name: 'choice', to_name: 'image', type: 'choices' },
              ],
            },
          ],
          ...{ predictions: [], data: { image: path }, meta: {} },
        })),
        4,
      ),
  },
  {
    ...{ layout: 'cvat', file: 'annotations.xml' },
    write: (rows) =>
      [
        '<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n  <version>1.1</version>',
        ...rows.map(
          ({ path, label }, id) =>
            `  <image id="${id}" name="${xml(path)}" width="1" height="1">\n    <tag label="${xml(label)}" source="manual">\n    </tag>\n  </image>`,
        ),
        '</annotations>\n',
      ].join('\n'),
  },
];
