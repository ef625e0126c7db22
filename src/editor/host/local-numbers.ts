import * as vscode from 'vscode';
import { languageOf, numbersIn } from '../../numbers/index.ts';

// For messages that are translated. Sentences of reports are English, and so are the numbers in them.

/** Numbers as the language of VS Code writes them, where we have it. */
export const { count, decimal, percent, score } = numbersIn(languageOf(vscode.env.language));
