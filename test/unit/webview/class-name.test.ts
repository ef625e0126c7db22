import { describe, expect, it } from 'vitest';
import { nameParts, partsAround } from '../../../webview/parts/class-name.ts';

describe('a name that has no room', () => {
  it('keeps its end, where names differ, and a letter with its accents whole', () => {
    expect(nameParts('short sleeve')).toEqual(['short ', 'sleeve']);
    expect(nameParts('manteau d’e\u0301te\u0301')).toEqual(['manteau', ' d’e\u0301te\u0301']);
    expect(nameParts('hat')).toEqual(['hat', '']);
    expect(nameParts('كنزة صوفية طويلة')).toEqual(['كنزة صوفية طويلة', '']);
  });

  it('is what is cut of a sentence about it, wherever it stands in it', () => {
    expect(partsAround('Change to short sleeve', 'short sleeve')).toEqual(['Change to short ', 'sleeve']);
    expect(partsAround('In short sleeve ändern', 'short sleeve')).toEqual(['In short ', 'sleeve ändern']);
    expect(partsAround('Change to hat', 'hat')).toEqual(['Change to ', 'hat']);
    expect(partsAround('Given: i', 'i')).toEqual(['Given: ', 'i']);
    expect(partsAround('Accept 4 Suggestions', '')).toEqual(['Accept 4 Sugge', 'stions']);
    expect(partsAround('Change to كنزة', 'كنزة')).toEqual(['Change to كنزة', '']);
  });
});
