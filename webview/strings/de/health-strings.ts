import { numbersIn } from '../../../src/protocol/index.ts';
import type { HEALTH_STRINGS } from '../health-strings.ts';

const { count, percent, plural } = numbersIn('de');
const pictures = (n: number) => plural(n, 'Bild', 'Bilder');

export const GERMAN_HEALTH: typeof HEALTH_STRINGS = {
  health: {
    overall: 'Label-Gesundheit',
    overallHint: 'Anteil der Labels, die wahrscheinlich stimmen',
    plantedHint: 'Anteil der Labels, die stimmen, geschätzt anhand eingestreuter Fehler',
    weakHint: 'Dieses Audit kann es nicht sagen',
    notKnown: 'Nicht bekannt',
    trust: 'Wie weit der Liste zu trauen ist',
    jointHealth: 'Nach der Joint',
    jointHealthHint: 'Label-Gesundheit nach der Confident Joint, wie cleanlab sie angibt',
    accuracy: 'Genauigkeit',
    accuracyHint: 'Des Modells auf Bildern, die es nicht gesehen hatte, gegen die gegebenen Labels',
    audited: 'Geprüft',
    flagged: 'Auffällig',
    classes: 'Klassen',
    classTable: 'Klassen, die schlechtesten zuerst',
    reachedTable: 'Was das Modell von jeder Klasse erreicht',
    columns: {
      class: 'Klasse',
      examples: 'Bilder',
      flagged: 'Auffällig',
      labelIssues: 'Falsche Labels',
      inverseLabelIssues: 'Fehlend',
      labelNoise: 'Label-Rauschen',
      inverseLabelNoise: 'Inverses Rauschen',
      labelQualityScore: 'Qualität',
      right: 'Richtig',
      predicted: 'Vorhergesagt',
    },
    columnHints: {
      class: 'Name der Klasse',
      examples: 'Bilder, die dieses Label tragen',
      flagged: 'Bilder mit diesem Label, die zur Durchsicht ausgewählt sind',
      labelIssues: 'Geschätzte Zahl der Bilder, die dieses Label tragen und nicht sollten',
      inverseLabelIssues: 'Geschätzte Zahl der Bilder, die dieses Label tragen sollten und es nicht tun',
      labelNoise: 'Anteil der Bilder mit diesem Label, die ein anderes tragen sollten',
      inverseLabelNoise: 'Anteil der Bilder, die wirklich zu dieser Klasse gehören und ein anderes Label tragen',
      labelQualityScore: 'Anteil der Bilder mit diesem Label, die es zu Recht tragen',
      right: 'Bilder mit diesem Label, die das Modell ebenso vorhersagt, ohne sie gesehen zu haben',
      predicted: 'Bilder, die das Modell für diese Klasse hält, gleich welches Label sie tragen',
    },
    browseClass: (label) => `Alle Bilder mit dem Label ${label} zeigen`,
    showClass: (label) => `Die auffälligen Bilder mit dem Label ${label} zeigen`,
    annotators: 'Annotatoren',
    annotatorsHint: ({ pictures, several, disputed, other, consensusQuality }) =>
      `${count(pictures)} Bilder mit Labels, ${count(several)} davon von mehreren; bei ${count(disputed)} sind sie sich nicht alle einig. Nach Annotatoren und Modell zusammen (CROWDLAB) hat der Konsens eine mittlere Qualität von ${percent(consensusQuality)}; bei ${count(other)} ist er eine andere Klasse als das geprüfte Label.`,
    annotatorTable: 'Annotatoren, schlechteste zuerst',
    annotatorColumns: {
      name: 'Name',
      labelled: 'Anzahl Labels',
      quality: 'Qualität',
      agreement: 'Übereinstimmung',
      worstClass: 'Schwächste Klasse',
    },
    annotatorHints: {
      name: 'Von wem die Labels sind',
      labelled: 'Bilder, denen dieser Annotator ein Label gab',
      quality: 'Wie weit seinen Labels zu trauen ist, nach dem Modell und den anderen',
      agreement: 'Anteil seiner Labels, die der Konsens sind',
      worstClass: 'Die Klasse, bei der seine Labels am seltensten der Konsens sind',
    },
    overlaps: 'Klassen, die sich überschneiden',
    overlapsHint: 'Paare, die miteinander verwechselt werden. Bedeuten sie dasselbe, können sie zusammengelegt werden.',
    overlapsNone: 'Keine zwei Klassen werden miteinander verwechselt.',
    overlapPictures: 'Bilder',
    overlapShare: 'Anteil an allen',
    showPair: (a, b) => `Alle Bilder von ${a} zeigen, die das Modell für ${b} hält, und umgekehrt`,
    pair: 'Paar',
    joint: 'Confident Joint',
    jointHint:
      'Bilder, gezählt nach gegebenem Label (Zeilen) und nach dem Label, bei dem sich das Modell sicher ist (Spalten).',
    jointLimited: (shown, all) =>
      `Gezeigt sind die ${count(shown)} am meisten verwechselten von ${count(all)} Klassen.`,
    jointTable: 'Gegebenes Label nach sicherem Label',
    cell: (given, suggested, n, flagged) => {
      if (given === suggested)
        return `${pictures(n)} mit dem Label ${given}, wohl zu Recht; die zeigen, die das Modell für ${given} hält`;
      if (n === 0) return `Kein Bild mit dem Label ${given} sieht nach ${suggested} aus`;
      const what = `${pictures(n)} mit dem Label ${given}, die nach ${suggested} aussehen, laut Joint`;
      const flags = flagged === undefined ? '' : ` (${flagged === 0 ? 'keines' : count(flagged)} auffällig)`;
      return `${what}${flags}; alle zeigen, die das Modell für ${suggested} hält`;
    },
    givenAxis: 'Gegebenes Label',
    trueAxis: 'Sicheres Label',
    curves: 'Lernkurven',
    curvesNone: 'Das Audit nutzte die Vorhersagen Ihres eigenen Modells, also gibt es kein Training zu zeigen.',
    accuracyCurve: 'Genauigkeit im Training',
    lossCurve: 'Loss im Training',
    epoch: 'Epoche',
    fold: (fold) => `Fold ${fold}`,
    foldHeading: 'Fold',
    heldOut: 'Genauigkeit auf dem Rest',
    lastLoss: 'Letzter Loss',
    lastAccuracy: 'Letzte Genauigkeit',
    chart: (what, folds) => `${what} nach Epoche, ${folds} Folds; die Tabelle darunter nennt die letzten Werte`,
    warnings: 'Warnungen',
    problems: 'Bilder mit Problemen',
    row: (row) => `Zeile ${row}`,
    more: (n) => `${count(n)} weitere zeigen`,
  },
};
