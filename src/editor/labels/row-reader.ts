import { jsonObject, jsonValueSpan, jsonWord } from '../../dataset/index.ts';
import { labelReader, tableRowReader, type ObjectLayout, type RowLayout, type RowReader } from './scan-row.ts';

/** Reads the rows of a labels file, of whatever layout. */
export function rowReader(layout: RowLayout): RowReader {
  return layout.kind === 'objects' ? objectRowReader(layout) : tableRowReader(layout);
}

/** Reads JSON lines by the rules of `jsonlLayout`: each line that is not blank is a row. */
function objectRowReader({ keys, fileSplit = '', file = 0, separator }: ObjectLayout): RowReader {
  const labelOf = labelReader(separator);
  return (source, line) => {
    const text = source.line(line);
    if (text.trim() === '') return undefined;
    const object = jsonObject(text);
    const image = jsonWord(object?.[keys.image]);
    const label = jsonWord(object?.[keys.label]);
    const split = keys.split === undefined ? '' : (jsonWord(object?.[keys.split]) ?? '');
    const span = object === undefined ? undefined : jsonValueSpan(text, keys.label);
    return {
      ...{ file, line, lines: 1, reach: 1 },
      isRagged: object === undefined || image === undefined || label === undefined,
      image: image ?? '',
      label: labelOf(label ?? ''),
      split: split || fileSplit,
      labelSpan: span && { startLine: 0, start: span.start, endLine: 0, end: span.end },
    };
  };
}
