// Reads names, signatures and docstrings of exports with TypeScript's own compiler.
import { dirname, relative } from 'node:path';
import ts from 'typescript';
import { declarationText, kindOf } from './declaration-text.mjs';
import { at, CORE, EXTENSION_API, REPORTS, ROOT, TSCONFIG } from './sources.mjs';

/**
 * @typedef {{ name: string, optional: boolean, type: string, doc: string }} Member `name` may be a path: `issues[].row`
 * @typedef {{ name: string, kind: 'function' | 'class' | 'interface' | 'type' | 'const', declaration: string, doc: string,
 *   tags: { name: string, text: string }[], members: { name: string, doc: string }[], node: ts.Declaration }} Exported
 */

/** Types as text, without `readonly`: a reader of JSON can't change it anyway. */
const plain = (text) =>
  text
    .replaceAll(/\breadonly /g, '')
    .replaceAll(/\?: ([^;]+?) \| undefined;/g, '?: $1;')
    .replaceAll(/\{ \[x: string\]: ([^;]+); \}/g, 'object of $1')
    .replaceAll(/\((\w+\[\])\)\[\]/g, '$1[]');

let opened;

/** What the pages ask; the files are type-checked once for all of them, since that takes seconds. */
export const sources = () => (opened ??= openSources([EXTENSION_API, CORE, REPORTS]));

function openSources(files) {
  const { config } = ts.readConfigFile(at(TSCONFIG), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(at(TSCONFIG)));
  const program = ts.createProgram(
    files.map((file) => at(file)),
    { ...options, noEmit: true, composite: false, emitDeclarationOnly: false },
  );
  const checker = program.getTypeChecker();

  const docOf = (symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();
  const aliased = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
  const fileOf = (symbol) =>
    relative(ROOT, symbol.declarations?.[0].getSourceFile().fileName ?? '').replaceAll('\\', '/');

  function symbolsOf(file) {
    const source = program.getSourceFile(at(file));
    if (source === undefined) throw new Error(`${file} is not there: correct scripts/docs/sources.mjs.`);
    return checker.getExportsOfModule(checker.getSymbolAtLocation(source));
  }

  function symbolOf(file, name) {
    const symbol = symbolsOf(file).find((one) => one.name === name);
    if (symbol === undefined) throw new Error(`${file} exports no ${name}: correct scripts/docs/sources.mjs.`);
    return aliased(symbol);
  }

  function describe(symbol, name = symbol.name) {
    const [node] = symbol.declarations;
    const members = ts.isInterfaceDeclaration(node) ? node.members.filter((member) => member.name !== undefined) : [];
    return {
      name,
      kind: kindOf(node),
      declaration: declarationText(symbol, name),
      doc: docOf(symbol),
      tags: symbol.getJsDocTags(checker).map((tag) => ({ name: tag.name, text: ts.displayPartsToString(tag.text) })),
      members: members.map((member) => ({
        name: member.name.getText(),
        doc: docOf(checker.getSymbolAtLocation(member.name)),
      })),
    };
  }

  /** All that a file exports, in the order of its names. @returns {Exported[]} */
  const exportsOf = (file) => symbolsOf(file).map((symbol) => describe(aliased(symbol), symbol.name));

  /** One type and every type below `folder` that it needs to be understood, each once, as they are met. */
  function typesFrom(file, name, folder) {
    const found = new Set([symbolOf(file, name)]);
    for (const symbol of found) {
      const visit = (node) => {
        if (ts.isTypeReferenceNode(node)) {
          const met = checker.getSymbolAtLocation(node.typeName);
          if (met && fileOf(aliased(met)).startsWith(folder)) found.add(aliased(met));
        }
        ts.forEachChild(node, visit);
      };
      symbol.declarations.forEach(visit);
    }
    return [...found].map((symbol) => describe(symbol));
  }

  /**
   * The fields of a type of plain JSON, those of objects in it after their own. What a type holds that stood before is
   * told once: `as issues[]`.
   * @returns {Member[]}
   */
  function fieldsOf(file, name) {
    return fieldsIn(checker.getDeclaredTypeOfSymbol(symbolOf(file, name)), '', new Map());
  }

  function fieldsIn(type, before, told) {
    return checker.getPropertiesOfType(type).flatMap((symbol) => {
      const declared = checker.getTypeOfSymbol(symbol);
      const some = checker.getNonNullableType(declared);
      const isList = checker.isArrayType(some);
      const held = isList ? checker.getTypeArguments(some)[0] : some;
      const path = `${before}${symbol.name}`;
      const inside = `${path}${isList ? '[]' : ''}`;
      const row = (text) => ({
        name: path,
        optional: (symbol.flags & ts.SymbolFlags.Optional) !== 0,
        type: isNullable(declared) ? `${text} | null` : text,
        doc: docOf(symbol),
      });
      if (!isPlainObject(held)) return [row(typeText(some))];
      const earlier = told.get(held);
      const kind = isList ? 'list of objects' : 'object';
      if (earlier !== undefined) return [row(`${kind}, as \`${earlier}\``)];
      told.set(held, inside);
      return [row(kind), ...fieldsIn(held, `${inside}.`, told)];
    });
  }

  const isNullable = (type) => type.isUnion() && type.types.some(({ flags }) => (flags & ts.TypeFlags.Null) !== 0);

  /** An object with names of its own, such as an interface; not a record, an array or a union. */
  const isPlainObject = (type) =>
    (type.flags & ts.TypeFlags.Object) !== 0 &&
    !checker.isArrayType(type) &&
    !checker.isTupleType(type) &&
    type.getStringIndexType() === undefined &&
    checker.getPropertiesOfType(type).length > 0;

  const typeText = (type) => {
    // The choices themselves, not the name that they have in the code.
    const choices =
      type.isUnion() && type.types.every((one) => one.isStringLiteral() || one.isNumberLiteral()) ? type.types : [];
    if (choices.length > 0)
      return choices.map(({ value }) => (typeof value === 'string' ? `'${value}'` : value)).join(' | ');
    const { NoTruncation, UseSingleQuotesForStringLiteralType, InTypeAlias } = ts.TypeFormatFlags;
    return plain(
      checker.typeToString(type, undefined, NoTruncation | UseSingleQuotesForStringLiteralType | InTypeAlias),
    );
  };

  return { exportsOf, typesFrom, fieldsOf };
}
