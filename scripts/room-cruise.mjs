import { cruise } from 'dependency-cruiser';
import { instance } from '@viz-js/viz';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { REACH_RULES, ROOMS, RULES, SUBROOMS } from '../rooms.mjs';

/** AssemblyScript is compiled apart and imports nothing of ours. */
const EXCLUDE = '/assembly/|\\.d\\.ts$';

async function run(root, rules, withTypes) {
  const folders = ['src', 'webview'].filter((folder) => existsSync(join(root, folder)));
  const { output } = await cruise(folders, {
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: rules },
    exclude: { path: EXCLUDE },
    doNotFollow: { path: 'node_modules' },
    // With it, imports of types count as well.
    tsPreCompilationDeps: withTypes,
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.json'],
      conditionNames: ['import', 'node', 'default'],
    },
  });
  return output;
}

/**
 * Cruises the imports of a checkout.
 * @param {string} root folder with src/ and webview/
 * @returns {Promise<{ violations: { name: string, from: string, to: string, comment: string }[], modules: { source: string, dependencies: { resolved: string }[] }[] }>}
 */
export async function cruiseRooms(root) {
  const comments = new Map([...RULES, ...REACH_RULES].map(({ name, comment }) => [name, comment]));
  const all = await run(root, RULES, true);
  const loaded = await run(root, REACH_RULES, false);
  const violations = [...all.summary.violations, ...loaded.summary.violations].map(
    ({ rule, from, to, via, cycle }) => ({
      name: rule.name,
      from,
      to: [...(cycle ?? via ?? []).map(({ name }) => name), to]
        .filter((one, i, list) => one !== list[i - 1])
        .join(' → '),
      comment: comments.get(rule.name) ?? '',
    }),
  );
  return { violations, modules: all.modules.filter(({ source }) => /^(?:src|webview)\//.test(source)) };
}

/** The room and the room inside it that a file stands in. */
function placeOf(file) {
  if (file.startsWith('webview/')) return { room: 'webview', sub: '' };
  const [, room, sub, ...rest] = file.split('/');
  return { room, sub: rest.length > 0 && SUBROOMS[room]?.[sub] !== undefined ? sub : '' };
}

/**
 * The picture of the rooms as SVG: boxes are rooms with the rooms inside them, arrows are the imports that are there.
 * @param {{ source: string, dependencies: { resolved: string }[] }[]} modules as `cruiseRooms` found them
 */
export async function drawRooms(modules) {
  const places = new Set();
  const between = new Set();
  for (const { source, dependencies } of modules) {
    const from = placeOf(source);
    if (source === 'src/extension.ts') continue;
    const key = `${from.room}/${from.sub}`;
    places.add(key);
    for (const { resolved } of dependencies) {
      if (!/^(?:src|webview)\//.test(resolved)) continue;
      const to = placeOf(resolved);
      if (to.room === from.room) {
        if (from.sub !== '' && to.sub !== '' && from.sub !== to.sub)
          between.add(`"${key}" -> "${to.room}/${to.sub}" [color="#7a8ca3"]`);
      } else
        between.add(
          `"${from.room}/" -> "${to.room}/" [lhead="cluster_${to.room}" ltail="cluster_${from.room}" color="#2f5d9b" penwidth=1.4]`,
        );
    }
  }
  const rooms = [...Object.keys(ROOMS), 'webview'].filter((room) =>
    [...places].some((key) => key.startsWith(`${room}/`)),
  );
  const clusters = rooms.map((room) => {
    const inside = [...places].filter((key) => key.startsWith(`${room}/`) && key !== `${room}/`).sort();
    const own = `"${room}/" [label="${room}/" fontname="Helvetica-Bold" color="#2f5d9b" fillcolor="#e3edf9"]`;
    const boxes = inside.map((key) => `"${key}" [label="${key.split('/')[1]}"]`);
    return `subgraph "cluster_${room}" { style="rounded" color="#c3d1e2"\n${[own, ...boxes].join('\n')} }`;
  });
  const dot = `digraph rooms { rankdir=LR compound=true ranksep=0.9 nodesep=0.12 bgcolor="white"
node [shape=box style="rounded,filled" fillcolor="white" color="#9fb2c8" fontname="Helvetica" fontsize=11 height=0.3 margin="0.12,0.04"]
edge [arrowsize=0.6]
${clusters.sort().join('\n')}
${[...between].sort().join('\n')}
}`;
  return (await instance()).renderString(dot, { format: 'svg', engine: 'dot' });
}
