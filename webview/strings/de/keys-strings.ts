import type { KEYS_STRINGS } from '../keys-strings.ts';

export const GERMAN_KEYS: typeof KEYS_STRINGS = {
  keys: {
    title: 'Tasten',
    close: 'Schließen',
    classes: 'Tasten der Klassen',
    classesHint:
      'Auf jedem Bild dieselben. Wählen Sie eine Klasse, und drücken Sie dann die Taste, die sie haben soll.',
    assign: (name, key) => `${key ?? '–'} ${name}: andere Taste wählen`,
    rows: [
      [['←', '→', '↑', '↓'], 'Zu einem anderen Bild'],
      [['Pos1', 'Ende', 'Bild ↑', 'Bild ↓'], 'Weiter weg'],
      [['Eingabe'], 'Vorgeschlagenes Label übernehmen'],
      [['1', '…', '9', 'a', '…'], 'In die Klasse mit dieser Taste ändern'],
      [['C'], 'In eine Klasse nach ihrem Namen ändern'],
      [['Leertaste'], 'Bild vergrößern, und zurück; dann zoomen + − 0 und verschiebt Alt mit einem Pfeil'],
      [['.', ','], 'Vergrößert: ähnliche Bilder daneben, und das nächste davon'],
      [['K'], 'Label behalten'],
      [['Entf'], 'Bild aus dem Datensatz entfernen'],
      [['S'], 'Unsicher: Bild zurückstellen oder zurückholen; Zurückgestelltes kommt zuletzt'],
      [['N'], 'Notiz zur Entscheidung schreiben'],
      [['U'], 'Letzte Entscheidung rückgängig machen'],
      [['Umschalt', 'U'], 'Die zuletzt zurückgenommene Entscheidung wiederherstellen (auch Strg+Y)'],
      [['Umschalt', 'F10'], 'Menü des Bildes (auch die Menütaste oder ein Rechtsklick)'],
      [['Umschalt', '←→↑↓'], 'Mehrere auswählen, um sie zusammen zu entscheiden'],
      [['Strg', 'Klick'], 'Ein Bild zur Auswahl hinzufügen oder herausnehmen'],
      [['Strg', 'A'], 'Alle auswählen, die gezeigt werden'],
      [['Esc'], 'Wieder nur eines auswählen'],
      [['/'], 'Dateinamen suchen'],
      [['?'], 'Diese Liste zeigen'],
    ],
  },
};
