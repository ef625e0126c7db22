import type { DecideAction, PanelMessage } from '../src/protocol/index.ts';
import type { CheckSession } from './model/checks/check-session.ts';
import type { ReviewSession } from './model/review-session.ts';
import { STRINGS } from './strings.ts';

const TEXT = STRINGS.announce;

/** What came of a decision. */
export interface Decided {
  /** The host is told this; null: nothing was decided. */
  readonly sent: PanelMessage | null;
  /** For those who hear the panel instead of seeing it. */
  readonly said: string;
}

const reviewed = ({ reviewed: done, decidable }: ReviewSession): string => STRINGS.header.reviewed(done, decidable);

/** Decides the selected labels. */
export function decideLabels(session: ReviewSession, action: DecideAction): Decided {
  const sent = session.decide(action);
  if (!sent) return { sent: null, said: TEXT.notDecidable };
  const words = {
    accept: TEXT.accepted,
    keep: TEXT.kept,
    remove: TEXT.removed,
    relabel: action.kind === 'relabel' ? TEXT.relabel(action.label) : '',
  };
  return { sent, said: TEXT.decided(sent.ids.length, words[action.kind], reviewed(session)) };
}

/** What was found is kept or removed, or what is proposed is done; labels are decided among labels. */
export function decideFinding(session: CheckSession, { kind }: DecideAction): Decided {
  const action = kind === 'keep' || kind === 'remove' ? kind : kind === 'accept' ? session.proposal : null;
  const sent = action === null ? null : session.decideFinding(action);
  if (sent === null) return { sent, said: action === null ? STRINGS.checks.notHere : TEXT.notDecidable };
  const words = action === 'keep' ? TEXT.kept : TEXT.removed;
  const said = TEXT.decided(sent.pictures, words, reviewed(session));
  return { sent: sent.message, said: sent.leftOut > 0 ? `${said} ${STRINGS.checks.leftOut(sent.leftOut)}` : said };
}

/** Accepts all that is shown together; undefined where there is nothing to accept. */
export function acceptBulk(session: ReviewSession): Decided | undefined {
  const sent = session.acceptBulk();
  return sent ? { sent, said: TEXT.decided(sent.ids.length, TEXT.accepted, reviewed(session)) } : undefined;
}

/** Puts the selected pictures off, or takes that back. */
export function putOff(session: ReviewSession): Decided {
  const sent = session.putOff();
  if (sent === null) return { sent, said: TEXT.notOpen };
  return { sent, said: TEXT.unsure(sent.ids.length, sent.isUnsure) };
}
