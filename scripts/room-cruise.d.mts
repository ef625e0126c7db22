export interface RoomViolation {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly comment: string;
}
export interface CruisedModule {
  readonly source: string;
  readonly dependencies: readonly { readonly resolved: string }[];
}
export function cruiseRooms(root: string): Promise<{ violations: RoomViolation[]; modules: CruisedModule[] }>;
export function drawRooms(modules: readonly CruisedModule[]): Promise<string>;
