// A declaration as a `.d.ts` would have it: no bodies, no comments.
import ts from 'typescript';

const printer = ts.createPrinter({ removeComments: true });
const print = (node) => printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile()).replace(/^export /, '');

/** @param {ts.Node} node @returns {'function' | 'class' | 'interface' | 'type' | 'const'} */
export function kindOf(node) {
  if (ts.isFunctionDeclaration(node)) return 'function';
  if (ts.isClassDeclaration(node)) return 'class';
  if (ts.isInterfaceDeclaration(node)) return 'interface';
  return ts.isTypeAliasDeclaration(node) ? 'type' : 'const';
}

/** @param {ts.Symbol} symbol @param {string} name the name that it is exported under */
export function declarationText(symbol, name) {
  const [node] = symbol.declarations;
  if (ts.isFunctionDeclaration(node)) {
    const all = symbol.declarations.filter(ts.isFunctionDeclaration);
    // Of overloads, callers see all but the implementation.
    const shown = all.length > 1 ? all.filter(({ body }) => body === undefined) : all;
    return shown.map(withoutBody).join('\n');
  }
  if (ts.isClassDeclaration(node)) {
    const heritage = node.heritageClauses?.map((clause) => ` ${clause.getText()}`).join('') ?? '';
    return `class ${name}${heritage}`;
  }
  if (ts.isVariableDeclaration(node)) return `const ${print(node)};`;
  return print(node);
}

function withoutBody(node) {
  const { body } = node;
  const text = print(node);
  if (body === undefined) return text;
  return `${text.slice(0, text.length - print(body).length).trimEnd()};`;
}
