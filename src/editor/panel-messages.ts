import type { DecideAction, FixChoice, PanelMessage } from '../protocol.ts';

type Fields = Readonly<Record<string, unknown>>;

const PLAIN = ['ready', 'undo', 'audit', 'cancel', 'walkthrough', 'export'] as const;
const WITH_ID = ['detail', 'reveal', 'open', 'copyPath'] as const;

/** More than any panel asks for at once. */
const MOST_IDS = 1_000_000;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isId(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isIds(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length <= MOST_IDS && value.every(isId);
}

function toAction(value: unknown): DecideAction | undefined {
  if (!isFields(value)) return undefined;
  const { kind, label } = value;
  if (kind === 'accept' || kind === 'keep' || kind === 'remove') return { kind };
  return kind === 'relabel' && typeof label === 'string' && label !== '' ? { kind, label } : undefined;
}

const isUnit = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= 1000 && value.every((name) => typeof name === 'string');
}

/** A choice of Fix Labels, rebuilt from what has arrived. */
export function toFixChoice(value: unknown): FixChoice | undefined {
  if (!isFields(value)) return undefined;
  const { share, threshold, minConfidence, minExamplesPerClass, splits } = value;
  const action = (['prune', 'relabel'] as const).find((name) => name === value.action);
  const by = (['all', 'worst', 'below', 'reviewed'] as const).find((name) => name === value.by);
  if (!action || !by || !isUnit(share) || share === 0 || !isUnit(threshold) || !isUnit(minConfidence)) return undefined;
  if (!isId(minExamplesPerClass) || !(splits === null || isNames(splits))) return undefined;
  return { action, by, share, threshold, minConfidence, minExamplesPerClass, splits: splits && [...splits] };
}

/**
 * What the panel's front end asks for, rebuilt from what has arrived; undefined for anything that is no message of ours.
 * The front end is ours too, but it shows other people's pictures: nothing that comes from it is taken on trust.
 */
export function parsePanelMessage(value: unknown): PanelMessage | undefined {
  if (!isFields(value)) return undefined;
  const { type, id, ids } = value;
  const plain = PLAIN.find((name) => name === type);
  if (plain) return { type: plain };
  const withId = WITH_ID.find((name) => name === type);
  if (withId) return isId(id) ? { type: withId, id } : undefined;
  if (type === 'plan' || type === 'fix') {
    const choice = toFixChoice(value.choice);
    return choice && { type, choice };
  }
  if (type === 'compare') {
    const choice = value.choice === null ? null : toFixChoice(value.choice);
    return choice === undefined ? undefined : { type, choice };
  }
  if (type === 'thumbnails') return isIds(ids) ? { type, ids: [...ids] } : undefined;
  if (type === 'decide') {
    const action = toAction(value.action);
    return action && isIds(ids) && ids.length > 0 ? { type, ids: [...ids], action } : undefined;
  }
  return undefined;
}
