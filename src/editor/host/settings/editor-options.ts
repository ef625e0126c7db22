import { choice, FLAG, integer, NAMES, type OptionTable } from '../../../audit/light.ts';

/** What only VS Code has, where labels are shown and edited. */
export const EDITOR_OPTIONS = {
  severity: {
    allowed: choice(['error', 'warning', 'information', 'hint']),
    default: 'warning',
    about: 'how label issues are shown',
    setting: {
      scope: 'resource',
    },
  },
  checkProblems: {
    allowed: NAMES,
    default: ['leaks', 'exact_duplicates'],
    about: 'checks of pictures whose findings are shown as problems of a labels file',
    setting: {
      scope: 'resource',
    },
  },
  saveAfterFix: {
    allowed: FLAG,
    default: true,
    about: 'save the labels file after a fix',
    setting: {
      scope: 'resource',
      restricted: true,
    },
  },
  labelNextCount: {
    allowed: integer(1, 1000),
    default: 50,
    about: 'how many pictures Label Next Pictures chooses at a time',
    setting: {
      scope: 'resource',
    },
  },
  offerAudit: {
    allowed: FLAG,
    default: true,
    about: 'offer an audit once where a workspace holds a data set',
    setting: {
      scope: 'resource',
    },
  },
  offerMcpServer: {
    allowed: FLAG,
    default: false,
    about: 'offer the tools to agents in VS Code as an MCP server, too',
    setting: {
      scope: 'resource',
      restricted: true,
    },
  },
  recordReviewer: {
    allowed: FLAG,
    default: true,
    about: 'write who decided to reviews.csv',
    setting: {
      scope: 'resource',
    },
  },
} as const satisfies OptionTable;
