import { CLASS_FROM, MULTI_LABEL_CHOICES } from '../../dataset/index.ts';
import { BACKENDS, DEFAULT_PRESET, MODELS, PRESETS, SCALINGS, TRAINING_LIMITS } from '../../training/light.ts';
import { choice, FLAG, NAMES, number, TEXT, integer, type OptionTable } from './option.ts';

const { epochs, batchSize, imageSize, learningRate } = TRAINING_LIMITS;

/** How a data set is read and a model trained: options of `audit`, `check` and `compare`. */
export const TRAINING_OPTIONS = {
  model: {
    allowed: choice(MODELS),
    default: 'auto',
    flag: '--model <name>',
    about: 'what judges: features of a pretrained network, or a network trained from scratch; auto: the better one',
    trains: true,
    setting: {
      scope: 'resource',
    },
  },
  preset: {
    allowed: choice(PRESETS),
    default: DEFAULT_PRESET,
    flag: '--preset <name>',
    about: 'how much time to spend for better results',
    trains: true,
    inOldReports: false,
    setting: {
      scope: 'resource',
    },
  },
  featuresFile: {
    allowed: TEXT,
    flag: '--features <file.npy>',
    about:
      'your own features (embeddings), one row per picture: judged instead of the pictures; with --pred-probs what the checks and the map compare',
    trains: true,
    inOldReports: false,
    setting: {
      scope: 'machine-overridable',
      restricted: true,
      name: 'features',
    },
  },
  featuresPaths: {
    allowed: TEXT,
    flag: '--features-paths <file>',
    about: 'which picture each of its rows is: paths as .txt, .csv or .json',
    otherwise: 'found as for --pred-probs-paths',
    trains: true,
    inOldReports: false,
  },
  trunk: {
    allowed: TEXT,
    flag: '--trunk <path>',
    about: 'a pretrained network of your own for the features: the model.json of TensorFlow.js or an ONNX file',
    trains: true,
    inOldReports: false,
    setting: {
      scope: 'machine-overridable',
      restricted: true,
    },
  },
  trunkSize: {
    allowed: integer(32, 512),
    flag: '--trunk-size <px>',
    about: 'side of the pictures that it sees',
    otherwise: 'as the files say, else 224',
    trains: true,
    inOldReports: false,
    setting: {
      scope: 'machine-overridable',
      restricted: true,
    },
  },
  trunkScaling: {
    allowed: choice(SCALINGS),
    flag: '--trunk-scaling <name>',
    about: 'what it takes: 0 to 1, -1 to 1, ImageNet colours or 0 to 255',
    otherwise: 'as a preprocessor_config.json or config.json beside it says, else imagenet',
    trains: true,
    inOldReports: false,
    setting: {
      scope: 'machine-overridable',
      restricted: true,
    },
  },
  trunkOutput: {
    allowed: TEXT,
    flag: '--trunk-output <name>',
    about: 'which of its outputs or layers gives the features',
    otherwise: 'its only output',
    trains: true,
    inOldReports: false,
    setting: {
      scope: 'machine-overridable',
      restricted: true,
    },
  },
  epochs: {
    allowed: integer(epochs.least, epochs.most),
    flag: '--epochs <n>',
    about: 'passes over the pictures',
    otherwise: "the preset's",
    trains: true,
    ofPreset: true,
    setting: { scope: 'resource' },
  },
  imageSize: {
    allowed: integer(imageSize.least, imageSize.most),
    flag: '--image-size <px>',
    about: "side of the network's input",
    otherwise: "the preset's",
    trains: true,
    ofPreset: true,
    setting: {
      scope: 'resource',
    },
  },
  channels: {
    allowed: choice([1, 3, 'auto']),
    default: 'auto',
    flag: '--channels <n>',
    about: 'grey or colour; auto: grey if every picture is',
    trains: true,
  },
  trim: {
    allowed: FLAG,
    default: false,
    flag: '--trim',
    about: 'crop each picture to its content before resizing',
    trains: true,
  },
  batchSize: {
    allowed: integer(batchSize.least, batchSize.most),
    flag: '--batch-size <n>',
    about: 'pictures per training step',
    otherwise: "the preset's",
    trains: true,
    ofPreset: true,
  },
  learningRate: {
    allowed: number(learningRate.above, learningRate.most, { above: true }),
    flag: '--learning-rate <x>',
    about: 'peak learning rate',
    otherwise: "the preset's",
    trains: true,
    ofPreset: true,
  },
  seed: {
    allowed: integer(0, 2 ** 32 - 1),
    default: 0,
    flag: '--seed <n>',
    about: 'seed of folds, initial weights and augmentation',
    trains: true,
    setting: {
      scope: 'resource',
    },
  },
  backend: {
    allowed: choice(BACKENDS),
    default: 'auto',
    flag: '--backend <name>',
    about:
      'TensorFlow.js backend; auto: webgpu if it was measured to be the fastest, else native if it loads, else wasm-fma if this machine fuses multiply-add, else wasm',
    setting: {
      scope: 'machine-overridable',
      restricted: true,
    },
  },
  jobs: {
    allowed: integer(1, 1024),
    flag: '--jobs <n>',
    about: 'models that train at once',
    otherwise: 'the number of cores',
    ofMachine: true,
    setting: {
      scope: 'machine-overridable',
      restricted: true,
    },
  },
  classes: {
    allowed: NAMES,
    flag: '--classes <a,b,c>',
    about: 'class names in order; a name with a comma in double quotes, or @file: one a line, or a JSON list',
  },
  imageColumn: {
    allowed: TEXT,
    flag: '--image-column <name>',
    about: 'column of the labels file that names the picture',
    setting: {
      scope: 'resource',
      restricted: true,
    },
  },
  labelColumn: {
    allowed: TEXT,
    flag: '--label-column <name>',
    about: 'column of the labels file that holds the label',
    setting: {
      scope: 'resource',
      restricted: true,
    },
  },
  imageRoot: {
    allowed: TEXT,
    flag: '--image-root <folder>',
    about: 'folder of the pictures that the labels file names, below its own',
    otherwise: 'found',
    inOldReports: false,
    setting: {
      scope: 'resource',
      restricted: true,
    },
  },
  imagePattern: {
    allowed: TEXT,
    flag: '--image-pattern <pattern>',
    about: 'where its pictures lie, such as "images/{id}.jpg"',
    otherwise: 'found',
    inOldReports: false,
    setting: {
      scope: 'resource',
      restricted: true,
    },
  },
  ignoreLabels: {
    allowed: NAMES,
    flag: '--ignore-labels <a,b,c>',
    about: 'labels that say that there is none: rows that bear them are left out',
    inOldReports: false,
    trains: true,
    setting: {
      scope: 'resource',
    },
  },
  asIndices: {
    allowed: FLAG,
    default: false,
    flag: '--as-indices',
    about: 'show labels that are indices as they are written, not by the names in classes.txt or data.yaml',
    inOldReports: false,
    trains: true,
  },
  multiLabel: {
    allowed: choice(MULTI_LABEL_CHOICES),
    flag: '--multi-label <how>',
    about:
      'several labels a picture: columns of 0 and 1, a row for each label (rows), or what separates them in their cell; off: one label a picture',
    otherwise: 'found',
    trains: true,
    inOldReports: false,
    setting: {
      scope: 'resource',
    },
  },
  splitColumn: {
    allowed: TEXT,
    flag: '--split-column <name>',
    about: 'column of the labels file that holds the split',
    setting: {
      scope: 'resource',
      restricted: true,
    },
  },
  annotators: {
    allowed: NAMES,
    flag: '--annotators <a,b,c>',
    about: 'columns of the labels file that hold the labels of one annotator each',
    otherwise: 'recognised by names such as annotator_1',
    trains: true,
    inOldReports: false,
    setting: {
      scope: 'resource',
    },
  },
  annotatorColumn: {
    allowed: TEXT,
    flag: '--annotator-column <name>',
    about: 'column that says who gave the label of a row, where a picture has a row for each annotator',
    otherwise: 'recognised by names such as annotator',
    trains: true,
    inOldReports: false,
    setting: {
      scope: 'resource',
      restricted: true,
    },
  },
  groupColumn: {
    allowed: TEXT,
    flag: '--group-column <name>',
    about: 'column of the labels file that holds the patient, video or such: none is on both sides of a fold',
    trains: true,
    inOldReports: false,
    setting: {
      scope: 'resource',
      restricted: true,
    },
  },
  classFrom: {
    allowed: choice(CLASS_FROM),
    flag: '--class-from <folder>',
    about: 'where class folders hold folders, which of them names the class',
    otherwise: 'first',
    setting: { scope: 'resource' },
  },
} as const satisfies OptionTable;
