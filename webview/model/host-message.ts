import type { HostMessage } from '../../src/protocol.ts';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** For each type of message: whether it has what is read first. */
const SHAPES: Readonly<Record<HostMessage['type'], (message: Fields) => boolean>> = {
  state: (message) => isObject(message.state) && typeof message.state.phase === 'string',
  progress: (message) => isObject(message.progress) && typeof message.progress.share === 'number',
  issues: (message) => Array.isArray(message.changes),
  thumbnails: (message) => Array.isArray(message.uris),
  detail: (message) => isObject(message.detail) && Array.isArray(message.detail.probabilities),
  select: (message) => typeof message.id === 'number',
  plan: (message) => isObject(message.plan) && Array.isArray(message.plan.classes),
  comparison: (message) => message.comparison === null || isObject(message.comparison),
  show: (message) => message.tab === 'fix' || message.tab === 'compare',
  error: (message) => typeof message.message === 'string',
};

/** The message, or null if it is not one of the host's: other scripts post to the window, too. */
export function readHostMessage(data: unknown): HostMessage | null {
  if (!isObject(data) || typeof data.type !== 'string' || !Object.hasOwn(SHAPES, data.type)) return null;
  const type = data.type as HostMessage['type'];
  return SHAPES[type](data) ? (data as unknown as HostMessage) : null;
}
