import type { TrainedFold } from './trained-fold.ts';
import type { EpochHistory } from '../types.ts';

/**
 * The members of an ensemble as one: the mean of their probabilities (Lakshminarayanan et al. 2017, section 2.4) and of
 * their histories, epoch by epoch over those that came so far.
 * @param members at least one; all judged the same pictures
 */
export function ensemble(members: readonly TrainedFold[]): TrainedFold {
  if (members.length === 1) return members[0];
  const share = 1 / members.length;
  const probabilities = members[0].probabilities.map((_, i) =>
    members.reduce((sum, member) => sum + share * member.probabilities[i], 0),
  );
  const epochs = Math.max(...members.map(({ history }) => history.length));
  const history = Array.from({ length: epochs }, (_, i) =>
    meanEntry(members.filter((member) => i < member.history.length).map((member) => member.history[i])),
  );
  const best = members.map(({ bestEpoch }) => bestEpoch).filter((epoch) => epoch !== undefined);
  return { probabilities, history, ...(best.length === 0 ? {} : { bestEpoch: Math.round(mean(best)) }) };
}

function meanEntry(entries: readonly EpochHistory[]): EpochHistory {
  const of = (read: (entry: EpochHistory) => number): number => mean(entries.map(read));
  const { epoch, validationLoss } = entries[0];
  const learnt = { epoch, loss: of(({ loss }) => loss), accuracy: of(({ accuracy }) => accuracy) };
  if (validationLoss === undefined) return learnt;
  return {
    ...learnt,
    validationLoss: of((entry) => entry.validationLoss!),
    validationAccuracy: of((entry) => entry.validationAccuracy!),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
