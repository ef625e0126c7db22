import type { KEYS_STRINGS } from '../keys-strings.ts';

export const INDONESIAN_KEYS: typeof KEYS_STRINGS = {
  keys: {
    title: 'Tombol',
    close: 'Tutup',
    classes: 'Tombol kelas',
    classesHint: 'Sama pada setiap gambar. Pilih kelas, lalu tekan tombol yang akan dipakainya.',
    assign: (name, key) => `${key ?? '–'} ${name}: pilih tombol lain`,
    rows: [
      [['←', '→', '↑', '↓'], 'Pindah ke gambar lain'],
      [['Home', 'End', 'Page Up', 'Page Down'], 'Pindah lebih jauh'],
      [['Enter'], 'Terima label yang disarankan'],
      [['1', '…', '9', 'a', '…'], 'Ubah ke kelas dengan tombol itu'],
      [['C'], 'Ubah ke kelas menurut namanya'],
      [['Spasi'], 'Perbesar gambar, dan kembali; lalu + − 0 memperbesar, Alt dan panah menggeser'],
      [['.', ','], 'Diperbesar: gambar serupa di sampingnya, dan yang berikutnya'],
      [['K'], 'Pertahankan label'],
      [['Delete'], 'Hapus gambar dari dataset'],
      [['S'], 'Ragu: tunda gambar, atau ambil kembali; yang ditunda muncul terakhir'],
      [['N'], 'Tulis catatan untuk keputusan'],
      [['U'], 'Urungkan keputusan terakhir'],
      [['Shift', 'U'], 'Ulangi keputusan yang terakhir ditarik (juga Ctrl+Y)'],
      [['Shift', 'F10'], 'Menu gambar (juga tombol menu, atau klik kanan)'],
      [['Shift', '←→↑↓'], 'Pilih beberapa, untuk diputuskan bersama'],
      [['Ctrl', 'Klik'], 'Tambahkan gambar ke pilihan, atau keluarkan'],
      [['Ctrl', 'A'], 'Pilih semua yang ditampilkan'],
      [['Esc'], 'Pilih satu saja lagi'],
      [['/'], 'Cari nama file'],
      [['?'], 'Tampilkan daftar ini'],
    ],
  },
};
