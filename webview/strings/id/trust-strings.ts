import { numbersIn, type TrustFactsView } from '../../../src/protocol/index.ts';
import type { TRUST_STRINGS } from '../trust-strings.ts';

const { count, finePercent } = numbersIn('id');

type Trust = Extract<TrustFactsView, { kind: 'trust' }>;
type Weak = Extract<TrustFactsView, { kind: 'weak' }>;
type Reached = NonNullable<Weak['reached']>;

const wrongOnes = ({ estimate, low, high }: Trust['wrong']): string =>
  `${count(estimate)} salah (${count(low)} sampai ${count(high)})`;

function trustSentences(facts: Trust): string[] {
  const { audited, wrong, stop, isUnlike } = facts;
  const these = facts.isOfList
    ? `Dari ${count(facts.first)} label pertama di daftar`
    : `Dari ${count(facts.first)} label berperingkat terburuk (${facts.listed === 0 ? 'tidak ada' : count(facts.listed)} di antaranya ada di daftar)`;
  return [
    `Dari ${count(audited)} label, sekitar ${wrongOnes(wrong)}${isUnlike ? ', sejauh yang dapat dinilai model' : ''}.`,
    `${these}, sekitar ${wrongOnes(facts.firstWrong)}; ${finePercent(facts.found)} dari semua label yang salah ada di antaranya.`,
    ...(stop === undefined
      ? []
      : stop === 'end'
        ? ['Seluruh daftar layak dilihat: sampai akhirnya, setidaknya satu dari lima label berikutnya salah.']
        : [
            `Anda dapat berhenti setelah ${count(stop)}: dari label sesudahnya, kurang dari satu di antara lima yang salah.`,
          ]),
    isUnlike
      ? `Ini ditaksir dari ${count(facts.planted)} kesalahan yang ditanam sendiri oleh audit. Label terburuk ada pada gambar yang bagi model kurang jelas daripada kebanyakan, sehingga kesalahan yang ditanam pada gambar yang tidak jelas diberi bobot lebih. Jika sebuah gambar tidak menunjukkan satu pun kelas, labelnya hanya sebagian ditemukan.`
      : `Ini ditaksir dari ${count(facts.planted)} kesalahan yang ditanam sendiri oleh audit; kesalahan manusia pada gambar yang tidak jelas lebih sulit ditemukan.`,
  ];
}

const TOO_WEAK = 'Model terlalu lemah untuk menilai label ini:';
const WHY: Readonly<Record<Weak['weakness'], string>> = {
  'no-better-than-chance': `${TOO_WEAK} model hampir tidak mengenal kelas-kelasnya.`,
  'misses-planted-errors': `${TOO_WEAK} model tidak menemukan kesalahan yang ditanam audit.`,
  'disagrees-with-most': `${TOO_WEAK} model tidak sependapat dengan begitu banyak label, dan tidak ada yang menunjukkan mana yang benar.`,
  'too-few-pictures': 'Gambar terlalu sedikit untuk menentukan berapa banyak label yang salah.',
};

function weakSentences({ weakness, reached, never, ...facts }: Weak): string[] {
  const now =
    facts.pictures !== undefined
      ? ` (ada ${count(facts.pictures)}; mulai sekitar ${count(facts.enough)} gambar, kesalahan dapat ditanam)`
      : facts.smallest === undefined
        ? ''
        : ` (kelas terkecil berisi ${count(facts.smallest)} gambar)`;
  const other = facts.canCalibrate
    ? 'fitur dari jaringan pralatih (--model features, atau --trunk milik Anda), atau --calibrate, yang menanam kesalahan dan menunjukkan berapa yang ditemukan'
    : 'fitur dari jaringan yang mengenal gambar seperti itu (--features atau --trunk)';
  const isOne = never !== undefined && never.classes.length + never.more === 1;
  return [
    `${WHY[weakness]} Jika model tidak sependapat dengan sebuah label, salah satu dari keduanya dapat keliru.`,
    ...(reached === undefined ? [] : [reachedSentence(reached)]),
    ...(never === undefined
      ? []
      : [
          `Model tidak pernah memprediksi ${namesOf(never)}: yang ada di daftar dari ${isOne ? 'kelas itu' : 'kelas-kelas itu'} pertama-tama adalah kesalahan model.`,
        ]),
    `Yang akan membantu: lebih banyak gambar${now}${facts.hasManyClasses ? ', lebih sedikit kelas' : ''}, atau ${other}.`,
  ];
}

const named = (rows: readonly { class: string; right: number; examples: number }[]): string =>
  rows.map((row) => `"${row.class}" (${count(row.right)} dari ${count(row.examples)})`).join(', ');
const ranked = ({ classes, alike }: NonNullable<Reached['best']>): string =>
  named(classes) + (alike > 0 ? ` dan ${count(alike)} lagi yang sama` : '');
const namesOf = ({ classes, more }: NonNullable<Weak['never']>): string =>
  classes.map((name) => `"${name}"`).join(', ') + (more > 0 ? ` dan ${count(more)} lagi` : '');

function reachedSentence({ accuracy, chance, classes, best, none, worst }: Reached): string {
  const guess = chance === undefined ? '' : ` (kelas terbanyak saja: ${finePercent(chance)})`;
  const all = `Pada gambar yang belum pernah dilihatnya, model mencapai ${finePercent(accuracy)} dari label yang diberikan${guess}`;
  if (classes === 'alike') return `${all}, sama banyaknya untuk setiap kelas.`;
  if (classes !== undefined) return `${all}: ${named(classes)}.`;
  if (best === undefined) return `${all}.`;
  const least = none ? `; tidak ada yang benar dari ${namesOf(none)}` : worst ? `; terburuk ${ranked(worst)}` : '';
  return `${all}: terbaik ${ranked(best)}${least}.`;
}

/** How far the list is to be trusted, or why the model is too weak, in Indonesian. */
export const INDONESIAN_TRUST: typeof TRUST_STRINGS = {
  trustSentences: (facts) => (facts.kind === 'weak' ? weakSentences(facts) : trustSentences(facts)),
};
