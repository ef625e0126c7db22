import { numbersIn } from '../../../src/protocol/index.ts';
import type { REMEDIATION_STRINGS } from '../remediation-strings.ts';

const { count, finePercent, percent, points } = numbersIn('id');
const pictures = (n: number) => `${count(n)} gambar`;

export const INDONESIAN_REMEDIATION: typeof REMEDIATION_STRINGS = {
  fix: {
    title: 'Perbaiki banyak label sekaligus',
    hint: 'Merencanakan apa yang diubah, menampilkan setiap perubahan di pratinjau refactor VS Code, dan menerapkan yang Anda setujui sebagai satu penyuntingan yang dapat diurungkan.',
    action: 'Apa yang dilakukan',
    actions: {
      prune: ['Hapus gambar', 'Baris (atau file)-nya keluar dari dataset'],
      relabel: ['Ubah label', 'Ke kelas yang diberikan model, atau peninjau'],
    },
    by: 'Label yang mana',
    ways: {
      all: ['Semua yang ditandai', 'Semua yang ditemukan audit'],
      worst: ['Bagian terburuk', 'Dari yang ditandai, menurut kualitas label'],
      below: ['Di bawah suatu kualitas', 'Label yang ditandai dengan kualitas lebih rendah'],
      reviewed: ['Sesuai tinjauan', 'Keputusan di .label-audit/reviews.csv'],
    },
    share: 'Bagian dari yang ditandai',
    threshold: 'Kualitas label di bawah',
    minConfidence: 'Saran minimal',
    minExamples: 'Sisakan di tiap kelas minimal',
    minExamplesUnit: () => 'gambar',
    pictures,
    whichPictures: 'Gambar yang diubah',
    morePictures: (n) => `dan ${count(n)} lagi, yang ada di pratinjau`,
    showPicture: (path) => `Tampilkan ${path} di tinjauan`,
    removed: 'dihapus',
    splits: 'Di split ini',
    allSplits: 'Jika split dipilih, gambar tanpa split dan split uji tetap apa adanya.',
    testSplits: 'Split uji tidak pernah diubah.',
    result: (changes, action) =>
      action === 'prune' ? `${pictures(changes)} akan dihapus` : `${pictures(changes)} akan mendapat label lain`,
    of: (considered) => `dari ${count(considered)} yang dipertimbangkan`,
    heldBack: (n, reason) => `${count(n)} dibiarkan: ${reason}`,
    preview: 'Pratinjau…',
    compare: 'Bandingkan Ini…',
    compareHint: 'Latih dengan keduanya dan uji pada split yang tidak disentuh; label Anda tetap apa adanya',
    previewHint: 'Centang file di pratinjau, lalu Terapkan.',
    classes: 'Gambar tiap kelas',
    columns: ['Kelas', 'Kini', 'Keluar', 'Masuk', 'Sesudah'],
    working: 'Menghitung…',
  },
  compare: {
    none: 'Apakah data yang dibersihkan lebih baik?',
    noneHint:
      'Melatih model yang sama dengan seed yang sama pada label yang diberikan dan label yang dibersihkan, lalu menguji keduanya pada gambar yang sama, yang tidak disentuh pembersihan.',
    run: 'Bandingkan…',
    again: 'Bandingkan Lagi…',
    running: 'Membandingkan: notifikasi menunjukkan kemajuannya, dan dapat membatalkannya.',
    baseline: 'Label diberikan',
    cleaned: 'Label dibersihkan',
    difference: 'Selisih',
    trained: (n) => `dilatih pada ${pictures(n)}`,
    interval: (low, high) => `95%: ${low} sampai ${high}`,
    points,
    pointsUnit: 'poin',
    test: (scored, split) => `Diuji pada ${pictures(scored)} dari split “${split}”.`,
    alsoInTraining: (n) => `${pictures(n)} dari split itu juga ada di baris latih, dan dilewati.`,
    changes: (removed, relabelled, added) =>
      [
        `${count(removed)} dihapus`,
        `${count(relabelled)} diubah labelnya`,
        ...(added > 0 ? [`${count(added)} ditambahkan`] : []),
      ].join(', '),
    axis: 'Akurasi dengan interval 95%, dan tiap ulangan sebagai titik',
    better: (better, worse, all) =>
      `${count(better)} dari ${count(all)} kelas lebih baik, ${count(worse)} lebih buruk.`,
    perClass: 'Akurasi tiap kelas',
    columns: ['Kelas', 'Gambar uji', 'Diberikan', 'Dibersihkan', 'Perubahan'],
    confusion: 'Matriks konfusi',
    confusionHint:
      'Label gambar uji yang diberikan (baris) menurut kelas yang diprediksi (kolom), atas semua ulangan, pada satu skala.',
    limited: (shown, all) => `Menampilkan ${count(shown)} dari ${count(all)} kelas yang paling sering tertukar.`,
    cell: (given, predicted, n) => `${pictures(n)} berlabel ${given}, diprediksi ${predicted}`,
    curves: 'Kurva belajar',
    curve: (side, repeats) => `Akurasi pelatihan per epoch, ${side}, ${count(repeats)} ulangan`,
    epoch: 'Epoch',
    share: finePercent,
    percent,
    warnings: 'Peringatan',
  },
};
