import type { Abortable } from '../base/signal';
import type { Connection } from '../model/connection';
import { getConfigurationMetadata } from '../resources/metadata/api';
import type { Schema } from './schema/schema';

/** What each server allows in configurations and devices, asked of it once. */
export class Schemas {
  private readonly known = new WeakMap<Connection, Promise<Schema>>();

  /** @param life ends what is asked, for whoever asked first */
  constructor(private readonly life: Abortable) {}

  /** The server's own schema where it has one, else our tables. GET /1.0/metadata/configuration. @throws AppError, AbortError */
  of(connection: Connection): Promise<Schema> {
    const known = this.known.get(connection) ?? this.fetch(connection);
    this.known.set(connection, known);
    known.catch(() => this.known.delete(connection));
    return known;
  }

  private async fetch(connection: Connection): Promise<Schema> {
    const server = await connection.ready(this.life);
    const { ownSchema, serverSchema } = await import('./schema/schemas');
    if (!server.extensions.has('metadata_configuration')) return ownSchema(server.product);
    return serverSchema(await connection.transport.value(getConfigurationMetadata(), this.life));
  }
}
