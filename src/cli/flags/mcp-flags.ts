/** Flags of `label-audit mcp`. */
export interface McpFlags {
  readonly allowFixes: boolean;
  readonly quiet: boolean;
}
