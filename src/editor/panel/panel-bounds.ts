import type { PanelMessage } from '../../protocol/index.ts';

/** What there is of the audit that a panel shows. */
export interface ShownBounds {
  /** Whether there is a picture of this id. */
  readonly isPicture: (id: number) => boolean;
  readonly classes: readonly string[];
  /** Splits that Fix Labels may change. */
  readonly splits: readonly string[];
  /** Names of the checks that were made. */
  readonly checks: readonly string[];
}

/**
 * Whether a well-formed message asks only for what the panel shows: audited pictures, classes of the data set, splits that
 * may be changed. The front end never names a path or a label of its own.
 */
export function staysInBounds(message: PanelMessage, { isPicture, classes, splits, checks }: ShownBounds): boolean {
  switch (message.type) {
    case 'decide': {
      const { ids, action } = message;
      return ids.every(isPicture) && (action.kind !== 'relabel' || classes.includes(action.label));
    }
    case 'finding':
      return checks.includes(message.check) && message.ids.every(isPicture);
    case 'check':
    case 'checkThreshold':
      return checks.includes(message.name);
    case 'note':
    case 'unsure':
      return (message.check === undefined || checks.includes(message.check)) && message.ids.every(isPicture);
    case 'thumbnails':
      return message.ids.every(isPicture);
    case 'detail':
    case 'similar':
    case 'reveal':
    case 'open':
    case 'copyPath':
      return isPicture(message.id);
    case 'plan':
    case 'fix':
    case 'compare':
      return message.choice?.splits?.every((split) => splits.includes(split)) ?? true;
    case 'classKeys':
      return message.keys.every(([name]) => classes.includes(name));
    case 'browse':
    case 'map':
    case 'stopMap':
    case 'undo':
    case 'redo':
    case 'goTo':
    case 'summary':
    case 'ready':
    case 'audit':
    case 'cancel':
    case 'walkthrough':
    case 'dataset':
    case 'export':
    case 'queue':
      return true;
    default:
      // The compiler asks for the bounds of each message.
      return message satisfies never;
  }
}
