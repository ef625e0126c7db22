import type { Linter } from 'eslint';

export function roomRules(rule?: string): Linter.Config[];
