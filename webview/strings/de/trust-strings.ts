import { numbersIn, type TrustFactsView } from '../../../src/protocol/index.ts';
import type { TRUST_STRINGS } from '../trust-strings.ts';

const { count, finePercent, plural } = numbersIn('de');

type Trust = Extract<TrustFactsView, { kind: 'trust' }>;
type Weak = Extract<TrustFactsView, { kind: 'weak' }>;
type Reached = NonNullable<Weak['reached']>;

const are = (number: number): string => (number === 1 ? 'ist' : 'sind');
const interval = ({ low, high }: Trust['wrong']): string => `(${count(low)} bis ${count(high)})`;

/** E.g. `Von den 200 am schlechtesten bewerteten Labels (2 davon stehen auf der Liste)`. */
function theFirst({ isOfList, first, listed }: Trust): string {
  if (isOfList) return `Von den ersten ${count(first)} der Liste`;
  const stand = listed === 0 ? 'keines davon steht' : listed === 1 ? '1 davon steht' : `${count(listed)} davon stehen`;
  const worst =
    first === 1
      ? 'Von dem am schlechtesten bewerteten Label'
      : `Von den ${count(first)} am schlechtesten bewerteten Labels`;
  return `${worst} (${stand} auf der Liste)`;
}

function trustSentences(facts: Trust): string[] {
  const { audited, wrong, firstWrong, stop, isUnlike } = facts;
  const planted = plural(facts.planted, 'Fehler', 'Fehlern');
  const itself = facts.planted === 1 ? 'den' : 'die';
  return [
    `Etwa ${count(wrong.estimate)} von ${plural(audited, 'Label', 'Labels')} ${are(wrong.estimate)} falsch ${interval(wrong)}${isUnlike ? ', soweit das Modell es erkennen kann' : ''}.`,
    `${theFirst(facts)} ${are(firstWrong.estimate)} etwa ${count(firstWrong.estimate)} falsch ${interval(firstWrong)}; ${finePercent(facts.found)} aller falschen Labels sind darunter.`,
    ...(stop === undefined
      ? []
      : stop === 'end'
        ? [
            'Es lohnt sich, die ganze Liste anzusehen: Bis zu ihrem Ende ist mindestens eines von fünf der nächsten Labels falsch.',
          ]
        : [
            `Nach ${count(stop)} kann man gut aufhören: Von den Labels dahinter ist weniger als eines von fünf falsch.`,
          ]),
    isUnlike
      ? `Geschätzt ist das aus ${planted}, ${itself} das Audit selbst eingestreut hat. Die schlechtesten Labels stehen an Bildern, die das Modell weniger klar findet als die meisten; eingestreute Fehler an unklaren Bildern zählen darum mehr. Wo ein Bild keine der Klassen zeigt, wird sein Label nur zum Teil gefunden.`
      : `Geschätzt ist das aus ${planted}, ${itself} das Audit selbst eingestreut hat; Fehler von Menschen an unklaren Bildern sind schwerer zu finden.`,
  ];
}

const TOO_WEAK = 'Das Modell ist zu schwach, um diese Labels zu beurteilen:';
const WHY: Readonly<Record<Weak['weakness'], string>> = {
  'no-better-than-chance': `${TOO_WEAK} Es kennt die Klassen kaum.`,
  'misses-planted-errors': `${TOO_WEAK} Es findet die Fehler nicht, die das Audit eingestreut hat.`,
  'disagrees-with-most': `${TOO_WEAK} Es widerspricht sehr vielen von ihnen, und nichts sagt, wer recht hat.`,
  'too-few-pictures': 'Es sind zu wenige Bilder, um zu sagen, wie viele Labels falsch sind.',
};

function weakSentences({ weakness, reached, never, ...facts }: Weak): string[] {
  const now =
    facts.pictures !== undefined
      ? ` (es ${are(facts.pictures)} ${count(facts.pictures)}; ab etwa ${count(facts.enough)} können Fehler eingestreut werden)`
      : facts.smallest === undefined
        ? ''
        : ` (die kleinste Klasse hat ${plural(facts.smallest, 'Bild', 'Bilder')})`;
  const other = facts.canCalibrate
    ? 'Merkmale eines vortrainierten Netzes (--model features oder --trunk mit einem eigenen) oder --calibrate, das Fehler einstreut und sagt, wie viele davon gefunden werden'
    : 'Merkmale eines Netzes, das solche Bilder kennt (--features oder --trunk)';
  const isOne = never !== undefined && never.classes.length + never.more === 1;
  return [
    `${WHY[weakness]} Wo das Modell einem Label widerspricht, kann der Fehler bei beiden liegen.`,
    ...(reached === undefined ? [] : [reachedSentence(reached)]),
    ...(never === undefined
      ? []
      : [
          `Es sagt ${namesOf(never)} nie vorher: Was von ${isOne ? 'dieser Klasse' : 'diesen Klassen'} auf der Liste steht, liegt zuerst am Modell.`,
        ]),
    `Was helfen würde: mehr Bilder${now}${facts.hasManyClasses ? ', weniger Klassen' : ''} oder ${other}.`,
  ];
}

const named = (rows: readonly { class: string; right: number; examples: number }[]): string =>
  rows.map((row) => `„${row.class}“ (${count(row.right)} von ${count(row.examples)})`).join(', ');
const ranked = ({ classes, alike }: NonNullable<Reached['best']>): string =>
  named(classes) + (alike > 0 ? ` und ${count(alike)} weitere mit gleichem Anteil` : '');
const namesOf = ({ classes, more }: NonNullable<Weak['never']>): string =>
  classes.map((name) => `„${name}“`).join(', ') + (more > 0 ? ` und ${count(more)} weitere` : '');

function reachedSentence({ accuracy, chance, classes, best, none, worst }: Reached): string {
  const guess = chance === undefined ? '' : ` (die häufigste Klasse allein: ${finePercent(chance)})`;
  const all = `Auf Bildern, die es nicht gesehen hat, trifft das Modell ${finePercent(accuracy)} der gegebenen Labels${guess}`;
  if (classes === 'alike') return `${all}, von jeder Klasse gleich viele.`;
  if (classes !== undefined) return `${all}: ${named(classes)}.`;
  if (best === undefined) return `${all}.`;
  const least = none ? `; keines richtig bei ${namesOf(none)}` : worst ? `; am schlechtesten ${ranked(worst)}` : '';
  return `${all}: am besten ${ranked(best)}${least}.`;
}

/** How far the list is to be trusted, or why the model is too weak, in German. */
export const GERMAN_TRUST: typeof TRUST_STRINGS = {
  trustSentences: (facts) => (facts.kind === 'weak' ? weakSentences(facts) : trustSentences(facts)),
};
