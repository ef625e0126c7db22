import { numbersIn } from '../../../src/protocol/index.ts';
import type { DECISION_STRINGS } from '../decision-strings.ts';

const { count, percent } = numbersIn('id');
const pictures = (n: number) => `${count(n)} gambar`;

export const INDONESIAN_DECISIONS: typeof DECISION_STRINGS = {
  progress: {
    title: 'Kemajuan Tinjauan',
    more: 'Rincian',
    estimated: (found, left, audited) =>
      `Sekitar ${count(found + left)} dari ${count(audited)} label salah: ${count(found)} ditemukan, sekitar ${count(left)} tersisa.`,
    found: (n) => `${count(n)} label salah ditemukan.`,
    last: ({ looked, changed }) =>
      `Dari ${count(looked)} terakhir yang ditinjau, ${count(changed)} diubah (${percent(changed / Math.max(1, looked))}).`,
    stop: {
      line: 'Semua sebelum garis akhir sudah diputuskan: tempat yang baik untuk berhenti.',
      last: 'Kurang dari satu di antara lima salah: saat yang baik untuk berhenti.',
    },
    finish: 'Garis akhir',
    finishHint: 'Tempat yang baik untuk berhenti: dari label sesudahnya, kurang dari satu di antara lima salah',
    parts: 'Sepanjang peringkat, yang terburuk lebih dahulu',
    column: { places: 'Urutan', looked: 'Ditinjau', changed: 'Diubah', expected: 'Salah, taksiran' },
    places: (from, to) => `${count(from)}–${count(to)}`,
    lookedAt: count,
    changed: (n, of) => (of === 0 ? '–' : `${count(n)} (${percent(n / of)})`),
    expected: (n, of) => `${count(Math.round(n))} (${percent(n / of)})`,
  },

  history: {
    title: 'Keputusan',
    none: 'Belum ada yang diputuskan sejak audit ini dibuka.',
    undo: 'Urungkan (U)',
    redo: 'Ulangi (Shift+U)',
    before: 'Sebelum semua keputusan',
    undone: 'ditarik',
    goTo: 'Kembali atau maju ke keputusan ini',
    what: ({ kind, to = '', pictures: n }) => {
      const of = n === undefined || n === 1 ? '' : `, ${pictures(n)}`;
      switch (kind) {
        case 'accept':
          return `Saran diterima${of}`;
        case 'relabel':
          return `Diubah menjadi ${to}${of}`;
        case 'keep':
          return `Dipertahankan${of}`;
        case 'remove':
          return `Dihapus${of}`;
        case 'respell':
          return `Semua ditulis ${to}`;
        case 'plan':
          return 'Label diperbaiki menurut rencana';
      }
    },
  },
  summary: {
    title: 'Ringkasan',
    copy: 'Salin sebagai Markdown',
    waiting: 'Memuat…',
  },

  note: {
    label: 'Catatan',
    hint: 'Catatan untuk keputusan (N)',
    hintAll: (n) => `Catatan untuk keputusan atas ${pictures(n)} (N)`,
    noted: (n, note) => `${pictures(n)}: ${note === '' ? 'catatan ditarik' : 'dicatat'}.`,
    decided: (reviewer, when) =>
      [reviewer === undefined ? 'Diputuskan' : `Diputuskan oleh ${reviewer}`, when].filter(Boolean).join(', '),
  },
};
