import type { Action } from './parts/action.ts';
import type { ReviewCommands } from './review-commands.ts';

/** Does what a part of the panel asks of the review; false where that is none of its business. */
export function actOnReview(action: Action, review: ReviewCommands, focusGrid: () => void): boolean {
  switch (action.kind) {
    case 'relabel':
      review.decide({ kind: 'relabel', label: action.label });
      return true;
    case 'note':
      review.note(action.note);
      return true;
    case 'select':
      review.select(action.id, action.mode);
      return true;
    case 'filter':
      review.filter(action.change);
      return true;
    case 'startBulk':
      review.startBulk(action.filters);
      return true;
    case 'acceptBulk':
      review.acceptBulk();
      break;
    case 'endBulk':
      review.endBulk();
      break;
    case 'sort':
      review.sort(action.sort);
      return true;
    case 'closeKeys':
    case 'closeSession':
    case 'closeChooser':
      review.dialog = null;
      return true;
    case 'closeLoupe':
      review.closeLoupe();
      return true;
    case 'classKey':
      review.chooseKey(action.class, action.key);
      return true;
    case 'check':
      review.openCheck(action.name);
      return true;
    case 'threshold':
      review.setThreshold(action.value, action.isChosen);
      return true;
    case 'focusGrid':
      break;
    default:
      return false;
  }
  focusGrid();
  return true;
}
