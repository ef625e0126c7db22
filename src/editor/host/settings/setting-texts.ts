import type { AUDIT_OPTIONS, Choice, COMPARE_OPTIONS, Option, PLACE_OPTIONS } from '../../../audit/light.ts';
import type { CLUSTER_OPTIONS } from './cluster-options.ts';
import type { EDITOR_OPTIONS } from './editor-options.ts';

type Tables = typeof AUDIT_OPTIONS &
  typeof EDITOR_OPTIONS &
  typeof PLACE_OPTIONS &
  typeof COMPARE_OPTIONS &
  typeof CLUSTER_OPTIONS;
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
        'The best ranking, in up to five times the time: longer training, two networks that vote, one of which sees the pictures cropped to their content, and a second round without the labels that the first one doubts.',
    },
  },
  featuresFile:
    "Your own features (embeddings) of the pictures: a `.npy` file, one row per picture, in any order where `NAME.paths.txt` beside it names the picture of each row. Labels are judged by them in place of the pictures; in *Audit with My Model's Predictions* by your predictions, and the features are what checks, look-alikes and the map compare. A relative path is below the workspace folder, `~` is your home folder. The settings of a workspace may only name what lies in it; your own may name any file. Empty: none.",
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
      auto: 'The fastest that works here: the graphics card where that was measured, else native, else WebAssembly.',
      webgpu: 'The graphics card, where GPU training is installed and was verified; results differ in the last digits.',
      native: 'TensorFlow for Node.js, where it is installed.',
      'wasm-fma': 'WebAssembly with fused multiply-add: faster, on most processors since 2013.',
      wasm: 'WebAssembly with SIMD: works everywhere, with the same result on every machine.',
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
  annotators:
    'Columns of the labels file that hold the labels of one annotator each. Empty: recognised by names such as `annotator_1` or `rater_b`.',
  annotatorColumn:
    'Column that says who gave the label of a row, where a picture has a row for each annotator. Empty: recognised by names such as `annotator`.',
  ignoreLabels: 'Labels that say that there is none, such as `nan` or `Not sure`: rows that bear them are left out.',
  splitColumn:
    'Column of the labels file that holds the split (train, val, test). Empty: recognised by its usual names, where there is one.',
  groupColumn:
    'Column of the labels file that holds what pictures have in common beside the label, such as a patient, a sender or a video: no value of it is on both sides of a fold. Empty: none.',
  multiLabel: {
    text: 'How a labels file gives a picture several labels. Not set: recognised, and said.',
    choices: {
      off: 'It does not: each picture has one label, whatever it looks like.',
      columns: 'One column of 0 and 1 for each class.',
      rows: 'One row for each label.',
      '|': 'Labels separated by `|` in their cell.',
      ';': 'Labels separated by `;` in their cell.',
      ',': 'Labels separated by `,` in their cell.',
      '+': 'Labels separated by `+` in their cell.',
      '&': 'Labels separated by `&` in their cell.',
      '/': 'Labels separated by `/` in their cell.',
    },
  },
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
  labelNextCount: 'How many pictures *Label Next Pictures* chooses at a time.',
  offerAudit: 'Offer an audit, once, in a workspace that holds a labelled picture data set and no audit.',
  offerMcpServer:
    'Offer `label-audit mcp` to agents in VS Code as a Model Context Protocol server (VS Code 1.101 or later), read-only. Off: agent mode has the same tools without it, and would show each of them twice. Turn it on for an agent that takes MCP servers alone.',
  saveAfterFix: 'Save the labels file after a fix if it had no other unsaved changes.',
  recordReviewer:
    'Write who decided beside each decision in `.label-audit/reviews.csv`: the name under which git commits here (`user.name`). It is sent nowhere.',
  cachePictures:
    "Keep decoded pictures in VS Code's storage, so that the next audit of the same pictures starts sooner.",
  repeats:
    'How often *Compare Baseline and Cleaned* trains each side, with another seed each time. More repeats give a narrower interval, and take longer.',
  clusterCommand:
    'How label-audit is started, here and on the machines of a cluster: `/shared/bin/node /shared/label-audit/dist/cli.mjs`, for example. All need the same version of it and of Node. Empty: the Node that runs this window and this extension, which the nodes of Slurm must see at the same path; on Kubernetes, whatever the image starts.',
  clusterRuns:
    'Folder on a shared file system in which *Audit Labels on a Cluster* proposes folders for new runs. Empty: `label-audit-runs` beside the data set.',
  clusterSlurmArgs:
    'Options for `sbatch`: `--partition=cpu --cpus-per-task=2 --mem=4G`. *Audit Labels on a Cluster* asks for them and remembers the answer here.',
  clusterImage: 'Kubernetes: the image that holds label-audit. The command asks for it and remembers the answer here.',
  clusterClaims:
    'Kubernetes: volume claims as `NAME:/PATH`, where pods mount them at the same path as this machine does. The command asks for them and remembers the answer here.',
  clusterTemplate:
    'Kubernetes: a YAML file with a part of a Job, which is laid over ours. The command asks for it and remembers the answer here.',
  clusterKubernetesArgs:
    'Kubernetes: further options, such as `--namespace vision --cpu 2 --memory 4Gi`. The command asks for them and remembers the answer here.',
};
