import { numbersIn } from '../../../src/protocol/index.ts';
import type { MAP_STRINGS } from '../map-strings.ts';

const { count, percent } = numbersIn('id');
const pictures = (n: number) => `${count(n)} gambar`;

export const INDONESIAN_MAP: typeof MAP_STRINGS = {
  map: {
    loading: 'Membaca peta…',
    tools: 'Peta',
    layout: 'Tata letak',
    layouts: { components: 'Komponen utama', neighbours: 'Menurut tetangga (UMAP)' },
    colour: 'Warna',
    colours: { class: 'Kelas', issue: 'Label yang ditandai', quality: 'Kualitas label' },
    select: 'Pilih',
    selectHint:
      'Seret kotak di sekitar gambar untuk menampilkannya di tinjauan (jika tidak, seretan menggeser peta; Shift membalikkannya)',
    closer: 'Lebih dekat',
    farther: 'Lebih jauh',
    all: 'Tampilkan semua',
    making: (share: number) => `Menata: ${percent(share)}`,
    stop: 'Hentikan',
    showSeen: (n: number) => `Tampilkan ${pictures(n)} yang terlihat`,
    showSeenHint: 'Di tinjauan (Enter)',
    legend: 'Kelas',
    onlyHint: (name: string, n: number) => `${name}: ${pictures(n)}; klik menampilkan kelas ini saja`,
    issueLegend: 'Label yang ditandai menonjol; yang lain pudar.',
    checkLegend: (check: string, n: number) => `${check}: ${pictures(n)} menonjol; yang lain pudar.`,
    qualityLegend: 'Dari merah (kualitas rendah: mencurigakan) ke biru (tinggi).',
    quality: (value: string) => `Kualitas label ${value}`,
    flagged: ', ditandai',
    label: (n: number) =>
      `Peta ${pictures(n)}. Tombol panah menggesernya, plus dan minus mendekat dan menjauh, 0 menampilkan semua, Enter menampilkan gambar yang terlihat.`,
    about: {
      features: 'Gambar dengan fitur yang mirip berdekatan.',
      probabilities: 'Gambar yang dianggap sama oleh model berdekatan: model tidak punya fitur.',
    },
    thinned: (shown: number, all: number) => ` ${count(shown)} dari ${count(all)} digambar.`,
    area: (n: number) => `Dari peta: ${pictures(n)}`,
  },
};
