import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** The rooms of the house plan (DESIGN.md), each with the rooms that it may import from. */
const ROOMS = {
  core: [],
  dataset: [],
  training: ['core', 'dataset'],
  audit: ['core', 'dataset', 'training'],
  cli: ['audit'],
  editor: ['audit', 'protocol'],
};

const roomNames = Object.keys(ROOMS);

/** One zone per room: everything in `src/` and `webview/` that it may not import, with the reason. */
const zones = roomNames.flatMap((room) => {
  const forbidden = [...roomNames.filter((other) => other !== room && !ROOMS[room].includes(other))].map(
    (other) => `./src/${other}`,
  );
  const single = ROOMS[room].includes('protocol') ? [] : ['./src/protocol.ts'];
  return [
    {
      target: `./src/${room}`,
      from: [...forbidden, ...single, './webview', './src/extension.ts'],
      message: `${room}/ may only import from: ${ROOMS[room].join(', ') || 'itself'} (DESIGN.md, "Rooms").`,
    },
  ];
});

/** Another room is entered by its door only: `../room/index.ts`. */
const doors = {
  group: roomNames.flatMap((room) => [`../${room}/*`, `../../${room}/*`, `!../${room}/index.ts`]),
  message: 'Another room is entered through its index.ts.',
};
const vscode = { group: ['vscode'], message: 'Only src/editor and src/extension.ts know VS Code.' };

export default defineConfig(
  {
    ignores: [
      'dist',
      'samples',
      'coverage',
      '.vscode-test',
      'dist-test',
      '.vsix-stage',
      'test-results',
      'test/fixtures',
      'src/training/simd/assembly.ts',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: import.meta.dirname,
          zones: [
            ...zones,
            {
              target: './webview',
              from: './src',
              except: ['./protocol.ts'],
              message: 'The webview imports protocol.ts and nothing else from src/.',
            },
            { target: './src/protocol.ts', from: ['./src', './webview'], message: 'protocol.ts stands alone.' },
          ],
        },
      ],
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'No default exports.' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
    },
  },
  { files: ['src/**/*.ts'], rules: { 'no-restricted-imports': ['error', { patterns: [doors, vscode] }] } },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(?!\\./)', message: 'core/ is pure: it imports nothing outside core/.' }] },
      ],
    },
  },
  {
    files: ['src/training/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['../core/*'], allowTypeImports: true, message: 'training/ knows only the types of core/.' },
          ],
        },
      ],
    },
  },
  {
    files: ['src/editor/**/*.ts', 'src/extension.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [doors] }] },
  },
  {
    files: ['test/e2e/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['describe', 'it'] }] },
      ],
    },
  },
  { files: ['*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } },
);
