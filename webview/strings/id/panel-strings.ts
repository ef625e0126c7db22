import { numbersIn } from '../../../src/protocol/index.ts';
import type { PANEL_STRINGS } from '../panel-strings.ts';

const { count, decimal } = numbersIn('id');
const pictures = (n: number) => `${count(n)} gambar`;

function timeLeft(seconds: number): string {
  if (seconds < 60) return `sisa sekitar ${Math.max(1, Math.round(seconds))} dtk`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `sisa sekitar ${minutes} mnt` : `sisa sekitar ${decimal(minutes / 60, 1)} jam`;
}

export const INDONESIAN_PANEL: typeof PANEL_STRINGS = {
  panel: 'Label Audit',
  tabs: { review: 'Tinjauan', map: 'Peta', health: 'Kesehatan', fix: 'Perbaikan', compare: 'Perbandingan' },
  pictures,
  timeLeft,
  bytes: (n) => `${count(n)} byte`,

  header: {
    reviewed: (reviewed, total) => `${count(reviewed)} dari ${count(total)} ditinjau`,
    progress: 'Gambar yang ditinjau',
    dataset: 'Dataset',
    auditAgain: 'Audit Lagi',
    again: (progress) => `Mengaudit lagi: ${progress}. Hasil ini tetap dapat dipakai sampai selesai.`,
    againFailed: (message) => `Audit gagal: ${message} Ini adalah hasil audit sebelumnya.`,
    tryAgain: 'Coba Lagi',
    export: 'Ekspor Laporan…',
    keys: 'Tampilkan Tombol',
    dismiss: 'Tutup',
    stale: 'Label telah berubah sejak audit ini. Gambar mungkin tidak ada di sini, atau tidak lagi salah.',
    warnings: (warnings, problems) =>
      [warnings > 0 ? `${count(warnings)} peringatan` : '', problems > 0 ? `${count(problems)} masalah` : '']
        .filter(Boolean)
        .join(', '),
    detail: (audited, model, made) => `${pictures(audited)} · ${model} · ${made}`,
  },

  empty: {
    title: 'Temukan label yang salah pada gambar Anda',
    text: 'Label Audit melatih model kecil di komputer ini, membandingkan prediksinya dengan label Anda, dan menampilkan gambar yang labelnya tampak salah. Tidak ada yang diunggah.',
    needs: 'Diperlukan labels.csv di samping gambar Anda, atau satu folder per kelas.',
    audit: 'Audit Label',
    walkthrough: 'Mulai',
    waiting: 'Memuat…',
  },

  running: {
    title: (name) => `Mengaudit ${name}`,
    progress: 'Kemajuan audit',
    cancel: 'Batalkan',
    hint: 'Anda dapat terus bekerja; hasilnya muncul di sini.',
  },

  failed: {
    title: (name) => `Audit ${name} gagal`,
    again: 'Coba Lagi',
    help: 'Mulai',
  },

  cancelled: {
    title: (name) => `Audit ${name} dibatalkan`,
    text: 'Label Anda tetap seperti semula.',
    again: 'Audit Lagi',
  },
};
