import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

export default defineConfig(
  {
    ignores: [
      'dist',
      'samples',
      'coverage',
      '.types',
      '.vscode-test',
      'dist-test',
      '.vsix-stage',
      'test-results',
      'test/fixtures',
      'src/training/backends/simd/assembly',
      'src/core/passes/assembly',
      'src/core/neighbours/assembly',
      'src/core/neighbours/kernel-bytes.ts',
      'src/core/looks/assembly',
      'src/core/looks/kernel-bytes.ts',
      'src/core/passes/kernel-bytes.ts',
      'src/training/features/algebra/assembly',
      'src/training/features/algebra/kernel-bytes.ts',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'No default exports.' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
    },
  },
  {
    files: ['src/editor/**/*.ts'],
    ignores: ['src/editor/host/notify.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'No default exports.' },
        {
          selector: 'MemberExpression[property.name=/^show(Information|Warning|Error)Message$/]',
          message: 'notify.ts says it, so that no name of a data set becomes a link or a command.',
        },
      ],
    },
  },
  { files: ['*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } },
);
