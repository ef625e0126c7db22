import type { ToolHooks, ToolHost } from './tool-host.ts';
import { readInput, type InputValues, type ToolInputs } from './tool-input.ts';

/** What a tool answers. */
export interface ToolAnswer {
  /** Plain JSON; whatever comes from a data set is a bounded text within it. */
  readonly value: Readonly<Record<string, unknown>>;
  /** A picture, WebP. */
  readonly picture?: Uint8Array;
}

/** A tool that a model may call. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  /** What it does and when to call it, for a model. */
  readonly description: string;
  readonly inputs: ToolInputs;
  /** It changes nothing, in files and in what the user sees. */
  readonly isReadOnly: boolean;
  /** @throws Error whose message says what to do next; a model reads it */
  readonly call: (input: unknown, host: ToolHost, hooks: ToolHooks) => Promise<ToolAnswer>;
}

/** Makes a tool, whose inputs are checked before it works. */
export function defineTool<const T extends ToolInputs>(
  tool: Omit<Tool, 'inputs' | 'call'> & {
    readonly inputs: T;
    readonly work: (input: InputValues<T>, host: ToolHost, hooks: ToolHooks) => Promise<ToolAnswer>;
  },
): Tool {
  const { work, ...rest } = tool;
  return {
    ...rest,
    call: async (input, host, hooks) => {
      hooks.signal.throwIfAborted();
      return work(readInput(tool.inputs, input), host, hooks);
    },
  };
}
