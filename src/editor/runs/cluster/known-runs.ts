import type * as vscode from 'vscode';
import type { EngineName } from '../../../cluster/light.ts';
import type { Target } from '../dataset-picker.ts';

/** A run on a cluster that this workspace follows. */
export interface KnownRun {
  readonly engine: EngineName;
  /** Absolute path of its folder. */
  readonly run: string;
  readonly engineArgs: string;
  readonly target: Target;
}

/** The runs that this workspace follows: they outlive its window. */
export interface KnownRuns {
  readonly all: readonly KnownRun[];
  /** The run that was asked for last for a data set, whatever became of it. */
  last(root: string): KnownRun | undefined;
  remember(run: KnownRun): Promise<void>;
  forget(run: string): Promise<void>;
}

const FOLLOWED = 'cluster.followed';
const LAST = 'cluster.last';
/** So many data sets keep their last run. */
const MOST_LAST = 20;

export function createKnownRuns(state: vscode.Memento): KnownRuns {
  const read = (key: string): KnownRun[] => state.get<KnownRun[]>(key, []);
  return {
    get all() {
      return read(FOLLOWED);
    },
    last: (root) => read(LAST).find(({ target }) => target.root === root),
    remember: async (known) => {
      await state.update(FOLLOWED, [...read(FOLLOWED).filter(({ run }) => run !== known.run), known]);
      const others = read(LAST).filter(({ target }) => target.root !== known.target.root);
      await state.update(LAST, [known, ...others].slice(0, MOST_LAST));
    },
    forget: async (run) => {
      await state.update(
        FOLLOWED,
        read(FOLLOWED).filter((known) => known.run !== run),
      );
    },
  };
}

/** Whether there is a run to be followed again; cheap, since each start of the window asks. */
export function hasKnownRuns(state: vscode.Memento): boolean {
  return state.get<KnownRun[]>(FOLLOWED, []).length > 0;
}
