import { numbersIn } from '../../../src/protocol/index.ts';
import type { Standing } from '../../model/rows/filters.ts';
import type { SortKey } from '../../model/rows/sort-issues.ts';
import type { REVIEW_STRINGS } from '../review-strings.ts';

const { count, percent, plural, score } = numbersIn('de');
const pictures = (n: number) => plural(n, 'Bild', 'Bilder');

const DECISIONS: Readonly<Record<Standing, string>> = {
  open: 'Offen',
  unsure: 'Unsicher',
  relabelled: 'Geändert',
  kept: 'Behalten',
  removed: 'Entfernt',
  gone: 'Nicht im Datensatz',
};

const SORTS: Readonly<Record<SortKey, string>> = {
  quality: 'Label-Qualität',
  probability: 'Wahrscheinlichkeit des Vorschlags',
  given: 'Gegebenes Label',
  suggested: 'Vorgeschlagenes Label',
  name: 'Dateiname',
};

export const GERMAN_REVIEW: typeof REVIEW_STRINGS = {
  decision: (decision) => DECISIONS[decision],
  sort: (key) => SORTS[key],
  split: 'Platz des ausgewählten Bildes',
  splitHint: 'Ziehen teilt den Platz auf; Doppelklick stellt die übliche Teilung her',
  cardSize: 'Größe der Bilder',

  clean: {
    title: 'Keine falschen Labels gefunden',
    text: (audited) =>
      audited === 1
        ? 'Das Label des einen Bildes stimmt mit dem Modell überein.'
        : `Die Labels aller ${count(audited)} Bilder stimmen mit dem Modell überein.`,
    health: 'Gesundheit zeigen',
    weakTitle: 'Kein Label ist auffällig',
  },

  done: {
    title: (total) => (total === 1 ? 'Das auffällige Bild ist durchgesehen' : `Alle ${count(total)} sind durchgesehen`),
    text: 'Prüfen Sie erneut: Ein Modell, das auf den besseren Labels trainiert ist, findet, was dieses nicht konnte.',
  },

  nothingMatches: {
    title: 'Kein auffälliges Bild passt zu den Filtern',
    titleOfAll: 'Kein Bild passt zu den Filtern',
    clear: 'Filter löschen',
  },

  filters: {
    region: 'Filter',
    search: 'Nach Dateinamen suchen',
    searchHint: 'Dateinamen suchen (/)',
    browse: 'Alle Bilder',
    browseHint: 'Auch Bilder zeigen, die nicht auffällig sind',
    loading: ', weitere folgen…',
    given: 'Gegeben',
    suggested: 'Vorschlag',
    eitherWay: 'Beide Richtungen',
    eitherWayHint: 'Auch Bilder, bei denen gegebenes und vorgeschlagenes Label vertauscht sind',
    split: 'Split',
    decision: 'Entscheidung',
    all: 'Alle',
    sort: 'Sortieren nach',
    ascending: 'Aufsteigend; Klick für absteigend',
    descending: 'Absteigend; Klick für aufsteigend',
    quality: 'Höchste Label-Qualität',
    qualityTitle: 'Qualität',
    qualityLimit: (limit, all) => (all ? 'Alle' : `≤ ${score(limit)}`),
    qualityText: (limit, all) => (all ? 'Keine Grenze' : `Höchstens ${score(limit)}`),
    probability: 'Vorschlag',
    probabilityTitle: 'Geringste Wahrscheinlichkeit des Vorschlags',
    probabilityLimit: (limit) => (limit === null ? 'Alle' : `≥ ${percent(limit)}`),
    more: (inForce) => (inForce === 0 ? 'Filter' : `Filter (${count(inForce)})`),
    acceptMany: 'Viele übernehmen…',
    acceptManyHint: 'Alle offenen Bilder mit sicherem Vorschlag ansehen und zusammen übernehmen',
    clear: 'Filter löschen',
    shown: (visible, total) =>
      visible === total ? pictures(total) : `${count(visible)} von ${plural(total, 'Bild', 'Bildern')}`,
  },

  bulk: {
    region: 'Viele Vorschläge übernehmen',
    what: (n, pair, least) =>
      [
        `${count(n)} ${n === 1 ? 'offenes Bild' : 'offene Bilder'}${pair === '' ? '' : ` von ${pair}`}`,
        least === null ? '' : `, Vorschlag mindestens ${percent(least)} wahrscheinlich`,
      ].join(''),
    pair: (given, suggested) =>
      given === null && suggested === null ? '' : `${given ?? 'jede Klasse'} → ${suggested ?? 'jede Klasse'}`,
    leftOut: (n) => (n === 0 ? '' : `${pictures(n)} aus Test-Splits ausgelassen.`),
    waiting: 'Weitere Bilder folgen…',
    accept: (n) => (n === 1 ? 'Vorschlag übernehmen' : `${count(n)} Vorschläge übernehmen`),
    cancel: 'Abbrechen',
    like: (n) => `Alle wie dieses (${count(n)})`,
    likeHint: (given, suggested) => `Alle offenen Bilder mit dem Label ${given}, die nach ${suggested} aussehen`,
  },

  grid: {
    label: 'Auffällige Bilder',
    all: 'Bilder',
    flagged: 'auffällig',
    agrees: 'das Modell stimmt zu',
    labelled: 'Label',
    suggested: 'vorgeschlagen',
    quality: 'Label-Qualität',
    missing: 'Kein Bild',
  },

  loupe: {
    region: 'Vergrößertes Bild',
    close: 'Zurück zur Liste',
    legend: 'Klassen, die wahrscheinlichste zuerst',
    sideBySide: 'Ähnliche Bilder daneben zeigen',
    alone: 'Das Bild allein zeigen',
    beside: (of, label) =>
      ({ given: `Gegeben: ${label}`, suggested: `Vorschlag: ${label}`, neighbours: `Nächstes: ${label}` })[of],
    nextBeside: 'nächstes ähnliches Bild',
    besideHint: (path) => `Mit ${path} vergleichen`,
    position: (at, of) => `${count(at)} von ${count(of)}`,
    size: (width, height, scale) => `${width} × ${height}, ${percent(scale)}`,
  },

  chooser: {
    title: (n) => (n === 1 ? 'Label ändern in…' : `Labels von ${count(n)} Bildern ändern in…`),
    typed: 'Klasse',
    list: 'Klassen',
    none: 'Keine Klasse dieses Datensatzes heißt so.',
  },

  detail: {
    region: 'Ausgewähltes Bild',
    none: 'Wählen Sie ein Bild aus, um Einzelheiten zu sehen.',
    several: (n) => `${pictures(n)} ausgewählt`,
    severalHint: 'Eine Entscheidung gilt für alle. Das hier gezeigte hat den Fokus.',
    given: 'Gegebenes Label',
    now: 'Label jetzt',
    suggested: 'Vorschlag',
    quality: 'Label-Qualität',
    why: 'Warum:',
    notFlagged: 'Nicht auffällig.',
    split: 'Split',
    file: 'Datei',
    taken: 'Aufgenommen',
    camera: 'Kamera',
    row: (csv) => (csv ? 'Zeile zeigen' : 'Im Explorer zeigen'),
    open: 'Bild öffnen',
    copy: 'Pfad kopieren',
    accept: (label) => `In ${label} ändern`,
    has: (label) => `Das Label ist ${label}`,
    acceptAll: (n) => `${count(n)} Vorschläge übernehmen`,
    keep: 'Behalten',
    keepAll: (n) => `${count(n)} behalten`,
    remove: 'Entfernen',
    removeAll: (n) => `${count(n)} entfernen`,
    unsure: 'Unsicher',
    unsureAll: (n) => `${count(n)} unsicher`,
    enlarge: 'Vergrößern (Leertaste)',
    undo: 'Rückgängig',
    said: 'Annotatoren',
    probabilities: 'Was das Modell sieht',
    confirm: (label, share) => `Label ${label} behalten (${percent(share)})`,
    pick: (label, share) => `Label in ${label} ändern (${percent(share)})`,
    isGiven: 'gegeben',
    isSuggested: 'Vorschlag',
    showAll: (n) => `Alle ${count(n)} Klassen zeigen`,
    showFewer: 'Weniger zeigen',
    similar: (label) => `Bilder, die nach ${label} aussehen`,
    neighbours: 'Die nächsten, gleich welcher Klasse',
    similarNone: 'Kein Bild dieser Klasse mit sicherem Label.',
    gone: 'Das Bild fehlt oder ist nicht lesbar.',
    loading: 'Einzelheiten werden geladen…',
    picture: (path) => `Bild ${path}`,
    example: (path, label) => `${path}, sicheres Label ${label}`,
    keyOf: { accept: 'Eingabe', keep: 'K', remove: 'Entf', unsure: 'S', undo: 'U' },
  },

  announce: {
    decided: (ids, what, reviewed) => `${pictures(ids)}: ${what}. ${reviewed}.`,
    relabel: (label) => `Label in ${label} geändert`,
    accepted: 'Vorschlag übernommen',
    kept: 'Label behalten',
    removed: 'entfernt',
    notOpen: 'Was entschieden ist, kann nur mit Rückgängig zurückgenommen werden.',
    unsure: (n, isUnsure) => `${pictures(n)}: ${isUnsure ? 'zurückgestellt' : 'nicht mehr zurückgestellt'}.`,
    copied: 'Bild kopiert.',
    notCopied: (why) => `Das Bild konnte nicht kopiert werden: ${why}`,
    undo: 'Die letzte Entscheidung wird zurückgenommen.',
    redo: 'Die zuletzt zurückgenommene Entscheidung wird wiederhergestellt.',
    notDecidable:
      'Ein entferntes Bild bringt nur Rückgängig zurück, und über eines, das fehlt, kann nicht entschieden werden.',
    noClass: (key) => `Keine Klasse hat die Taste ${key}.`,
    shown: (shown) => `Gezeigt: ${shown}.`,
    undone: (n) => `${pictures(n)} wieder offen.`,
  },
};
