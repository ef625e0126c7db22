import { numbersIn } from '../../../src/protocol/index.ts';
import type { CHECK_STRINGS } from '../check-strings.ts';

const { count, finePercent, plural, score } = numbersIn('de');
const pictures = (n: number) => plural(n, 'Bild', 'Bilder');
const ofPictures = (n: number) => plural(n, 'Bild', 'Bildern');
const ofSets = (n: number) => plural(n, 'Gruppe', 'Gruppen');

const CHECKS: Readonly<Partial<Record<string, { readonly title: string; readonly meaning: string }>>> = {
  dark: { title: 'Dunkel', meaning: 'Kaum ein Pixel von hundert ist hell.' },
  light: { title: 'Hell', meaning: 'Kaum ein Pixel von zwanzig ist dunkler als Weiß.' },
  odd_aspect_ratio: { title: 'Seltsames Seitenverhältnis', meaning: 'Eine Seite ist viel länger als die andere.' },
  low_information: { title: 'Wenig Inhalt', meaning: 'Das Bild besteht aus wenigen Helligkeiten.' },
  blurry: { title: 'Unscharf', meaning: 'Das Bild hat keine scharfen Kanten.' },
  grayscale: { title: 'Graustufen', meaning: 'Das Bild ist grau, die meisten anderen sind farbig.' },
  odd_size: { title: 'Seltsame Größe', meaning: 'Die Größe des Bildes ist weit von der der anderen entfernt.' },
  exact_duplicates: { title: 'Exakte Duplikate', meaning: 'Bilder mit denselben Pixeln.' },
  near_duplicates: { title: 'Ähnliche Duplikate', meaning: 'Bilder, die dasselbe zeigen.' },
  leaks: {
    title: 'Lecks',
    meaning: 'Dasselbe Bild steht in mehreren Splits: Womit getestet wird, damit wurde trainiert.',
  },
  outlier: { title: 'Ausreißer', meaning: 'Das Bild gleicht keinem anderen.' },
  non_iid: { title: 'Reihenfolge', meaning: 'Bilder, die im Datensatz beieinander stehen, sind ähnlich.' },
  class_imbalance: { title: 'Seltene Klassen', meaning: 'Eine Klasse kommt kaum vor.' },
  underperforming_group: { title: 'Schwache Gruppe', meaning: 'Das Modell versagt bei einer Gruppe ähnlicher Bilder.' },
  spurious_correlations: { title: 'Scheinzusammenhänge', meaning: 'Eine Eigenschaft der Bilder verrät ihre Klasse.' },
  data_valuation: { title: 'Wert der Daten', meaning: 'Ohne das Bild würden die um es herum besser beurteilt.' },
  null_features: { title: 'Fehlende Merkmale', meaning: 'Die Merkmale des Bildes sind nicht alle Zahlen.' },
};

export const GERMAN_CHECKS: typeof CHECK_STRINGS = {
  checks: {
    label: 'Was aufgelistet wird',
    labels: 'Beschriftung',
    others: 'Nichts gefunden',
    title: (name) => CHECKS[name]?.title ?? name,
    meaning: (name) => CHECKS[name]?.meaning ?? '',
    tab: (title, n) => `${title}: ${count(n)}`,
    flagged: (n, threshold) => `${count(n)} auffällig unter ${score(threshold)}`,
    flaggedSets: (n, sets) => `${pictures(n)} in ${ofSets(sets)}`,
    share: (n, of) => `${finePercent(n / Math.max(1, of))} von ${ofPictures(of)}`,
    threshold: 'Schwelle: Bilder mit kleinerem Wert sind auffällig',
    histogram: 'Werte, kleine sind verdächtig',
    reset: 'Übliche Schwelle',
    many: (n, of) =>
      `${pictures(n)} von ${count(of)} (${finePercent(n / Math.max(1, of))}) sind auffällig: Das sagt etwas über den Datensatz, nicht über einzelne Bilder, deshalb wird keines aufgelistet. Eine niedrigere Schwelle zeigt die schlimmsten.`,
    none: 'Kein Bild ist auffällig.',
    whole: (value) => `Wert des ganzen Datensatzes: ${score(value)} (klein ist verdächtig).`,
    finding: ({ ofClass, property, score: value, pictures: n }) =>
      [
        [ofClass, property].filter((part) => part !== undefined).join(': ') || 'Alle Bilder',
        ...(n === undefined ? [] : [pictures(n)]),
        `Wert ${score(value)}`,
      ].join(', '),
    showFinding: (name) => `Die Bilder von ${name} zeigen`,
    set: (n, of) => `Gruppe ${count(n)} von ${count(of)}`,
    best: 'Bestes',
    bestHint: 'Bleibt nach dem Vorschlag: das größte, schärfste und am besten beschriftete seiner Gruppe',
    by: { pixels: 'nach Pixeln', features: 'nach Merkmalen' },
    elsewhere: (paths) => `Außerdem, nicht geprüft: ${paths.join(', ')}`,
    keep: 'In Ordnung',
    keepAll: (n) => `In Ordnung: ${count(n)}`,
    keepBest: 'Nur das beste der Gruppe behalten',
    keepBestAll: (n) => `Nur das beste von ${ofSets(n)} behalten`,
    removeFromTrain: 'Aus dem Training entfernen',
    removeFromTrainAll: (n) => `Aus dem Training entfernen: ${ofSets(n)}`,
    leftOut: (n) => `${pictures(n)} aus Test-Splits ${n === 1 ? 'bleibt' : 'bleiben'}: Entfernen Sie sie von Hand.`,
    notHere: 'Über Labels wird bei den Labels entschieden: Wählen Sie sie über der Liste.',
    score: 'Wert',
    loading: 'Was gefunden wurde, wird nachgesehen …',
  },
};
