/** The connection that its users see. */
export interface Face {
  readonly isOpen: boolean;
  destroy(): unknown;
  send(...args: any[]): boolean;
  sync(...args: any[]): unknown;
}
