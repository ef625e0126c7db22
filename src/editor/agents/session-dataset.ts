import { readReviews, type AuditedDataset } from '../../audit/light.ts';
import type { LiveSession } from '../session/live-session.ts';

/** A session as tools see it. Await `session.settled()` first: states are those of the moment. */
export function sessionDataset(session: LiveSession): AuditedDataset {
  const root = session.root.fsPath;
  return {
    root,
    report: session.report,
    stateOf: (place) => {
      const { decision, current } = session.issues[place];
      return { decision, ...(current === undefined ? {} : { label: current.label }) };
    },
    pictureOf: (place) => session.placeOf(session.issues[place].issue.path),
    probabilitiesOf: async (example) => (await session.predictions())?.of(example),
    rows: () => session.pictures(),
    reviews: () => readReviews(root),
  };
}
