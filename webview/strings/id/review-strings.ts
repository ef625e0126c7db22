import { numbersIn } from '../../../src/protocol/index.ts';
import type { Standing } from '../../model/rows/filters.ts';
import type { SortKey } from '../../model/rows/sort-issues.ts';
import type { REVIEW_STRINGS } from '../review-strings.ts';

const { count, percent, score } = numbersIn('id');
const pictures = (n: number) => `${count(n)} gambar`;

const DECISIONS: Readonly<Record<Standing, string>> = {
  open: 'Terbuka',
  unsure: 'Ragu',
  relabelled: 'Diubah',
  kept: 'Dipertahankan',
  removed: 'Dihapus',
  gone: 'Tidak ada di dataset',
};

const SORTS: Readonly<Record<SortKey, string>> = {
  quality: 'Kualitas label',
  probability: 'Probabilitas saran',
  given: 'Label diberikan',
  suggested: 'Label disarankan',
  name: 'Nama file',
};

export const INDONESIAN_REVIEW: typeof REVIEW_STRINGS = {
  decision: (decision) => DECISIONS[decision],
  sort: (key) => SORTS[key],
  split: 'Ruang untuk gambar yang dipilih',
  splitHint: 'Seret untuk membagi ruang; klik ganda untuk pembagian biasa',
  cardSize: 'Ukuran gambar',

  clean: {
    title: 'Tidak ditemukan label yang salah',
    text: (audited) => `Label semua ${pictures(audited)} sesuai dengan model.`,
    health: 'Tampilkan Kesehatan',
    weakTitle: 'Tidak ada label yang ditandai',
  },

  done: {
    title: (total) => (total === 1 ? 'Gambar yang ditandai sudah ditinjau' : `Semua ${count(total)} sudah ditinjau`),
    text: 'Audit lagi: model yang dilatih pada label yang lebih baik menemukan yang terlewat oleh model ini.',
  },

  nothingMatches: {
    title: 'Tidak ada gambar yang ditandai yang cocok dengan filter',
    titleOfAll: 'Tidak ada gambar yang cocok dengan filter',
    clear: 'Hapus Filter',
  },

  filters: {
    region: 'Filter',
    search: 'Cari menurut nama file',
    searchHint: 'Cari nama file (/)',
    browse: 'Semua gambar',
    browseHint: 'Tampilkan juga gambar yang tidak ditandai',
    loading: ', masih ada lagi…',
    given: 'Diberikan',
    suggested: 'Disarankan',
    eitherWay: 'Dua arah',
    eitherWayHint: 'Juga gambar yang label diberikan dan label disarankannya tertukar',
    split: 'Split',
    decision: 'Keputusan',
    all: 'Semua',
    sort: 'Urutkan menurut',
    ascending: 'Menaik; klik untuk menurun',
    descending: 'Menurun; klik untuk menaik',
    quality: 'Kualitas label tertinggi',
    qualityTitle: 'Kualitas',
    qualityLimit: (limit, all) => (all ? 'Semua' : `≤ ${score(limit)}`),
    qualityText: (limit, all) => (all ? 'Tanpa batas' : `Paling tinggi ${score(limit)}`),
    probability: 'Saran',
    probabilityTitle: 'Probabilitas terendah dari saran',
    probabilityLimit: (limit) => (limit === null ? 'Semua' : `≥ ${percent(limit)}`),
    more: (inForce) => (inForce === 0 ? 'Filter' : `Filter (${count(inForce)})`),
    acceptMany: 'Terima Banyak…',
    acceptManyHint: 'Lihat semua gambar terbuka dengan saran yang yakin, lalu terima bersama-sama',
    clear: 'Hapus Filter',
    shown: (visible, total) => (visible === total ? pictures(total) : `${count(visible)} dari ${pictures(total)}`),
  },

  bulk: {
    region: 'Terima banyak saran',
    what: (n, pair, least) =>
      [
        `${count(n)} gambar terbuka${pair === '' ? '' : ` untuk ${pair}`}`,
        least === null ? '' : `yang sarannya berprobabilitas minimal ${percent(least)}`,
      ]
        .filter(Boolean)
        .join(' '),
    pair: (given, suggested) =>
      given === null && suggested === null ? '' : `${given ?? 'kelas apa pun'} → ${suggested ?? 'kelas apa pun'}`,
    leftOut: (n) => (n === 0 ? '' : `${pictures(n)} dari split uji dilewati.`),
    waiting: 'Masih ada gambar lagi…',
    accept: (n) => (n === 1 ? 'Terima Saran' : `Terima ${count(n)} Saran`),
    cancel: 'Batal',
    like: (n) => `Semua yang Seperti Ini (${count(n)})`,
    likeHint: (given, suggested) => `Semua gambar terbuka berlabel ${given} yang terlihat seperti ${suggested}`,
  },

  grid: {
    label: 'Gambar yang ditandai',
    all: 'Gambar',
    flagged: 'ditandai',
    agrees: 'model setuju',
    labelled: 'berlabel',
    suggested: 'disarankan',
    quality: 'kualitas label',
    missing: 'Tidak ada gambar',
  },

  loupe: {
    region: 'Gambar yang diperbesar',
    close: 'Kembali ke Daftar',
    legend: 'Kelas, yang paling mungkin lebih dahulu',
    sideBySide: 'Tampilkan Gambar Serupa di Sampingnya',
    alone: 'Tampilkan Gambar Ini Saja',
    beside: (of, label) =>
      ({ given: `Diberikan: ${label}`, suggested: `Usulan: ${label}`, neighbours: `Terdekat: ${label}` })[of],
    nextBeside: 'gambar serupa berikutnya',
    besideHint: (path) => `Bandingkan dengan ${path}`,
    position: (at, of) => `${count(at)} dari ${count(of)}`,
    size: (width, height, scale) => `${width} × ${height}, ${percent(scale)}`,
  },

  chooser: {
    title: (n) => (n === 1 ? 'Ubah label menjadi…' : `Ubah label ${pictures(n)} menjadi…`),
    typed: 'Kelas',
    list: 'Kelas',
    none: 'Tidak ada kelas dengan nama itu di dataset ini.',
  },

  detail: {
    region: 'Gambar yang dipilih',
    none: 'Pilih gambar untuk melihat rinciannya.',
    several: (n) => `${pictures(n)} dipilih`,
    severalHint: 'Keputusan berlaku untuk semuanya. Yang ditampilkan di sini mendapat fokus.',
    given: 'Label diberikan',
    now: 'Label sekarang',
    suggested: 'Disarankan',
    quality: 'Kualitas label',
    why: 'Mengapa:',
    notFlagged: 'Tidak ditandai.',
    split: 'Split',
    file: 'File',
    taken: 'Diambil',
    camera: 'Kamera',
    row: (csv) => (csv ? 'Tampilkan Baris' : 'Tampilkan di Explorer'),
    open: 'Buka Gambar',
    copy: 'Salin Path',
    accept: (label) => `Ubah menjadi ${label}`,
    has: (label) => `Labelnya ${label}`,
    acceptAll: (n) => `Terima ${count(n)} Saran`,
    keep: 'Pertahankan',
    keepAll: (n) => `Pertahankan ${count(n)}`,
    remove: 'Hapus',
    removeAll: (n) => `Hapus ${count(n)}`,
    unsure: 'Ragu',
    unsureAll: (n) => `Ragu ${count(n)}`,
    enlarge: 'Perbesar (Spasi)',
    undo: 'Urungkan',
    said: 'Anotator',
    probabilities: 'Yang dilihat model',
    confirm: (label, share) => `Pertahankan label ${label} (${percent(share)})`,
    pick: (label, share) => `Ubah label menjadi ${label} (${percent(share)})`,
    isGiven: 'diberikan',
    isSuggested: 'disarankan',
    showAll: (n) => `Tampilkan semua ${count(n)} kelas`,
    showFewer: 'Tampilkan lebih sedikit',
    similar: (label) => `Gambar yang terlihat seperti ${label}`,
    neighbours: 'Terdekat, apa pun kelasnya',
    similarNone: 'Tidak ada gambar kelas ini yang labelnya meyakinkan.',
    gone: 'Gambar tidak ada atau tidak terbaca.',
    loading: 'Memuat rincian…',
    picture: (path) => `Gambar ${path}`,
    example: (path, label) => `${path}, dengan yakin berlabel ${label}`,
    keyOf: { accept: 'Enter', keep: 'K', remove: 'Del', unsure: 'S', undo: 'U' },
  },

  announce: {
    decided: (ids, what, reviewed) => `${pictures(ids)}: ${what}. ${reviewed}.`,
    relabel: (label) => `label diubah menjadi ${label}`,
    accepted: 'saran diterima',
    kept: 'label dipertahankan',
    removed: 'dihapus',
    notOpen: 'Yang sudah diputuskan hanya dapat ditarik dengan Urungkan.',
    unsure: (n, isUnsure) => `${pictures(n)}: ${isUnsure ? 'ditunda' : 'tidak lagi ditunda'}.`,
    copied: 'Gambar disalin.',
    notCopied: (why) => `Gambar tidak dapat disalin: ${why}`,
    undo: 'Mengurungkan keputusan terakhir.',
    redo: 'Mengulangi keputusan yang terakhir ditarik.',
    notDecidable:
      'Gambar yang dihapus hanya dapat dikembalikan dengan Urungkan, dan yang tidak ada lagi tidak dapat diputuskan.',
    noClass: (key) => `Tidak ada kelas dengan tombol ${key}.`,
    shown: (shown) => `Menampilkan ${shown}.`,
    undone: (n) => `${pictures(n)} terbuka lagi.`,
  },
};
