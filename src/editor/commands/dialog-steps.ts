import * as vscode from 'vscode';
import { lineOf } from '../host/plain-text.ts';

/** Milliseconds without a key before what was typed is judged. */
const DELAY = 150;

interface Step {
  readonly title: string;
  readonly step: number;
  readonly steps: number;
}

/** One answer that a step offers. */
export interface StepItem<T> {
  readonly value: T;
  readonly label: string;
  readonly description?: string;
}

export interface PickStep<T> extends Step {
  readonly placeholder: string;
  readonly items: readonly StepItem<T>[];
  /** What an answer comes to; shown beside it as soon as it is known. */
  readonly describe: (item: StepItem<T>, signal: AbortSignal) => Promise<string | undefined>;
}

/** Lets the user pick one of a few answers, while the result of each is still being worked out; undefined: given up. */
export async function pickStep<T>(options: PickStep<T>): Promise<T | undefined> {
  const { title, step, steps, placeholder, items, describe } = options;
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & StepItem<T>>();
  const stop = new AbortController();
  const shown = items.map((item) => ({ ...item }));
  const work = async (): Promise<void> => {
    for (const [i, item] of items.entries()) {
      if (item.description !== undefined) continue;
      const description = await describe(item, stop.signal).catch((error: unknown) => lineOf((error as Error).message));
      if (stop.signal.aborted) return;
      if (description === undefined) continue;
      const active = shown.findIndex(({ label }) => label === pick.activeItems.at(0)?.label);
      shown[i] = { ...item, description };
      pick.items = [...shown];
      if (active >= 0) pick.activeItems = [shown[active]];
    }
    pick.busy = false;
  };
  try {
    Object.assign(pick, {
      title,
      step,
      totalSteps: steps,
      placeholder,
      busy: true,
      ignoreFocusOut: true,
      items: shown,
    });
    return await new Promise<T | undefined>((resolve) => {
      pick.onDidAccept(() => {
        resolve(pick.activeItems.at(0)?.value);
      });
      pick.onDidHide(() => {
        resolve(undefined);
      });
      pick.show();
      void work();
    });
  } finally {
    stop.abort();
    pick.dispose();
  }
}

export interface AskStep extends Step {
  readonly prompt: string;
  readonly value: string;
  /** What an answer comes to; shown below it as soon as it is known. */
  readonly judge: (
    value: string,
    signal: AbortSignal,
  ) => Promise<{ readonly message: string; readonly isGood: boolean }>;
}

/** Lets the user type an answer, with its result in sight; undefined: given up. */
export async function askStep({ title, step, steps, prompt, value, judge }: AskStep): Promise<string | undefined> {
  const box = vscode.window.createInputBox();
  let stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const look = async (text: string): Promise<void> => {
    stop.abort();
    stop = new AbortController();
    const { signal } = stop;
    box.busy = true;
    try {
      const { message, isGood } = await judge(text, signal);
      if (signal.aborted) return;
      const { Info, Warning } = vscode.InputBoxValidationSeverity;
      box.validationMessage = { message, severity: isGood ? Info : Warning };
    } catch (error) {
      if (signal.aborted) return;
      box.validationMessage = lineOf((error as Error).message);
    }
    box.busy = false;
  };
  try {
    Object.assign(box, { title, step, totalSteps: steps, prompt, value, ignoreFocusOut: true });
    return await new Promise<string | undefined>((resolve) => {
      box.onDidChangeValue((text) => {
        clearTimeout(timer);
        timer = setTimeout(() => void look(text.trim()), DELAY);
      });
      box.onDidAccept(() => {
        if (box.value.trim() !== '') resolve(box.value.trim());
      });
      box.onDidHide(() => {
        resolve(undefined);
      });
      box.show();
      void look(value);
    });
  } finally {
    clearTimeout(timer);
    stop.abort();
    box.dispose();
  }
}
