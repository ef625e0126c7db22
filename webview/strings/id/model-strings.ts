import { numbersIn } from '../../../src/protocol/index.ts';
import type { MODEL_STRINGS } from '../model-strings.ts';

const { count, finePercent, score } = numbersIn('id');

export const INDONESIAN_MODEL: typeof MODEL_STRINGS = {
  modelText: (model) => {
    if (model === undefined) return 'prediksi model Anda';
    const { name, folds, epochs, isStoppedEarly, repeats, backend, seed } = model;
    return [
      name,
      ...(folds === undefined ? [] : [`${count(folds)} fold`]),
      ...(epochs === undefined
        ? []
        : [isStoppedEarly ? `penghentian dini dalam ${count(epochs)} epoch` : `${count(epochs)} epoch`]),
      ...(repeats === undefined ? [] : [`${count(repeats)} ulangan`]),
      backend,
      `seed ${seed}`,
    ].join(', ');
  },
  cleaning: (cleaning) => {
    if (cleaning.kind === 'file') return cleaning.name;
    const { action, by, share = 0, threshold = 0, minConfidence } = cleaning;
    const which = {
      all: 'semua label yang ditandai',
      worst: `${finePercent(share)} terburuk dari label yang ditandai`,
      below: `label yang ditandai dengan kualitas di bawah ${score(threshold)}`,
      reviewed: 'label yang dinyatakan salah oleh tinjauan',
    }[by];
    const sure = minConfidence === undefined ? '' : `, bila probabilitas saran setidaknya ${score(minConfidence)}`;
    return `${action === 'prune' ? 'Hapus' : 'Ubah'} ${which}${sure}`;
  },
  verdicts: {
    cleaned: 'Label yang dibersihkan lebih baik.',
    given: 'Label yang diberikan lebih baik.',
    none: 'Dengan gambar uji dan ulangan ini tidak terlihat perbedaan.',
  },
};
