import { relative } from 'node:path';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  ErrorCode,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { modelName, modelSentence, pathInside, TOOLS, type ToolHost } from '../../audit/index.ts';
import { oneLine } from '../one-line.ts';

const REPORT = 'label-audit://report/';
const PICTURE = 'label-audit://picture/';
/** Issues of a report that stand in its resource; tools list the others. */
const ISSUES = 100;

/** A data set's folder as part of a URI: relative to the folder that it lies in. */
function nameOf(root: string, folders: readonly string[]): string {
  const inside = folders.map((folder) => relative(folder, root)).find((path) => !path.startsWith('..'));
  return encodeURIComponent(inside === undefined || inside === '' ? '.' : inside);
}

/** Reports of the audited data sets, and the pictures that they flagged, as resources. */
export function serveResources(server: McpServer['server'], host: ToolHost, signal: AbortSignal): void {
  const tool = (name: string) => TOOLS.find((one) => one.name === name)!;
  const call = async (name: string, input: object) => tool(name).call(input, host, { signal });

  server.setRequestHandler(ListResourcesRequestSchema, async () => ({
    resources: (await host.audited()).map((root) => {
      const name = nameOf(root, host.folders);
      return {
        uri: `${REPORT}${name}`,
        name: `Label audit of ${modelName(decodeURIComponent(name))}`,
        description: `Health of the labels, and the first ${ISSUES} flagged ones.`,
        mimeType: 'application/json',
      };
    }),
  }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
    resourceTemplates: [
      {
        uriTemplate: `${REPORT}{dataset}`,
        name: 'Report of an audit',
        description: 'dataset: the folder of an audited data set, percent-encoded.',
        mimeType: 'application/json',
      },
      {
        uriTemplate: `${PICTURE}{dataset}/{issue}`,
        name: 'Picture of a flagged label',
        description: 'issue: its number, as list_label_issues gives it.',
        mimeType: 'image/webp',
      },
    ],
  }));
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }) => {
    try {
      if (uri.startsWith(REPORT)) {
        const dataset = await pathInside(host.folders, decodeURIComponent(uri.slice(REPORT.length)));
        const { value: health } = await call('label_health', { dataset });
        const { value: listed } = await call('list_label_issues', { dataset, state: 'all', limit: ISSUES });
        return { contents: [{ uri, mimeType: 'application/json', text: JSON.stringify({ ...health, ...listed }) }] };
      }
      const parts = /^label-audit:\/\/picture\/([^/]+)\/(\d{1,9})$/.exec(uri);
      if (parts === null) throw new Error('There is no such resource.');
      const [, name, issue] = parts;
      const dataset = await pathInside(host.folders, decodeURIComponent(name));
      const { picture } = await call('show_label_issue', { dataset, issue: Number(issue) });
      if (picture === undefined) throw new Error('The picture can’t be read, or is gone.');
      return { contents: [{ uri, mimeType: 'image/webp', blob: Buffer.from(picture).toString('base64') }] };
    } catch (error) {
      throw new McpError(ErrorCode.InvalidParams, modelSentence(oneLine(error)));
    }
  });
}
