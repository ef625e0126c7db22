import { numbersIn } from '../../../src/protocol/index.ts';
import type { QUEUE_STRINGS } from '../queue-strings.ts';

const { count, percent, plural } = numbersIn('de');

export const GERMAN_QUEUE: typeof QUEUE_STRINGS = {
  queue: {
    region: 'Als Nächstes zu labelnde Bilder',
    about: (chosen, judged) =>
      `${count(chosen)} von ${plural(judged, 'Bild', 'Bildern')} ohne Label, gewählt, weil ein Modell aus ihnen am meisten lernt`,
    learnt: (labelled, accuracy) =>
      `Vorschläge von Modellen, die aus ${plural(labelled, 'gelabelten Bild', 'gelabelten Bildern')} gelernt haben und bei ${percent(accuracy)} davon richtig liegen`,
    labelled: (done, total) => `${count(done)} von ${count(total)} gelabelt`,
    progress: 'Gelabelte Bilder',
    rank: 'Neu auswählen',
    rankHint: 'Die nächsten Bilder auswählen: seither vergebene Labels gelten als bekannt',
    close: 'Auswahl schließen',
    ranking: (progress) => `Die nächsten Bilder werden ausgewählt: ${progress}`,
    rankingProgress: 'Fortschritt der Auswahl',
    cancel: 'Abbrechen',
    position: (at, total) => `${count(at)} von ${count(total)}`,
    classes: 'Vorschläge',
    hint: 'Drücken Sie die Taste einer Klasse, oder C, um ihren Namen zu tippen.',
    into: (file) => `Labels werden in ${file} geschrieben.`,
    moves: 'Ein Label verschiebt das Bild in den Ordner seiner Klasse.',
    isLabelled: (label) => `Gelabelt als ${label}`,
    waits: 'Wartet auf ein Label',
    skipped: 'Übersprungen',
    gone: 'Seine Zeile oder Datei ist nicht mehr da.',
    missing: 'Das Bild kann nicht gezeigt werden.',
    loading: 'Wird geladen …',
    choose: 'Andere Klasse …',
    skip: 'Überspringen',
    undo: 'Rückgängig',
    strip: 'Alle Bilder der Auswahl',
    picture: (path, state) => `${path}: ${state}`,
    done: (total) => `Alle ${count(total)} haben ein Label.`,
    doneHint: 'Wählen Sie neu aus, um die nächsten Bilder nach dem zu wählen, was diese gelehrt haben.',
    rows: [
      [['1', '…', '9', 'a', '…'], 'Mit der Klasse dieser Taste labeln und weiter'],
      [['C'], 'Mit einer Klasse nach ihrem Namen labeln'],
      [['Eingabe'], 'Mit der wahrscheinlichsten Klasse labeln'],
      [['←', '→'], 'Das vorige oder das nächste Bild'],
      [['Pos1', 'Ende'], 'Das erste oder das letzte Bild'],
      [['S'], 'Überspringen: weitergehen und zuletzt darauf zurückkommen'],
      [['U'], 'Das letzte Label zurücknehmen'],
      [['Umschalt', 'U'], 'Es wieder vergeben (auch Strg+Y)'],
      [['+', '−', '0'], 'Zoomen; Alt mit einem Pfeil verschiebt das Bild'],
      [['?'], 'Diese Liste zeigen'],
    ],
  },
};
