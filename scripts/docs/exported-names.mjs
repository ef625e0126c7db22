// Reads names, signatures and docstrings of exports with TypeScript's own compiler.
import ts from 'typescript';
import { at } from './sources.mjs';

/**
 * @typedef {{ name: string, optional: boolean, type: string, doc: string }} Member
 * @typedef {{ name: string, kind: 'function' | 'class' | 'interface' | 'type' | 'const', declaration: string, doc: string,
 *   tags: { name: string, text: string }[], members: Member[] }} Exported
 */

/** Type-checks the files once; `exportsOf(file, names?)` then tells what they export, in the order of their names here. */
export function openSources(files) {
  const { config } = ts.readConfigFile(at('tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, at());
  const program = ts.createProgram(
    files.map((file) => at(file)),
    { ...options, noEmit: true },
  );
  const checker = program.getTypeChecker();

  /** @returns {Exported[]} @throws Error where the file has no such export */
  function exportsOf(file, names) {
    const source = program.getSourceFile(at(file));
    if (source === undefined)
      throw new Error(`${file} is not there: scripts/docs/sources.mjs says where the pages of docs/ look.`);
    const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
    const chosen = names?.map((name) => {
      const symbol = symbols.find((one) => one.name === name);
      if (symbol === undefined) throw new Error(`${file} exports no ${name}: see scripts/docs/sources.mjs.`);
      return symbol;
    });
    return (chosen ?? symbols).map((symbol) => describe(symbol));
  }

  function describe(exported) {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const [declaration] = symbol.declarations;
    return {
      name: exported.name,
      kind: kindOf(declaration),
      declaration: declarationText(symbol, declaration, exported.name),
      doc: docOf(symbol),
      tags: symbol.getJsDocTags(checker).map(({ name, text }) => ({ name, text: ts.displayPartsToString(text) })),
      members: ts.isInterfaceDeclaration(declaration) ? membersOf(declaration) : [],
    };
  }

  const docOf = (symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();

  /** What an interface declares itself, members of nested object types after their own: `dataset.root`. */
  function membersOf(node, before = '') {
    return node.members
      .filter((member) => member.name !== undefined)
      .flatMap((member) => {
        const name = `${before}${member.name.getText()}`;
        const doc = docOf(checker.getSymbolAtLocation(member.name));
        const nested = member.type && ts.isTypeLiteralNode(member.type) ? member.type : undefined;
        const type = nested
          ? 'object'
          : plain(ts.isMethodSignature(member) ? signatureText(member) : (member.type?.getText() ?? 'unknown'));
        const own = { name, optional: member.questionToken !== undefined, type, doc };
        return nested ? [own, ...membersOf(nested, `${name}.`)] : [own];
      });
  }

  return { exportsOf };
}

/** Types as text, without `readonly`, comments and line breaks: a reader can't change a report anyway. */
const plain = (text) =>
  text
    .replaceAll(/\/\*\*?[\s\S]*?\*\//g, '')
    .replaceAll(/\breadonly /g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

const signatureText = (member) =>
  `(${member.parameters.map((one) => one.getText()).join(', ')}) => ${member.type?.getText() ?? 'void'}`;

function kindOf(node) {
  if (ts.isFunctionDeclaration(node)) return 'function';
  if (ts.isClassDeclaration(node)) return 'class';
  if (ts.isInterfaceDeclaration(node)) return 'interface';
  return ts.isTypeAliasDeclaration(node) ? 'type' : 'const';
}

const printer = ts.createPrinter({ removeComments: true });

/** The declaration as a `.d.ts` would have it: no bodies, no values. */
function declarationText(symbol, node, name) {
  const print = (part) =>
    printer.printNode(ts.EmitHint.Unspecified, part, part.getSourceFile()).replace(/^export /, '');
  if (ts.isFunctionDeclaration(node)) {
    const overloads = symbol.declarations.filter(ts.isFunctionDeclaration);
    const shown = overloads.length > 1 ? overloads.filter(({ body }) => body === undefined) : overloads;
    return shown.map((one) => withoutBody(print, one)).join('\n');
  }
  if (ts.isClassDeclaration(node)) {
    const heritage = node.heritageClauses?.map((clause) => ` ${clause.getText()}`).join('') ?? '';
    return `class ${name}${heritage}`;
  }
  if (ts.isVariableDeclaration(node)) return `const ${node.getText().replaceAll(/\s+/g, ' ')}`;
  return print(node);
}

function withoutBody(print, node) {
  const { body } = node;
  const text = print(node);
  return body === undefined ? text : `${text.slice(0, text.length - print(body).length).trimEnd()};`;
}
