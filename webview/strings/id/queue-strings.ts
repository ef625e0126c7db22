import { numbersIn } from '../../../src/protocol/index.ts';
import type { QUEUE_STRINGS } from '../queue-strings.ts';

const { count, percent } = numbersIn('id');

export const INDONESIAN_QUEUE: typeof QUEUE_STRINGS = {
  queue: {
    region: 'Gambar yang dilabeli berikutnya',
    about: (chosen, judged) =>
      `${count(chosen)} dari ${count(judged)} gambar tanpa label, dipilih karena paling banyak mengajari model`,
    learnt: (labelled, accuracy) =>
      `saran dari model yang belajar dari ${count(labelled)} gambar berlabel dan benar untuk ${percent(accuracy)} di antaranya`,
    labelled: (done, total) => `${count(done)} dari ${count(total)} dilabeli`,
    progress: 'Gambar yang sudah dilabeli',
    rank: 'Pilih Lagi',
    rankHint: 'Pilih gambar berikutnya: label yang diberikan sejak itu dianggap diketahui',
    close: 'Tutup Antrean',
    ranking: (progress) => `Memilih gambar berikutnya: ${progress}`,
    rankingProgress: 'Kemajuan pemilihan',
    cancel: 'Batal',
    position: (at, total) => `${count(at)} dari ${count(total)}`,
    classes: 'Saran',
    hint: 'Tekan tombol sebuah kelas, atau C untuk mengetik namanya.',
    into: (file) => `Label ditulis ke ${file}.`,
    moves: 'Label memindahkan gambar ke folder kelasnya.',
    isLabelled: (label) => `Dilabeli ${label}`,
    waits: 'Menunggu label',
    skipped: 'Dilewati',
    gone: 'Baris atau berkasnya sudah tidak ada.',
    missing: 'Gambar tidak dapat ditampilkan.',
    loading: 'Memuat…',
    choose: 'Kelas Lain…',
    skip: 'Lewati',
    undo: 'Urungkan',
    strip: 'Semua gambar antrean',
    picture: (path, state) => `${path}: ${state}`,
    done: (total) => `Semua ${count(total)} sudah berlabel.`,
    doneHint: 'Pilih lagi untuk mendapat gambar berikutnya menurut apa yang diajarkan gambar-gambar ini.',
    rows: [
      [['1', '…', '9', 'a', '…'], 'Beri label kelas dengan tombol itu, lalu lanjut'],
      [['C'], 'Beri label kelas menurut namanya'],
      [['Enter'], 'Beri label kelas yang paling mungkin'],
      [['←', '→'], 'Gambar sebelumnya, atau berikutnya'],
      [['Home', 'End'], 'Gambar pertama, atau terakhir'],
      [['S'], 'Lewati: lanjut, dan kembali ke gambar itu paling akhir'],
      [['U'], 'Urungkan label terakhir'],
      [['Shift', 'U'], 'Berikan lagi (juga Ctrl+Y)'],
      [['+', '−', '0'], 'Perbesar atau perkecil; Alt dengan panah menggeser gambar'],
      [['?'], 'Tampilkan daftar ini'],
    ],
  },
};
