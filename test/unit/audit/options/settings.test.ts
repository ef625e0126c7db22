import { describe, expect, it } from 'vitest';
import manifest from '../../../../package.json' with { type: 'json' };
import words from '../../../../package.nls.json' with { type: 'json' };
import { settingsManifest } from '../../../../scripts/settings/settings-manifest.mjs';
import { SETTING_TABLES } from '../../../../src/editor/host/settings/setting-tables.ts';
import { SETTING_TEXTS } from '../../../../src/editor/host/settings/setting-texts.ts';

describe('the settings in package.json', () => {
  const wanted = settingsManifest(SETTING_TABLES, SETTING_TEXTS);

  it('are those of the tables of options: run npm run docs:settings', () => {
    expect(manifest.contributes.configuration.properties).toEqual(wanted.properties);
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(wanted.restricted);
  });

  it('have the texts of the tables: run npm run docs:settings', () => {
    const texts = Object.entries(words).filter(([key]) => key.startsWith('setting.'));
    expect(Object.fromEntries(texts)).toEqual(wanted.words);
  });
});
