import type { ColumnNames } from '../../../src/dataset/labels/labels-columns.ts';
import type { Delimiter } from '../../../src/dataset/labels/detect-delimiter.ts';

/**
 * A labels file as somebody wrote it, piece by piece: what a text says is known here without parsing it. The pieces put
 * together are the text, byte for byte.
 */
export interface LabelsModel {
  readonly bom: boolean;
  readonly delimiter: Delimiter;
  /** The first row among them is the header. */
  readonly pieces: readonly Piece[];
  /** Indices of the image and label columns. */
  readonly image: number;
  readonly label: number;
  /** The columns' names, where they are not the usual ones. */
  readonly columns: ColumnNames;
}

export type Piece = ModelRow | Noise;

/** A comment or a blank line, its line end included. */
export interface Noise {
  readonly kind: 'noise';
  readonly text: string;
}

export interface ModelRow {
  readonly kind: 'row';
  readonly cells: readonly ModelCell[];
  /** '' where the text ends with this row. */
  readonly end: string;
  /** What the image cell means, as a path below the data set's root; absent where it leads out or names none. */
  readonly path?: string;
}

export interface ModelCell {
  /** As it is written, quotes included. */
  readonly raw: string;
  /** What it says: without quotes, not trimmed. */
  readonly value: string;
}

/** How a cell is written, as far as its value allows; `odd`: with text after its closing quote. */
export type CellStyle = 'plain' | 'quoted' | 'odd';

export function writeModelCell(value: string, style: CellStyle, delimiter: string, first: boolean): ModelCell {
  if (style === 'odd' && /^[a-z]+$/.test(value)) return { raw: `"${value}"!`, value: `"${value}"!` };
  // A quote within an unquoted cell is an ordinary character; at its start it is not.
  const needed = value.includes(delimiter) || /^"|[\r\n]/.test(value) || (first && /^[#\ufeff]/.test(value));
  const raw = style === 'quoted' || needed ? `"${value.replaceAll('"', '""')}"` : value;
  return { raw, value };
}

/** A row of one blank cell would be a blank line. */
export function isRow(cells: readonly { readonly value: string }[]): boolean {
  return cells.length > 1 || (cells.length === 1 && cells[0].value.trim() !== '');
}

export function pieceText(piece: Piece, delimiter: string): string {
  if (piece.kind === 'noise') return piece.text;
  return piece.cells.map(({ raw }) => raw).join(delimiter) + piece.end;
}

export function modelText({ bom, delimiter, pieces }: LabelsModel): string {
  return (bom ? '\ufeff' : '') + pieces.map((piece) => pieceText(piece, delimiter)).join('');
}

export const isDataRow = (piece: Piece): piece is ModelRow => piece.kind === 'row';

/** The rows below the header. */
export function dataRows({ pieces }: LabelsModel): ModelRow[] {
  return pieces.filter(isDataRow).slice(1);
}

export function headerOf({ pieces }: LabelsModel): ModelRow {
  return pieces.find(isDataRow)!;
}

/** Whether an audit uses the row. */
export function isUsable(model: LabelsModel, { cells, path }: ModelRow): boolean {
  const { length } = headerOf(model).cells;
  if (cells.length < length || path === undefined || cells[model.label].value.trim() === '') return false;
  // More cells than the header has are a comment behind a picture's name, or blank; else a delimiter may have moved others.
  const isPicture = /\.(?:png|jpg)$/i.test(cells[model.image].value.trim());
  return isPicture || cells.slice(length).every(({ value }) => value.trim() === '');
}

/** A line feed that has come to stand behind a carriage return is a part of that line's end. */
export function settled(model: LabelsModel): LabelsModel {
  const pieces: Piece[] = [];
  for (const piece of model.pieces) {
    const last = pieces.at(-1);
    const joins = last !== undefined && piece.kind === 'noise' && piece.text.startsWith('\n') && endsInCr(last);
    if (!joins) {
      if (piece.kind === 'row' || piece.text !== '') pieces.push(piece);
      continue;
    }
    pieces[pieces.length - 1] =
      last.kind === 'row' ? { ...last, end: '\r\n' } : { kind: 'noise', text: `${last.text}\n` };
    if (piece.text.length > 1) pieces.push({ kind: 'noise', text: piece.text.slice(1) });
  }
  return { ...model, pieces };
}

function endsInCr(piece: Piece): boolean {
  return (piece.kind === 'row' ? piece.end : piece.text).endsWith('\r');
}

/** Every piece but the last ends in a line end. */
export function closed(pieces: readonly Piece[], lineEnd: string): Piece[] {
  return pieces.map((piece, i) => {
    if (i === pieces.length - 1 || /[\r\n]$/.test(piece.kind === 'row' ? piece.end : piece.text)) return piece;
    return piece.kind === 'row' ? { ...piece, end: lineEnd } : { kind: 'noise', text: piece.text + lineEnd };
  });
}

/**
 * The label cells of these data rows say something else, and nothing else is different: a quoted cell stays quoted, the
 * blanks around an unquoted one stay, and quotes come only where the label needs them.
 */
export function withLabels(model: LabelsModel, labels: ReadonlyMap<number, string>): LabelsModel {
  const { delimiter, label: column } = model;
  let row = -2;
  const pieces = model.pieces.map((piece): Piece => {
    if (piece.kind === 'noise') return piece;
    row += 1;
    const label = labels.get(row);
    if (row < 0 || label === undefined || piece.cells[column].value.trim() === label) return piece;
    const cells = [...piece.cells];
    cells[column] = relabelled(cells[column], label, delimiter, column === 0);
    return { ...piece, cells };
  });
  return { ...model, pieces };
}

const isQuoted = (raw: string): boolean => /^"(?:[^"]|"")*"$/.test(raw);

/** Whether a cell has text after its closing quote. Parsers do not agree on what that says. */
export const isOdd = ({ raw }: ModelCell): boolean => raw.startsWith('"') && !isQuoted(raw);

function relabelled({ raw }: ModelCell, label: string, delimiter: string, first: boolean): ModelCell {
  const needed = label.includes(delimiter) || /["\r\n]/.test(label) || (first && label.startsWith('#'));
  if (isQuoted(raw) || needed) return { raw: `"${label.replaceAll('"', '""')}"`, value: label };
  const before = raw.trim() === '' ? '' : raw.slice(0, raw.length - raw.trimStart().length);
  const after = raw.trim() === '' ? '' : raw.slice(raw.trimEnd().length);
  return { raw: before + label + after, value: before + label + after };
}

/** These data rows are gone with their line ends; where the text had no last line end, it still has none. */
export function withoutRows(model: LabelsModel, gone: ReadonlySet<number>): LabelsModel {
  const last = model.pieces.at(-1)!;
  let row = -2;
  const pieces = model.pieces.filter((piece) => {
    if (piece.kind === 'row') row += 1;
    return piece.kind === 'noise' || !gone.has(row);
  });
  if (last.kind === 'row' && last.end === '' && pieces.at(-1) !== last) pieces.push(unended(pieces.pop()!));
  return settled({ ...model, pieces });
}

function unended(piece: Piece): Piece {
  const end = /(?:\r\n|\r|\n)$/;
  return piece.kind === 'row' ? { ...piece, end: '' } : { kind: 'noise', text: piece.text.replace(end, '') };
}
