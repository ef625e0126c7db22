// The rooms of the house plan, and who may import from whom. `npm run rooms` holds the code to it, and draws it.

/** Each room of src/ with the rooms that it may import from. */
export const ROOMS = {
  files: [],
  processes: ['files'],
  core: [],
  schema: [],
  numbers: [],
  sentences: ['numbers'],
  arrays: ['core', 'files', 'processes'],
  dataset: ['core', 'files', 'processes'],
  pictures: ['files', 'processes'],
  training: ['core', 'arrays', 'pictures', 'files', 'processes'],
  audit: ['schema', 'numbers', 'sentences', 'core', 'arrays', 'dataset', 'pictures', 'training', 'files', 'processes'],
  cluster: ['audit', 'training', 'processes', 'files'],
  cli: ['audit', 'cluster', 'numbers'],
  protocol: ['schema', 'numbers', 'sentences'],
  editor: ['audit', 'cluster', 'dataset', 'protocol', 'numbers'],
};

/**
 * The rooms inside a room, each with those beside it that it may import from. What stands in the room itself, such as its
 * types and errors, all of them may use; the door is for other rooms.
 */
export const SUBROOMS = {
  core: {
    numeric: [],
    passes: ['numeric'],
    quality: ['passes', 'numeric'],
    confident: ['quality', 'passes', 'numeric'],
    health: ['confident', 'passes', 'numeric'],
    trust: ['numeric'],
    neighbours: ['passes', 'numeric'],
    looks: [],
    map: ['neighbours', 'numeric'],
    multilabel: ['health', 'confident', 'quality', 'passes', 'numeric'],
    annotators: ['confident', 'quality', 'passes', 'numeric'],
    active: ['annotators', 'quality', 'passes', 'numeric'],
  },
  dataset: {
    labels: [],
    sets: ['labels'],
    annotators: ['labels'],
    folders: [],
    json: ['labels'],
    parquet: ['labels'],
    layouts: ['annotators', 'sets', 'labels', 'folders', 'json', 'parquet'],
  },
  training: {
    backends: [],
    networks: ['backends'],
    fit: ['networks', 'backends'],
    features: ['networks', 'backends'],
    folds: ['features', 'fit', 'backends'],
    install: ['features', 'fit', 'networks', 'backends'],
  },
  audit: {
    wording: [],
    options: [],
    report: ['options', 'wording'],
    remediation: ['options', 'report', 'wording'],
    order: ['report', 'wording'],
    pipeline: ['options', 'order', 'remediation', 'report', 'wording'],
    compare: ['options', 'pipeline', 'remediation', 'report', 'wording'],
    formats: ['options', 'compare', 'remediation', 'report', 'wording'],
    engine: ['options', 'formats', 'order', 'pipeline', 'compare', 'report', 'wording'],
    tools: ['options', 'engine', 'remediation', 'report', 'wording'],
  },
  cluster: {
    plan: [],
    tasks: ['plan'],
    merge: ['plan', 'tasks'],
    slurm: [],
    kubernetes: [],
    launch: ['plan', 'slurm', 'kubernetes'],
  },
  cli: { flags: [], mcp: [], actions: ['mcp', 'flags'], commands: ['actions', 'flags'] },
  editor: {
    host: [],
    labels: ['host'],
    session: ['labels', 'host'],
    decisions: ['session', 'labels', 'host'],
    language: ['decisions', 'session', 'labels', 'host'],
    runs: ['decisions', 'session', 'labels', 'host'],
    panel: ['runs', 'decisions', 'session', 'host'],
    commands: ['runs', 'session', 'host'],
    agents: ['runs', 'decisions', 'session', 'host'],
    api: ['runs', 'decisions', 'session', 'host'],
  },
};

/** Rooms with a second door, `light.ts`: all that the extension host may load. */
export const LIGHT = ['training', 'audit', 'cluster'];

const names = Object.keys(ROOMS);
const oneOf = (list) => `(?:${list.join('|')})`;
const inRoom = (room) => `^src/${room}/`;
/** What the extension host must never load: TensorFlow.js and the picture decoder take seconds and hundreds of megabytes. */
export const HEAVY = '(?:^|/)node_modules/(?:sharp|@img|@tensorflow)/';

const arrows = names.map((room) => ({
  name: `room-${room}`,
  comment: `${room}/ may only import from: ${ROOMS[room].join(', ') || 'nothing of ours'}.`,
  severity: 'error',
  from: { path: inRoom(room) },
  to: { path: '^src/', pathNot: `^src/${oneOf([room, ...ROOMS[room]])}/` },
}));

const doors = names.map((room) => ({
  name: `door-${room}`,
  comment: `${room}/ is entered through its index.ts${LIGHT.includes(room) ? ' or light.ts' : ''}.`,
  severity: 'error',
  from: { path: '^(?:src|webview)/', pathNot: inRoom(room) },
  to: { path: inRoom(room), pathNot: `${inRoom(room)}${LIGHT.includes(room) ? '(?:index|light)' : 'index'}\\.ts$` },
}));

const inside = Object.entries(SUBROOMS).flatMap(([room, subrooms]) => [
  ...Object.entries(subrooms).map(([sub, allowed]) => ({
    name: `room-${room}-${sub}`,
    comment: `${room}/${sub}/ may only import from: ${allowed.join(', ') || 'nothing beside it'}.`,
    severity: 'error',
    from: { path: `${inRoom(room)}${sub}/` },
    to: {
      path: `${inRoom(room)}${oneOf(Object.keys(subrooms))}/`,
      pathNot: `${inRoom(room)}${oneOf([sub, ...allowed])}/`,
    },
  })),
  {
    name: `room-${room}-unknown`,
    comment: `${room}/ has no such room inside: name it, and its arrows, in rooms.mjs.`,
    severity: 'error',
    from: { path: '^(?:src|webview|test)/' },
    to: { path: `${inRoom(room)}[^/]+/`, pathNot: `${inRoom(room)}${oneOf(Object.keys(subrooms))}/` },
  },
]);

/** Rules for dependency-cruiser. */
export const RULES = [
  {
    name: 'no-circle',
    comment: 'Files that import each other in a circle.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  ...arrows,
  ...doors,
  ...inside,
  {
    name: 'room-unknown',
    comment: 'src/ has no such room: name it, and its arrows, in rooms.mjs.',
    severity: 'error',
    from: { path: '^(?:src|webview|test)/' },
    to: { path: '^src/[^/]+/', pathNot: `^src/${oneOf(names)}/` },
  },
  {
    name: 'core-is-pure',
    comment: 'core/ is mathematics: no I/O, no Node, no DOM, no package.',
    severity: 'error',
    from: { path: inRoom('core') },
    to: { pathNot: inRoom('core') },
  },
  {
    name: 'types-of-core',
    comment: 'training/ knows only the types of core/.',
    severity: 'error',
    from: { path: inRoom('training') },
    to: { path: inRoom('core'), dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'vscode-in-editor',
    comment: 'Only src/editor/ and src/extension.ts know VS Code.',
    severity: 'error',
    from: { path: '^(?:src|webview)/', pathNot: '^src/(?:editor/|extension\\.ts$)' },
    to: { path: '^vscode$|@types/vscode/' },
  },
  {
    name: 'light-door-for-editor',
    comment: 'editor/ enters rooms that have a light door through light.ts.',
    severity: 'error',
    from: { path: inRoom('editor') },
    to: { path: `^src/${oneOf(LIGHT)}/index\\.ts$` },
  },
  {
    name: 'entry',
    comment: 'extension.ts enters through editor/.',
    severity: 'error',
    from: { path: '^src/extension\\.ts$' },
    to: { path: '^src/', pathNot: '^src/editor/index\\.ts$' },
  },
  {
    name: 'webview-knows-protocol',
    comment: 'The webview imports protocol/ and nothing else from src/, and nothing of Node.',
    severity: 'error',
    from: { path: '^webview/' },
    to: { path: '^src/|^test/', pathNot: '^src/protocol/index\\.ts$' },
  },
  {
    name: 'webview-without-node',
    comment: 'The webview runs in a browser.',
    severity: 'error',
    from: { path: '^webview/|^src/protocol/' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'nothing-looks-out',
    comment: 'src/ does not import from webview/, and neither does from test/ or scripts/.',
    severity: 'error',
    from: { path: '^(src|webview)/' },
    to: { path: '^(?:webview|test|scripts)/', pathNot: '^$1/' },
  },
];

/** What a light door must not lead to, however far away; types do not count. */
export const REACH_RULES = [
  {
    name: 'light',
    comment: 'What the extension host loads must not reach TensorFlow.js or the picture decoder.',
    severity: 'error',
    from: { path: `^src/(?:extension\\.ts|${oneOf(LIGHT)}/light\\.ts)$` },
    to: { reachable: true, path: HEAVY },
  },
];
