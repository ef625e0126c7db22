import { numbersIn } from '../../../src/protocol/index.ts';
import type { HEALTH_STRINGS } from '../health-strings.ts';

const { count, percent } = numbersIn('id');
const pictures = (n: number) => `${count(n)} gambar`;

export const INDONESIAN_HEALTH: typeof HEALTH_STRINGS = {
  health: {
    overall: 'Kesehatan label',
    overallHint: 'Bagian label yang kemungkinan benar',
    plantedHint: 'Bagian label yang benar, ditaksir dari kesalahan yang ditanam',
    weakHint: 'Audit ini tidak dapat menentukannya',
    notKnown: 'Tidak diketahui',
    trust: 'Seberapa jauh daftar dapat dipercaya',
    jointHealth: 'Menurut joint',
    jointHealthHint: 'Kesehatan label menurut confident joint, seperti di cleanlab',
    accuracy: 'Akurasi',
    accuracyHint: 'Akurasi model pada gambar yang belum pernah dilihatnya, terhadap label yang diberikan',
    audited: 'Diaudit',
    flagged: 'Ditandai',
    classes: 'Kelas',
    classTable: 'Kelas, yang terburuk lebih dahulu',
    reachedTable: 'Capaian model untuk tiap kelas',
    columns: {
      class: 'Kelas',
      examples: 'Gambar',
      flagged: 'Ditandai',
      labelIssues: 'Masalah label',
      inverseLabelIssues: 'Terlewat',
      labelNoise: 'Derau label',
      inverseLabelNoise: 'Derau invers',
      labelQualityScore: 'Kualitas',
      right: 'Benar',
      predicted: 'Diprediksi',
    },
    columnHints: {
      class: 'Nama kelas',
      examples: 'Gambar yang berlabel ini',
      flagged: 'Gambar berlabel ini yang ditandai untuk ditinjau',
      labelIssues: 'Taksiran jumlah gambar yang berlabel ini padahal tidak seharusnya',
      inverseLabelIssues: 'Taksiran jumlah gambar yang seharusnya berlabel ini tetapi tidak',
      labelNoise: 'Bagian gambar berlabel ini yang seharusnya berlabel lain',
      inverseLabelNoise: 'Bagian gambar yang sebenarnya dari kelas ini tetapi berlabel lain',
      labelQualityScore: 'Bagian gambar berlabel ini yang labelnya benar',
      right: 'Gambar berlabel ini yang diprediksi sama oleh model, tanpa pernah melihatnya',
      predicted: 'Gambar yang dianggap model sebagai kelas ini, apa pun labelnya',
    },
    browseClass: (label) => `Tampilkan semua gambar berlabel ${label}`,
    showClass: (label) => `Tampilkan gambar yang ditandai berlabel ${label}`,
    annotators: 'Anotator',
    annotatorsHint: ({ pictures, several, disputed, other, consensusQuality }) =>
      `${count(pictures)} gambar berlabel, ${count(several)} di antaranya oleh beberapa anotator; pada ${count(disputed)} mereka tidak semuanya sepakat. Menurut anotator dan model bersama (CROWDLAB), mutu rata-rata konsensus ${percent(consensusQuality)}; pada ${count(other)} gambar konsensus berbeda kelas dari label yang diaudit.`,
    annotatorTable: 'Anotator, terburuk lebih dulu',
    annotatorColumns: {
      name: 'Anotator',
      labelled: 'Label',
      quality: 'Mutu',
      agreement: 'Kesesuaian',
      worstClass: 'Kelas terlemah',
    },
    annotatorHints: {
      name: 'Siapa yang memberi label',
      labelled: 'Gambar yang diberi label oleh anotator ini',
      quality: 'Seberapa jauh labelnya dapat dipercaya, menurut model dan anotator lain',
      agreement: 'Bagian labelnya yang sama dengan konsensus',
      worstClass: 'Kelas yang labelnya paling jarang menjadi konsensus',
    },
    overlaps: 'Kelas yang tumpang tindih',
    overlapsHint: 'Pasangan yang saling tertukar. Jika artinya sama, pertimbangkan untuk menggabungkannya.',
    overlapsNone: 'Tidak ada dua kelas yang saling tertukar.',
    overlapPictures: 'Gambar',
    overlapShare: 'Bagian dari semua',
    showPair: (a, b) => `Tampilkan semua gambar ${a} yang dianggap model sebagai ${b}, dan sebaliknya`,
    pair: 'Pasangan',
    joint: 'Confident joint',
    jointHint: 'Gambar dihitung menurut label yang diberikan (baris) dan label yang diyakini model (kolom).',
    jointLimited: (shown, all) => `Menampilkan ${count(shown)} dari ${count(all)} kelas yang paling sering tertukar.`,
    jointTable: 'Label yang diberikan menurut label yang diyakini',
    cell: (given, suggested, n, flagged) => {
      if (given === suggested)
        return `${pictures(n)} berlabel ${given}, tampaknya benar; tampilkan yang dianggap model sebagai ${given}`;
      if (n === 0) return `Tidak ada gambar berlabel ${given} yang terlihat seperti ${suggested}`;
      const what = `${pictures(n)} berlabel ${given} yang terlihat seperti ${suggested}, menurut hitungan joint`;
      const flags = flagged === undefined ? '' : ` (${flagged === 0 ? 'tidak ada yang' : count(flagged)} ditandai)`;
      return `${what}${flags}; tampilkan semua yang dianggap model sebagai ${suggested}`;
    },
    givenAxis: 'Label diberikan',
    trueAxis: 'Label diyakini',
    curves: 'Kurva belajar',
    curvesNone: 'Audit memakai prediksi model Anda sendiri, sehingga tidak ada pelatihan untuk ditampilkan.',
    accuracyCurve: 'Akurasi pelatihan',
    lossCurve: 'Loss pelatihan',
    epoch: 'Epoch',
    fold: (fold) => `Fold ${fold}`,
    foldHeading: 'Fold',
    heldOut: 'Akurasi held-out',
    lastLoss: 'Loss terakhir',
    lastAccuracy: 'Akurasi terakhir',
    chart: (what, folds) => `${what} per epoch, ${folds} fold; tabel di bawah memuat nilai terakhir`,
    warnings: 'Peringatan',
    problems: 'Gambar bermasalah',
    row: (row) => `baris ${row}`,
    more: (n) => `Tampilkan ${count(n)} lagi`,
  },
};
