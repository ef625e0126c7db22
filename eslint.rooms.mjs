// The rooms of the house plan and who may import from whom, as ESLint settings. Imports are relative and explicit, so
// that a pattern on the path says it all.

/** Each room with the rooms that it may import from. */
const ROOMS = {
  core: [],
  dataset: [],
  training: ['core', 'dataset'],
  audit: ['core', 'dataset', 'training'],
  cli: ['audit'],
  editor: ['audit', 'protocol'],
};
const names = Object.keys(ROOMS);
const up = '^(?:\\./)?(?:\\.\\./)+';

const vscode = { regex: '^vscode$', message: 'Only src/editor and src/extension.ts know VS Code.' };
const doors = {
  regex: `${up}(?:${names.join('|')})/(?!index\\.ts$)`,
  message: 'Another room is entered through its index.ts.',
};
const outside = { regex: `${up}(?:src|webview|test)/|/extension\\.ts$`, message: 'A room does not look out of src/.' };

/** @param {string} room @returns {object[]} what a room may not import */
function patternsOf(room) {
  if (room === 'core') return [{ regex: '^(?!\\./)', message: 'core/ is pure: it imports nothing outside core/.' }];
  const allowed = ROOMS[room];
  const forbidden = names.filter((other) => other !== room && !allowed.includes(other)).map((other) => `${other}/`);
  if (!allowed.includes('protocol')) forbidden.push('protocol\\.ts$');
  const arrows = {
    regex: `${up}(?:${forbidden.join('|')})`,
    message: `${room}/ may only import from: ${allowed.join(', ') || 'itself'} (CONTRIBUTING.md, "Rooms").`,
  };
  const types = {
    regex: `${up}core/`,
    allowTypeImports: true,
    message: 'training/ knows only the types of core/.',
  };
  return [arrows, doors, outside, ...(room === 'editor' ? [] : [vscode]), ...(room === 'training' ? [types] : [])];
}

/**
 * ESLint settings that hold the arrows between rooms.
 * @param {string} rule `@typescript-eslint/no-restricted-imports`, or ESLint's own where types do not matter
 */
export function roomRules(rule = '@typescript-eslint/no-restricted-imports') {
  const settings = (files, patterns) => ({ files, rules: { [rule]: ['error', { patterns }] } });
  return [
    ...names.map((room) => settings([`src/${room}/**/*.ts`], patternsOf(room))),
    settings(
      ['src/extension.ts'],
      [{ regex: '^\\./(?!editor/index\\.ts$)', message: 'extension.ts enters through editor/.' }],
    ),
    settings(
      ['src/protocol.ts'],
      [{ regex: '^(?!\\./message-schema\\.ts$)', message: 'protocol.ts knows only message-schema.ts.' }],
    ),
    settings(['src/message-schema.ts'], [{ regex: '', message: 'message-schema.ts stands alone.' }]),
    settings(
      ['webview/**/*.ts'],
      [
        vscode,
        {
          regex: `${up}src/(?!protocol\\.ts$)|${up}test/`,
          message: 'The webview imports protocol.ts and nothing else from src/.',
        },
      ],
    ),
  ];
}
