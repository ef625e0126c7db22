import { numbersIn } from '../../../src/protocol/index.ts';
import type { PANEL_STRINGS } from '../panel-strings.ts';

const { count, decimal, plural } = numbersIn('de');
const pictures = (n: number) => plural(n, 'Bild', 'Bilder');

function timeLeft(seconds: number): string {
  if (seconds < 60) return `noch etwa ${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `noch etwa ${minutes} min` : `noch etwa ${decimal(minutes / 60, 1)} h`;
}

export const GERMAN_PANEL: typeof PANEL_STRINGS = {
  panel: 'Label Audit',
  tabs: { review: 'Durchsicht', map: 'Karte', health: 'Gesundheit', fix: 'Korrektur', compare: 'Vergleich' },
  pictures,
  timeLeft,
  bytes: (n) => plural(n, 'Byte', 'Byte'),

  header: {
    reviewed: (reviewed, total) => `${count(reviewed)} von ${count(total)} durchgesehen`,
    progress: 'Durchgesehene Bilder',
    dataset: 'Datensatz',
    auditAgain: 'Erneut prüfen',
    again: (progress) => `Wird erneut geprüft: ${progress}. So lange bleibt dieses Ergebnis nutzbar.`,
    againFailed: (message) => `Das Audit ist fehlgeschlagen: ${message} Dies ist das Ergebnis des vorigen.`,
    tryAgain: 'Noch einmal versuchen',
    export: 'Bericht exportieren…',
    keys: 'Tasten zeigen',
    dismiss: 'Ausblenden',
    stale: 'Die Labels haben sich seit diesem Audit geändert. Bilder können hier fehlen oder nicht mehr falsch sein.',
    warnings: (warnings, problems) =>
      [
        warnings > 0 ? plural(warnings, 'Warnung', 'Warnungen') : '',
        problems > 0 ? plural(problems, 'Problem', 'Probleme') : '',
      ]
        .filter(Boolean)
        .join(', '),
    detail: (audited, model, made) => `${pictures(audited)} · ${model} · ${made}`,
  },

  empty: {
    title: 'Finden Sie die falschen Labels Ihrer Bilder',
    text: 'Label Audit trainiert auf diesem Rechner ein kleines Modell, vergleicht seine Vorhersagen mit Ihren Labels und zeigt die Bilder, deren Label falsch aussieht. Nichts wird hochgeladen.',
    needs: 'Es braucht eine labels.csv neben Ihren Bildern oder einen Ordner je Klasse.',
    audit: 'Labels prüfen',
    walkthrough: 'Erste Schritte',
    waiting: 'Wird geladen…',
  },

  running: {
    title: (name) => `${name} wird geprüft`,
    progress: 'Fortschritt des Audits',
    cancel: 'Abbrechen',
    hint: 'Sie können weiterarbeiten; die Ergebnisse erscheinen hier.',
  },

  failed: {
    title: (name) => `Das Audit von ${name} ist fehlgeschlagen`,
    again: 'Noch einmal versuchen',
    help: 'Erste Schritte',
  },

  cancelled: {
    title: (name) => `Das Audit von ${name} wurde abgebrochen`,
    text: 'Ihre Labels sind, wie sie waren.',
    again: 'Erneut prüfen',
  },
};
