import { count, percent, plural } from '../../src/protocol/index.ts';

/** Texts of the Map tab. */
export const MAP_STRINGS = {
  map: {
    loading: 'Reading the map…',
    tools: 'Map',
    layout: 'Layout',
    layouts: { components: 'Principal components', neighbours: 'By neighbours (UMAP)' },
    colour: 'Colour',
    colours: { class: 'Class', issue: 'Flagged labels', quality: 'Label quality' },
    select: 'Select',
    selectHint:
      'Drag a box around pictures to show them in the review (else a drag moves the map; Shift turns it around)',
    closer: 'Closer',
    farther: 'Farther',
    all: 'Show all',
    making: (share: number) => `Laying out: ${percent(share)}`,
    stop: 'Stop',
    showSeen: (n: number) => `Show ${plural(n, 'picture')} in sight`,
    showSeenHint: 'In the review (Enter)',
    legend: 'Classes',
    onlyHint: (name: string, n: number) => `${name}: ${plural(n, 'picture')}; a click shows this class alone`,
    issueLegend: 'Flagged labels stand out; all others are faint.',
    checkLegend: (check: string, n: number) =>
      `${check}: ${plural(n, 'picture stands', 'pictures stand')} out; all others are faint.`,
    qualityLegend: 'From red (low quality: suspect) to blue (high).',
    quality: (value: string) => `Label quality ${value}`,
    flagged: ', flagged',
    label: (n: number) =>
      `Map of ${plural(n, 'picture')}. Arrow keys move it, plus and minus come closer and go farther, 0 shows all, Enter shows the pictures in sight.`,
    about: {
      features: 'Pictures whose features are alike stand near each other.',
      probabilities: 'Pictures that the model takes for the same stand near each other: it has no features.',
    },
    thinned: (shown: number, all: number) => ` ${count(shown)} of ${count(all)} are drawn.`,
    area: (n: number) => `From the map: ${plural(n, 'picture')}`,
  },
};
