const n = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${count.toLocaleString('en-US')} ${many}`;

/**
 * What was made of annotations, of which a picture may have several, in sentences.
 * @param what their name in the tool: `annotations`
 * @param counts how many each picture has
 * @param labels the different labels of each picture
 */
export function pictureNotes(
  tool: string,
  what: string,
  counts: ArrayLike<number>,
  labels: readonly (ReadonlySet<string> | undefined)[],
): string[] {
  let [usable, repeated, several, none] = [0, 0, 0, 0];
  for (let row = 0; row < counts.length; row++) {
    const size = labels[row]?.size ?? 0;
    if (size > 1) several += 1;
    else if (size === 0) none += 1;
    else usable += 1;
    if (size === 1 && counts[row] > 1) repeated += 1;
  }
  const notes = [`read as ${tool}: ${n(usable, 'picture has', 'pictures have')} one label each.`];
  if (repeated > 0) {
    notes.push(
      `${n(repeated, 'picture has', 'pictures have')} several ${what} of one label, which is taken for that of the whole picture; a decision changes all of them.`,
    );
  }
  if (several > 0) {
    notes.push(
      `${n(several, 'picture has', 'pictures have')} ${what} of several labels and ${several === 1 ? 'is' : 'are'} left out.`,
    );
  }
  if (none > 0)
    notes.push(`${n(none, 'picture has', 'pictures have')} no label and ${none === 1 ? 'is' : 'are'} left out.`);
  return notes;
}
