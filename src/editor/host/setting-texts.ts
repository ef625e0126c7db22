import type { AUDIT_OPTIONS, Choice, COMPARE_OPTIONS, Option, PLACE_OPTIONS } from '../../audit/light.ts';
import type { EDITOR_OPTIONS } from './editor-options.ts';

type Tables = typeof AUDIT_OPTIONS & typeof EDITOR_OPTIONS & typeof PLACE_OPTIONS & typeof COMPARE_OPTIONS;
type Settings = { [N in keyof Tables]: Tables[N] extends { readonly setting: object } ? N : never }[keyof Tables];
type TextOf<O extends Option> =
  O['allowed'] extends Choice<infer T>
    ? { readonly text: string; readonly choices: Readonly<Record<T, string>> }
    : string;

/**
 * What VS Code shows of each setting, in Markdown. The compiler asks for those of a new option. They stand apart from the
 * options, since no bundle needs them: `npm run docs:settings` writes them into package.nls.json.
 */
export const SETTING_TEXTS: { readonly [N in Settings]: TextOf<Tables[N]> } = {
  model: {
    text: 'What judges the pictures.',
    choices: {
      auto: 'Whichever of *features* and *small-cnn* fits the labels better: both are tried on up to 4,000 pictures.',
      features:
        'Features of a network that was trained on ImageNet: photographs. A small model is trained on them within seconds.',
      'small-cnn': 'Small and quick: digits, symbols, icons, textures. Trains within minutes on a laptop.',
      'resnet50-conv2': 'The first stages of a ResNet-50: slower, for pictures with more detail.',
    },
  },
  preset: {
    text: 'How much time to spend for better results. The preset sets epochs, picture size, views and the number of networks; *Epochs* and *Image Size* replace its own.',
    choices: {
      fast: 'A first look, in well under half of the time.',
      balanced: 'The default.',
      thorough:
        'The best ranking, in about six times the time: longer training, two networks that vote, one of which sees the pictures cropped to their content, and a second round without the labels that the first one doubts.',
    },
  },
  trunk:
    'A pretrained network of your own for the features, in place of ours: the `model.json` of TensorFlow.js or an ONNX file, or the folder that holds it. *Model* is *features* then. A relative path is below the workspace folder, `~` is your home folder. The settings of a workspace may only name what lies in it; your own may name any file. Empty: ours.',
  trunkSize:
    'Side, in pixels, of the pictures that your own network sees. Empty: as the files beside it say, else as it takes them, else 224.',
  trunkScaling: {
    text: 'What your own network takes pixels for. Not set: as a `preprocessor_config.json` or `config.json` beside it says, else *imagenet*.',
    choices: {
      unit: 'From 0 to 1.',
      signed: 'From -1 to 1.',
      imagenet: "From 0 to 1, less the mean of ImageNet's colours and divided by their deviation.",
      none: 'From 0 to 255.',
    },
  },
  trunkOutput: 'Which output or layer of your own network gives the features. Empty: its only output.',
  epochs: "Passes over the pictures in training. Empty: the preset's number.",
  imageSize: "Side of the square, in pixels, that every picture is resized to for training. Empty: the preset's.",
  seed: 'Seed of folds, initial weights and augmentation. The same seed gives the same result.',
  backend: {
    text: 'What TensorFlow.js computes with.',
    choices: {
      auto: 'The fastest that works here: native, else WebAssembly.',
      native: 'TensorFlow for Node.js, where it is installed.',
      wasm: 'WebAssembly with SIMD: works everywhere.',
      cpu: 'Plain JavaScript: very slow, for comparison.',
    },
  },
  jobs: 'How many folds are trained at once, each in a process of its own. Empty: one for each processor core.',
  imageColumn:
    'Column of the labels file that names the picture. Empty: recognised by its usual names (`image`, `path`, `file`…).',
  labelColumn:
    'Column of the labels file that holds the label. Empty: recognised by its usual names (`label`, `class`…).',
  imageRoot: 'Folder of the pictures that the labels file names, below its own folder. Empty: found.',
  imagePattern:
    'Where the pictures of the labels file lie, such as `images/{id}.jpg`, where its rows leave out the folder or the extension. Empty: found.',
  ignoreLabels: 'Labels that say that there is none, such as `nan` or `Not sure`: rows that bear them are left out.',
  splitColumn:
    'Column of the labels file that holds the split (train, val, test). Empty: recognised by its usual names, where there is one.',
  groupColumn:
    'Column of the labels file that holds what pictures have in common beside the label, such as a patient, a sender or a video: no value of it is on both sides of a fold. Empty: none.',
  classFrom: {
    text: 'Which folder names the class where class folders hold folders of their own, such as `cat/wild/1.png`.',
    choices: {
      first: "The first, cat: as torchvision's ImageFolder does. The default.",
      parent: 'The last, wild: the one that holds the picture.',
    },
  },
  folds:
    'Folds of the cross-validation. Each picture is judged by a model that was trained on the other folds: more folds mean more pictures to train on, and more time.',
  filterBy: {
    text: 'How wrong labels are chosen. The names are those of [cleanlab](https://docs.cleanlab.ai).',
    choices: {
      prune_by_noise_rate:
        'For each pair of classes, as many as the confident joint estimates: the largest margins first.',
      prune_by_class: 'For each class, as many as the confident joint estimates: the least confident first.',
      both: 'Only what both of the above choose.',
      confident_learning: 'Everything off the diagonal of the confident joint.',
      predicted_neq_given: 'Every picture for which the model predicts another class than the label.',
      low_normalized_margin: 'As many as estimated: the lowest normalized margins.',
      low_self_confidence: 'As many as estimated: the lowest self-confidence.',
    },
  },
  targetPrecision:
    'List so many of the worst labels that this share of them is wrong, such as 0.7, as planted errors estimate: with *features*, or with *Calibrate*. Empty: *Filter By* decides.',
  rankBy: {
    text: 'How label quality is scored; the lowest is shown first.',
    choices: {
      self_confidence: 'The probability that the model gives the label.',
      normalized_margin: 'The same, against the most probable other class.',
      confidence_weighted_entropy: 'Entropy of the probabilities, weighted with the self-confidence.',
      pairwise_margin: 'The probability of the label, as a share of that and of the most probable other class.',
    },
  },
  calibrate:
    'Say how far to trust the list of a network too, from errors that the audit plants itself: the network is trained again two to six times. On features that is done anyway.',
  checks:
    'What an audit looks for beside wrong labels: `all`, `none`, or some of `leaks`, `exact_duplicates`, `near_duplicates`, `dark`, `light`, `blurry`, `low_information`, `odd_aspect_ratio`, `odd_size`, `grayscale`, `outlier`, `non_iid`, `class_imbalance`, `underperforming_group`, `spurious_correlations`, `data_valuation`, `null_features`. Empty: on features those that need no second look at the pictures, but data_valuation; else none.',
  darkBelow: '*dark*: a picture is flagged when the brightness that 1% of its pixels exceed (0 to 1) is below this.',
  lightBelow:
    '*light*: a picture is flagged when 1 less the brightness that 5% of its pixels fall below (0 to 1) is below this.',
  oddAspectRatioBelow:
    '*odd_aspect_ratio*: a picture is flagged when its shorter side by its longer one is below this.',
  lowInformationBelow:
    '*low_information*: a picture is flagged when a tenth of the entropy of its histogram, in bits, is below this.',
  blurryBelow:
    '*blurry*: a picture is flagged when the steepest step between two pixels, as a share of the contrast around it, is below this.',
  oddSizeRanges:
    '*odd_size*: a picture is flagged when its size is so many interquartile ranges, and a quarter, outside of the quartiles of all.',
  nearDuplicatesBelow:
    '*near_duplicates* and *leaks*: pictures show the same when 1 less the correlation of what they show is below this (0 to 0.1).',
  severity: {
    text: 'How label issues are shown in the Problems view.',
    choices: {
      error: 'As errors.',
      warning: 'As warnings.',
      information: 'As information.',
      hint: 'As hints: a faint mark in the editor, not in the Problems view.',
    },
  },
  checkProblems:
    'Checks whose findings are problems of the labels file, beside wrong labels: `leaks`, `exact_duplicates`, `near_duplicates`, `dark`, `light`, `blurry`, `low_information`, `odd_aspect_ratio`, `odd_size`, `grayscale`, `outlier`… The panel lists the findings of all.',
  offerAudit: 'Offer an audit, once, in a workspace that holds a labelled picture data set and no audit.',
  saveAfterFix: 'Save the labels file after a fix if it had no other unsaved changes.',
  recordReviewer:
    'Write who decided beside each decision in `.label-audit/reviews.csv`: the name under which git commits here (`user.name`). It is sent nowhere.',
  cachePictures:
    "Keep decoded pictures in VS Code's storage, so that the next audit of the same pictures starts sooner.",
  repeats:
    'How often *Compare Baseline and Cleaned* trains each side, with another seed each time. More repeats give a narrower interval, and take longer.',
};
