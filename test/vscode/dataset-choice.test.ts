import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'mocha';
import type { LabelAuditApi } from '../../src/editor/index.ts';
import { createDatasetChoice, createDatasetUpdates } from '../../src/editor/panel/dataset-updates.ts';
import type { LiveSessionStore } from '../../src/editor/session/session-store.ts';
import type { HostMessage } from '../../src/protocol/index.ts';
import { activated, makeAuditedDigits, until, type AuditedDigits } from './audited-digits.ts';

describe('the choice among audited data sets', () => {
  let api: LabelAuditApi;
  const made: AuditedDigits[] = [];

  before(async () => {
    api = await activated();
  });
  afterEach(async () => {
    for (const { session, remove } of made.splice(0)) {
      if (api.store.sessions.includes(session)) api.store.clear(session);
      await remove();
    }
  });

  it('names those that are open, shows the one that is chosen, and refuses any other', async () => {
    const [first, second] = [await makeAuditedDigits(api), await makeAuditedDigits(api)];
    made.push(first, second);
    const store = api.store as LiveSessionStore;
    const choice = createDatasetChoice(store);
    const sent: Extract<HostMessage, { type: 'datasets' }>[] = [];
    const updates = createDatasetUpdates(store, choice, (message) => {
      if (message.type === 'datasets') sent.push(message);
    });
    updates.send();
    const keys = [first, second].map(({ root }) => root.toString());
    const listed = await choice.list();
    for (const key of keys) assert.ok(listed.some((one) => one.key === key && one.name !== ''));
    assert.equal(new Set(listed.map(({ name }) => name)).size, listed.length, 'each has a name of its own');

    for (const [i, key] of keys.entries()) {
      await choice.show(key);
      assert.equal(api.store.active, [first, second][i].session);
      await until('it to be told', () => sent.at(-1)?.shown === key);
    }
    await assert.rejects(choice.show('file:///nowhere'), /no longer open/);
    assert.equal(api.store.active, second.session, 'what is shown stays');
    updates.dispose();
  });
});
