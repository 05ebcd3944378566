import type { Connection } from '../../model/connection';

/** An instance on a server, or its place there. */
export interface OnServer {
  readonly connection: Connection;
  readonly project: string;
  readonly name: string;
}
