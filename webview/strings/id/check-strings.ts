import { numbersIn } from '../../../src/protocol/index.ts';
import type { CHECK_STRINGS } from '../check-strings.ts';

const { count, finePercent, score } = numbersIn('id');
const pictures = (n: number) => `${count(n)} gambar`;
const sets = (n: number) => `${count(n)} kelompok`;

const CHECKS: Readonly<Partial<Record<string, { readonly title: string; readonly meaning: string }>>> = {
  dark: { title: 'Gelap', meaning: 'Hampir tidak ada piksel yang terang.' },
  light: { title: 'Terang', meaning: 'Hampir semua piksel putih.' },
  odd_aspect_ratio: { title: 'Rasio aspek janggal', meaning: 'Satu sisi jauh lebih panjang daripada sisi lain.' },
  low_information: { title: 'Sedikit informasi', meaning: 'Gambar hanya terdiri dari sedikit tingkat kecerahan.' },
  blurry: { title: 'Buram', meaning: 'Gambar tidak memiliki tepi yang tajam.' },
  grayscale: { title: 'Skala abu-abu', meaning: 'Gambar ini abu-abu, sedangkan kebanyakan lainnya berwarna.' },
  odd_size: { title: 'Ukuran janggal', meaning: 'Ukuran gambar jauh dari ukuran gambar lain.' },
  exact_duplicates: { title: 'Duplikat persis', meaning: 'Gambar dengan piksel yang sama.' },
  near_duplicates: { title: 'Hampir duplikat', meaning: 'Gambar yang menampilkan hal yang sama.' },
  leaks: { title: 'Kebocoran', meaning: 'Gambar yang sama ada di beberapa split: yang diuji sudah dilatihkan.' },
  outlier: { title: 'Pencilan', meaning: 'Gambar tidak mirip dengan gambar lain.' },
  non_iid: { title: 'Urutan', meaning: 'Gambar yang berdekatan di dataset saling mirip.' },
  class_imbalance: { title: 'Kelas tidak seimbang', meaning: 'Suatu kelas hampir tidak ada.' },
  underperforming_group: { title: 'Kelompok lemah', meaning: 'Model gagal pada sekelompok gambar yang mirip.' },
  spurious_correlations: { title: 'Korelasi semu', meaning: 'Suatu sifat gambar membocorkan kelasnya.' },
  data_valuation: { title: 'Nilai data', meaning: 'Gambar di sekitarnya akan dinilai lebih baik tanpa gambar ini.' },
  null_features: { title: 'Fitur kosong', meaning: 'Fitur gambar tidak semuanya berupa angka.' },
};

export const INDONESIAN_CHECKS: typeof CHECK_STRINGS = {
  checks: {
    label: 'Yang dicantumkan',
    labels: 'Label gambar',
    others: 'Tidak ada temuan',
    title: (name) => CHECKS[name]?.title ?? name,
    meaning: (name) => CHECKS[name]?.meaning ?? '',
    tab: (title, n) => `${title}: ${count(n)}`,
    flagged: (n, threshold) => `${count(n)} ditandai di bawah ${score(threshold)}`,
    flaggedSets: (n, of) => `${pictures(n)} dalam ${sets(of)}`,
    share: (n, of) => `${finePercent(n / Math.max(1, of))} dari ${pictures(of)}`,
    threshold: 'Ambang: gambar dengan skor lebih rendah ditandai',
    histogram: 'Skor, yang rendah mencurigakan',
    reset: 'Ambang biasa',
    many: (n, of) =>
      `${pictures(n)} dari ${count(of)} (${finePercent(n / Math.max(1, of))}) ditandai: ini menggambarkan dataset, bukan gambar tunggal, jadi tidak ada yang dicantumkan. Ambang yang lebih rendah mencantumkan yang terburuk.`,
    none: 'Tidak ada gambar yang ditandai.',
    whole: (value) => `Skor seluruh dataset: ${score(value)} (rendah berarti mencurigakan).`,
    finding: ({ ofClass, property, score: value, pictures: n }) =>
      [
        [ofClass, property].filter((part) => part !== undefined).join(': ') || 'Semua gambar',
        ...(n === undefined ? [] : [pictures(n)]),
        `skor ${score(value)}`,
      ].join(', '),
    showFinding: (name) => `Tampilkan gambar ${name}`,
    set: (n, of) => `Kelompok ${count(n)} dari ${count(of)}`,
    best: 'Terbaik',
    bestHint: 'Diusulkan untuk tetap ada: yang terbesar, tertajam, dan berlabel terbaik di kelompoknya',
    by: { pixels: 'menurut piksel', features: 'menurut fitur' },
    elsewhere: (paths) => `Juga, tidak diaudit: ${paths.join(', ')}`,
    keep: 'Tidak masalah',
    keepAll: (n) => `Tidak masalah: ${count(n)}`,
    keepBest: 'Pertahankan yang terbaik di kelompok',
    keepBestAll: (n) => `Pertahankan yang terbaik dari ${sets(n)}`,
    removeFromTrain: 'Hapus dari data latih',
    removeFromTrainAll: (n) => `Hapus dari data latih: ${sets(n)}`,
    leftOut: (n) => `${pictures(n)} dari split uji dibiarkan: hapus secara manual.`,
    notHere: 'Label diputuskan di daftar label: pilih di atas daftar.',
    score: 'Skor',
    loading: 'Mencari temuan…',
  },
};
