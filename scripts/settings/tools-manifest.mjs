// What package.json says of our tools for language models, made from their table.

/** The icon of each tool. */
const ICONS = {
  run_label_audit: 'search-fuzzy',
  list_label_issues: 'list-ordered',
  show_label_issue: 'file-media',
  preview_label_fix: 'diff',
  label_health: 'pulse',
};

/** `run_label_audit` as it is typed behind a # in a prompt: `runLabelAudit`. */
const referenceName = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

/**
 * The tools as `contributes.languageModelTools` has them. Names and descriptions that a user reads are in package.nls.json,
 * below `tool.`; what a model reads is English.
 *
 * @param tools `TOOLS` of src/audit/tools
 * @param inputSchema makes a JSON schema of a tool's inputs
 */
export function toolsManifest(tools, inputSchema) {
  return tools.map(({ name, description, inputs }) => {
    if (!(name in ICONS)) throw new Error(`Give ${name} an icon in scripts/settings/tools-manifest.mjs.`);
    return {
      name,
      toolReferenceName: referenceName(name),
      displayName: `%tool.${name}.title%`,
      userDescription: `%tool.${name}.about%`,
      modelDescription: description,
      icon: `$(${ICONS[name]})`,
      tags: ['label-audit', 'labels', 'images', 'data quality'],
      canBeReferencedInPrompt: true,
      inputSchema: inputSchema(inputs),
    };
  });
}
