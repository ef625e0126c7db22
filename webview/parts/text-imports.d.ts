// Files that esbuild bundles as text: `import text from './x.svg' with { type: 'text' }`.
declare module '*.svg' {
  const text: string;
  export = text;
}
declare module '*.css' {
  const text: string;
  export = text;
}
