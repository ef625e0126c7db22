import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { applyEdits, type LabelsEdit } from '../../../../src/dataset/labels/labels-edits.ts';
import { readLabelsText } from '../../../../src/dataset/layouts/read-labels.ts';
import type { TextChange } from '../../../../src/editor/decisions/label-edits.ts';
import { textChange, wholeEdits } from '../../../../src/editor/decisions/whole-changes.ts';
import { rememberWhole, wholeUndoChanges, type WholeUndo } from '../../../../src/editor/decisions/whole-undo.ts';
import type { LiveRows } from '../../../../src/editor/labels/live-rows.ts';
import type { ScannedRow } from '../../../../src/editor/labels/scan-row.ts';
import { createTextLog } from '../../../../src/editor/labels/text-log.ts';
import { readWholeRows, wholeText, type WholeText } from '../../../../src/editor/labels/whole-rows.ts';
import type { LabelsFileSession } from '../../../../src/editor/session/labels-file-session.ts';
import { LAYOUT_WRITERS, type LayoutWriter } from '../../../harness/layout-writers.ts';
import { temporaryFolder } from '../../dataset/temporary-folder.ts';

vi.mock('vscode', () => ({
  l10n: {
    t: (text: string, ...args: unknown[]) => text.replace(/\{(\d)\}/g, (_, i: string) => String(args[Number(i)])),
  },
  Range: class {
    readonly start: object;
    readonly end: object;
    constructor(line: number, character: number, endLine: number, endCharacter: number) {
      this.start = { line, character };
      this.end = { line: endLine, character: endCharacter };
    }
  },
}));

const CLASSES = ['zebra', 'cat & "dog"', 'bird', 'owl'];
const noPause = (): Promise<void> => Promise.resolve();

/** A labels file in an editor: its text, its rows, and decisions on them, by all the code but the editor's own. */
async function openFile(writer: LayoutWriter, text: string) {
  const root = await temporaryFolder(writer.beside?.(CLASSES) ?? {});
  const file = join(root, writer.file.split('/').at(-1)!);
  const log = createTextLog(text);
  let whole: WholeText;
  let live: LiveRows;
  const read = async (): Promise<void> => {
    const { rows } = await readLabelsText(file, log.text, {});
    whole = wholeText(log.text, rows);
    const listener = { appeared: () => undefined, disappeared: () => undefined };
    live = await readWholeRows(whole, { file: 0, fileSplit: '', hasLabelPlaces: true, listener, pause: noPause });
  };
  await read();
  const session = {
    indexOf: (row: ScannedRow) => live.indexOf(row),
    wholeOf: () => whole,
    logOf: () => log,
    rowsIn: () => live.rows,
    nameOf: () => writer.file,
    findPicture: () => undefined,
    pathOf: ({ image }: ScannedRow) => image,
  } as unknown as LabelsFileSession;
  const make = (edits: readonly (LabelsEdit | TextChange)[]): Promise<void> => {
    log.change(
      edits.map((edit) =>
        'range' in edit
          ? {
              start: whole.places.offsetOf(edit.range.start),
              end: whole.places.offsetOf(edit.range.end),
              text: edit.text,
            }
          : edit,
      ),
    );
    return read();
  };
  return {
    log,
    get rows() {
      return live.rows;
    },
    get whole() {
      return whole;
    },
    make,
    /** Labels by rows; undefined takes a row out. */
    async decide(labels: ReadonlyMap<number, string | undefined>): Promise<WholeUndo | undefined> {
      const changes = Array.from(labels, ([i, label]) => ({ row: live.rows[i], label }));
      const edits = wholeEdits(session, whole, changes);
      const made = rememberWhole(session, 0, changes, edits);
      await make(edits.map((edit) => textChange(whole, edit)));
      return made();
    },
    undoChanges: (undo: WholeUndo) => wholeUndoChanges(session, undo),
    replace(now: string): Promise<void> {
      log.replace(now);
      return read();
    },
  };
}

const COUNT = 8;
const label = fc.constantFrom(...CLASSES);
const given = fc.array(label, { minLength: COUNT, maxLength: COUNT });
/** What becomes of rows; those that stay in any case keep the file one of its layout. */
const decision = fc.uniqueArray(fc.tuple(fc.nat(COUNT - 1), fc.option(label, { nil: undefined })), {
  minLength: 1,
  maxLength: 3,
  selector: ([row]) => row,
});
const rowsOf = (labels: readonly string[]) => labels.map((one, i) => ({ path: `images/${i}.png`, label: one }));
const named = LAYOUT_WRITERS.map((writer) => [`${writer.layout} (${writer.file})`, writer] as const);

describe.each(named)('decisions in %s', (_, writer) => {
  it('write what the command line writes, and are undone to the byte, one after the other', async () => {
    await fc.assert(
      fc.asyncProperty(
        given,
        fc.array(decision, { minLength: 1, maxLength: 2 }),
        fc.boolean(),
        async (labels, steps, byEditor) => {
          const text = writer.write(rowsOf(labels), CLASSES);
          const file = await openFile(writer, text);
          const done: { before: string; undo: WholeUndo }[] = [];
          for (const step of steps) {
            const changes = new Map(step.filter(([row]) => row < file.rows.length));
            const before = file.log.text;
            const wanted = applyEdits(before, file.whole.rows.edits!(changes));
            const undo = await file.decide(changes);
            expect(file.log.text).toBe(wanted);
            if (undo !== undefined) done.push({ before, undo });
            else expect(wanted).toBe(before);
          }
          for (const { before, undo } of done.reverse()) {
            if (byEditor) {
              // The editor's own undo: all at once, and nothing is left for ours.
              await file.replace(before);
              expect(file.undoChanges(undo)).toEqual([]);
              continue;
            }
            await file.make(file.undoChanges(undo));
            expect(file.log.text).toBe(before);
            expect(file.undoChanges(undo)).toEqual([]);
          }
          expect(file.log.text).toBe(text);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are undone around what was decided by hand in other rows since', async () => {
    await fc.assert(
      fc.asyncProperty(given, decision, label, async (labels, step, other) => {
        const text = writer.write(rowsOf(labels), CLASSES);
        const file = await openFile(writer, text);
        const changes = new Map(step);
        const free = labels.findIndex((_label, i) => !changes.has(i));
        const undo = await file.decide(changes);
        const at = file.rows.findIndex(({ image }) => image === `images/${free}.png`);
        await file.make(file.whole.rows.edits!(new Map([[at, other]])));
        if (undo !== undefined) await file.make(file.undoChanges(undo));
        const byHand = labels.map((one, i) => (i === free ? other : one));
        expect(file.log.text).toBe(writer.write(rowsOf(byHand), CLASSES));
      }),
      { numRuns: 40 },
    );
  });

  it('are not undone over what was decided by hand in the same row since', async () => {
    const file = await openFile(writer, writer.write(rowsOf(CLASSES), CLASSES));
    const undo = await file.decide(new Map([[1, 'bird']]));
    await file.make(file.whole.rows.edits!(new Map([[1, 'owl']])));
    expect(() => file.undoChanges(undo!)).toThrow(/The row of images\/1\.png has been changed since/);
  });
});
