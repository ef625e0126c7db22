import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { CallToolRequestSchema, ListToolsRequestSchema, type CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { inputSchema, modelSentence, type Tool, type ToolAnswer, type ToolHost } from '../../audit/index.ts';
import { oneLine } from '../one-line.ts';

/** An answer as the protocol has it: as an object, as text for clients that know no objects, and its picture. */
function toResult({ value, picture }: ToolAnswer): CallToolResult {
  const text = { type: 'text' as const, text: JSON.stringify(value) };
  if (picture === undefined) return { content: [text], structuredContent: value };
  const data = Buffer.from(picture).toString('base64');
  return { content: [text, { type: 'image', data, mimeType: 'image/webp' }], structuredContent: value };
}

/** Answers calls of these tools. An error is an answer, too: the model reads what was wrong, and what to do next. */
export function serveTools(
  server: McpServer['server'],
  tools: readonly Tool[],
  host: ToolHost,
  signal: AbortSignal,
): void {
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map(({ name, title, description, inputs, isReadOnly }) => ({
      ...{ name, title, description, inputSchema: inputSchema(inputs) },
      annotations: {
        ...{ title, openWorldHint: false, idempotentHint: isReadOnly },
        // An audit writes a report, and a preview nothing: labels are written by one tool alone.
        readOnlyHint: isReadOnly || name === 'preview_label_fix',
        destructiveHint: name === 'apply_label_fix',
      },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra): Promise<CallToolResult> => {
    const tool = tools.find(({ name }) => name === params.name);
    const stop = AbortSignal.any([signal, extra.signal]);
    const token = params._meta?.progressToken;
    let told = -1;
    try {
      if (tool === undefined) throw new Error(`There is no tool "${params.name}".`);
      const answer = await tool.call(params.arguments, host, {
        signal: stop,
        onProgress: ({ stage, share }) => {
          const now = Math.round(100 * progressOf(stage, share));
          // It only ever grows, and a client need not hear of less than a hundredth.
          if (token === undefined || now <= told) return;
          told = now;
          const progress = { progressToken: token, progress: now, total: 100, message: stage };
          void extra.sendNotification({ method: 'notifications/progress', params: progress }).catch(() => undefined);
        },
      });
      return toResult(answer);
    } catch (error) {
      return { isError: true, content: [{ type: 'text', text: modelSentence(oneLine(error)) }] };
    }
  });
}

/** Where each stage begins and ends in a whole audit, about as long as they take. */
const STAGES = {
  reading: [0, 0.02],
  decoding: [0.02, 0.1],
  training: [0.1, 0.95],
  cleaning: [0.95, 0.98],
  writing: [0.98, 1],
} as const;

function progressOf(stage: keyof typeof STAGES, share: number): number {
  const [start, end] = STAGES[stage];
  return start + (end - start) * Math.min(1, Math.max(0, share));
}
