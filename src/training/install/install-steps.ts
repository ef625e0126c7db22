/** What each step of the installation needs. */
export interface InstallGround {
  /** The installation as it is being made; it becomes the real one at the end. */
  readonly stage: string;
  readonly signal?: AbortSignal;
  /** One line for the user on what is being done. */
  readonly say: (line: string) => void;
}

/** The version of tfjs's addon package: our tfjs's own. */
export const TFJS_NODE_VERSION = '4.22.0';

/** N-API's version that the addon is built for: the highest that it knows. */
export const NAPI_BUILD_VERSION = 8;

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
