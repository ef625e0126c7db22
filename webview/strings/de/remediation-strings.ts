import { numbersIn } from '../../../src/protocol/index.ts';
import type { REMEDIATION_STRINGS } from '../remediation-strings.ts';

const { count, finePercent, percent, plural, points } = numbersIn('de');
const pictures = (n: number) => plural(n, 'Bild', 'Bilder');

export const GERMAN_REMEDIATION: typeof REMEDIATION_STRINGS = {
  fix: {
    title: 'Viele Labels auf einmal korrigieren',
    hint: 'Plant, was zu ändern ist, zeigt jede Änderung in der Umgestaltungsvorschau von VS Code und macht die bestätigten als eine Bearbeitung, die Rückgängig zurücknimmt.',
    action: 'Was zu tun ist',
    actions: {
      prune: ['Bilder entfernen', 'Ihre Zeilen (oder Dateien) verlassen den Datensatz'],
      relabel: ['Labels ändern', 'In die Klasse, die das Modell oder die Durchsicht ihnen gibt'],
    },
    by: 'Welche Labels',
    ways: {
      all: ['Alle auffälligen', 'Alles, was das Audit gefunden hat'],
      worst: ['Der schlechteste Anteil', 'Der auffälligen, nach Label-Qualität'],
      below: ['Unter einer Qualität', 'Auffällige Labels von geringerer Qualität'],
      reviewed: ['Wie durchgesehen', 'Die Entscheidungen in .label-audit/reviews.csv'],
    },
    share: 'Anteil der auffälligen',
    threshold: 'Label-Qualität unter',
    minConfidence: 'Vorschlag mindestens',
    minExamples: 'Jeder Klasse mindestens lassen',
    minExamplesUnit: (n) => (n === 1 ? 'Bild' : 'Bilder'),
    pictures,
    whichPictures: 'Bilder, die sich ändern',
    morePictures: (n) => `und ${count(n)} weitere, die in der Vorschau stehen`,
    showPicture: (path) => `${path} in der Durchsicht zeigen`,
    removed: 'entfernt',
    splits: 'In diesen Splits',
    allSplits: 'Sind Splits gewählt, bleiben Bilder ohne Split und Test-Splits, wie sie sind.',
    testSplits: 'Test-Splits werden nie geändert.',
    result: (changes, action) =>
      action === 'prune' ? `${pictures(changes)} würden entfernt` : `${pictures(changes)} bekämen ein anderes Label`,
    of: (considered) => `von ${count(considered)} betrachteten`,
    heldBack: (n, reason) => `${count(n)} bleiben unverändert: ${reason}`,
    preview: 'Vorschau…',
    compare: 'Dies vergleichen…',
    compareHint:
      'Mit beidem trainieren und auf einem Split testen, der nicht angerührt wird; Ihre Labels bleiben, wie sie sind',
    previewHint: 'Kreuzen Sie die Datei in der Vorschau an, dann Anwenden.',
    classes: 'Bilder jeder Klasse',
    columns: ['Klasse', 'Jetzt', 'Ab', 'Zu', 'Danach'],
    working: 'Wird berechnet…',
  },
  compare: {
    none: 'Sind die bereinigten Daten besser?',
    noneHint:
      'Trainiert dasselbe Modell mit denselben Seeds auf den gegebenen und auf den bereinigten Labels und testet beide auf denselben Bildern, die die Bereinigung nicht anrührt.',
    run: 'Vergleichen…',
    again: 'Noch einmal vergleichen…',
    running: 'Vergleich läuft: Die Benachrichtigung zeigt, wie weit er ist, und bricht ihn ab.',
    baseline: 'Gegebene Labels',
    cleaned: 'Bereinigte Labels',
    difference: 'Unterschied',
    trained: (n) => `trainiert auf ${plural(n, 'Bild', 'Bildern')}`,
    interval: (low, high) => `95 %: ${low} bis ${high}`,
    points,
    pointsUnit: 'Punkte',
    test: (scored, split) => `Getestet auf ${plural(scored, 'Bild', 'Bildern')} des Splits „${split}“.`,
    alsoInTraining: (n) =>
      n === 1
        ? '1 Bild des Splits steht auch in den Trainingszeilen und wurde ausgelassen.'
        : `${pictures(n)} des Splits stehen auch in den Trainingszeilen und wurden ausgelassen.`,
    changes: (removed, relabelled, added) =>
      [
        `${count(removed)} entfernt`,
        `${count(relabelled)} geändert`,
        ...(added > 0 ? [`${count(added)} hinzugefügt`] : []),
      ].join(', '),
    axis: 'Genauigkeit mit 95-%-Intervall, und jede Wiederholung als Punkt',
    better: (better, worse, all) =>
      `${count(better)} von ${count(all)} Klassen sind besser, ${count(worse)} schlechter.`,
    perClass: 'Genauigkeit jeder Klasse',
    columns: ['Klasse', 'Testbilder', 'Gegeben', 'Bereinigt', 'Änderung'],
    confusion: 'Konfusionsmatrizen',
    confusionHint:
      'Gegebenes Label der Testbilder (Zeilen) nach vorhergesagter Klasse (Spalten), über alle Wiederholungen, auf einer Skala.',
    limited: (shown, all) => `Gezeigt sind die ${count(shown)} am meisten verwechselten von ${count(all)} Klassen.`,
    cell: (given, predicted, n) => `${pictures(n)} mit dem Label ${given}, vorhergesagt ${predicted}`,
    curves: 'Lernkurven',
    curve: (side, repeats) =>
      `Genauigkeit im Training nach Epoche, ${side}, ${plural(repeats, 'Wiederholung', 'Wiederholungen')}`,
    epoch: 'Epoche',
    share: finePercent,
    percent,
    warnings: 'Warnungen',
  },
};
