/** Texts of the list of keys. */
export const KEYS_STRINGS = {
  keys: {
    title: 'Keys',
    close: 'Close',
    classes: 'Keys of the classes',
    classesHint: 'The same on every picture. Choose a class, then press the key that it should have.',
    assign: (name: string, key: string | undefined) => `${key ?? '–'} ${name}: choose another key`,
    rows: [
      [['←', '→', '↑', '↓'], 'Move to another picture'],
      [['Home', 'End', 'Page Up', 'Page Down'], 'Move further'],
      [['Enter'], 'Accept the suggested label'],
      [['1', '…', '9', 'a', '…'], 'Change to the class with that key'],
      [['C'], 'Change to a class by its name'],
      [['Space'], 'Enlarge the picture, and back; then + − 0 and Alt with an arrow zoom and move it'],
      [['K'], 'Keep the label'],
      [['Delete'], 'Remove the picture from the data set'],
      [['S'], 'Unsure: put the picture off, or take it back; what was put off comes last'],
      [['N'], 'Write a note on the decision'],
      [['U'], 'Undo the last decision'],
      [['Shift', '←→↑↓'], 'Select several, to decide them together'],
      [['Ctrl', 'Click'], 'Add a picture to the selection, or take it out'],
      [['Ctrl', 'A'], 'Select all that are shown'],
      [['Esc'], 'Select only one again'],
      [['/'], 'Search file names'],
      [['?'], 'Show this list'],
    ] as readonly (readonly [readonly string[], string])[],
  },
};
