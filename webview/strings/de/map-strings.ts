import { numbersIn } from '../../../src/protocol/index.ts';
import type { MAP_STRINGS } from '../map-strings.ts';

const { count, percent, plural } = numbersIn('de');
const pictures = (n: number) => plural(n, 'Bild', 'Bilder');

export const GERMAN_MAP: typeof MAP_STRINGS = {
  map: {
    loading: 'Die Karte wird gelesen…',
    tools: 'Karte',
    layout: 'Anordnung',
    layouts: { components: 'Hauptkomponenten', neighbours: 'Nach Nachbarn (UMAP)' },
    colour: 'Farbe',
    colours: { class: 'Klasse', issue: 'Markierte Labels', quality: 'Labelqualität' },
    select: 'Auswählen',
    selectHint:
      'Ein Rahmen um Bilder zeigt sie in der Durchsicht (sonst verschiebt Ziehen die Karte; Umschalt kehrt es um)',
    closer: 'Näher',
    farther: 'Weiter weg',
    all: 'Alles zeigen',
    making: (share: number) => `Wird angeordnet: ${percent(share)}`,
    stop: 'Anhalten',
    showSeen: (n: number) => `${pictures(n)} im Blick zeigen`,
    showSeenHint: 'In der Durchsicht (Eingabetaste)',
    legend: 'Klassen',
    onlyHint: (name: string, n: number) => `${name}: ${pictures(n)}; ein Klick zeigt nur diese Klasse`,
    issueLegend: 'Markierte Labels treten hervor, alle anderen sind blass.',
    checkLegend: (check: string, n: number) =>
      `${check}: ${n === 1 ? '1 Bild tritt' : `${count(n)} Bilder treten`} hervor, alle anderen sind blass.`,
    qualityLegend: 'Von Rot (geringe Qualität: verdächtig) bis Blau (hohe).',
    quality: (value: string) => `Labelqualität ${value}`,
    flagged: ', markiert',
    label: (n: number) =>
      `Karte von ${pictures(n)}. Pfeiltasten verschieben sie, Plus und Minus führen näher heran und weiter weg, 0 zeigt alles, die Eingabetaste zeigt die Bilder im Blick.`,
    about: {
      features: 'Bilder mit ähnlichen Merkmalen stehen nah beieinander.',
      probabilities: 'Bilder, die das Modell für das Gleiche hält, stehen nah beieinander: Merkmale hat es keine.',
    },
    thinned: (shown: number, all: number) => ` ${count(shown)} von ${count(all)} sind gezeichnet.`,
    area: (n: number) => `Von der Karte: ${pictures(n)}`,
  },
};
