import { CoreInputError, type CoreWarning } from '../../core/index.ts';
import { InputError } from '../../files/index.ts';
import { count, plural } from '../../numbers/index.ts';
import type { ToldWarning } from './warnings.ts';

/** A sentence names at most this many classes. */
const SHOWN = 10;

/** A warning of core's, with its facts. */
export function coreWarning(warning: CoreWarning, names: readonly string[], model: 'only' | 'last-round'): ToldWarning {
  const text = warningText(warning, names, model === 'only' ? 'The model' : 'In its last round the model');
  switch (warning.code) {
    case 'rows-normalised':
      return { text, kind: warning.code, numbers: [warning.count, warning.of, warning.tolerance, warning.firstRow] };
    case 'pieces-normalised':
      return { text, kind: warning.code, numbers: [warning.count] };
    case 'classes-without-labels':
      return { text, kind: warning.code, ...firstClasses(warning.classes, names) };
    case 'classes-never-predicted': {
      const kind = model === 'only' ? warning.code : 'classes-never-predicted-last';
      return { text, kind, ...firstClasses(warning.classes, names) };
    }
    case 'classes-too-small': {
      const { names: first, numbers } = firstClasses(warning.classes, names);
      return { text, kind: warning.code, names: first, numbers: [...numbers, warning.minExamplesPerClass] };
    }
    case 'option-without-effect':
      return { text, kind: warning.code, names: [warning.option, warning.filterBy, warning.goesWith.join(', ')] };
  }
}

/** The first of some classes by name, and how many more there are. */
function firstClasses(classes: readonly number[], names: readonly string[]) {
  const first = classes.slice(0, SHOWN).map((index) => names[index]);
  return { names: first, numbers: [classes.length - first.length] };
}

/** A warning of core's as a sentence. It names classes by `names`, and without them by index. */
export function warningText(warning: CoreWarning, names?: readonly string[], model = 'The model'): string {
  switch (warning.code) {
    case 'rows-normalised': {
      const rows = `${plural(warning.count, 'row')} of ${count(warning.of)}`;
      return `${rows} did not sum to 1 (off by at most ${warning.tolerance}) and ${warning.count === 1 ? 'was' : 'were'} normalised; first: row ${warning.firstRow}.`;
    }
    case 'pieces-normalised':
      return `Rows that did not sum to 1 were normalised, in ${plural(warning.count, 'piece')}.`;
    case 'classes-without-labels': {
      const { classes } = warning;
      return `No example is labelled ${classNames(classes, names)}: nothing can be said about ${them(classes)}.`;
    }
    case 'classes-never-predicted': {
      const { classes } = warning;
      return `${model} never predicts ${classNames(classes, names)}: what is flagged of ${them(classes)} is the model's fault first.`;
    }
    case 'classes-too-small': {
      const named = classNames(warning.classes, names);
      const least = warning.minExamplesPerClass;
      return `${named[0].toUpperCase()}${named.slice(1)}: too few examples to flag any (minExamplesPerClass is ${least}).`;
    }
    case 'option-without-effect': {
      const { option, filterBy, goesWith } = warning;
      const given = option === 'confidentJoint' ? 'The given confidentJoint' : option;
      return `${given} has no effect with filterBy ${filterBy}; it goes with ${goesWith.join(', ')}.`;
    }
  }
}

/**
 * Waits for work of core's. An error that is about classes becomes one that names them.
 *
 * @throws InputError in its place; any other error as the work throws it
 */
export async function namingClasses<T>(names: readonly string[] | undefined, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof CoreInputError && error.code === 'too-few-classes' && error.classes && names)) throw error;
    const given = classNames(error.classes, names);
    throw new InputError(`Every label is ${given}: at least two classes must occur among the labels to judge them.`, {
      cause: error,
    });
  }
}

/** As in `class "iv"`, `classes 3, 5`. */
function classNames(classes: readonly number[], names: readonly string[] | undefined): string {
  const shown = classes.slice(0, SHOWN).map((index) => (names ? JSON.stringify(names[index]) : index));
  const more = classes.length > SHOWN ? ` and ${count(classes.length - SHOWN)} more` : '';
  return `${classes.length === 1 ? 'class' : 'classes'} ${shown.join(', ')}${more}`;
}

const them = (classes: readonly number[]): string => (classes.length === 1 ? 'it' : 'them');
