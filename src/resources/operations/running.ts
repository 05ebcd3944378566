import { AppError } from '../../base/errors';
import type { Abortable } from '../../base/signal';
import { listOperations } from '../../client/operationApi';
import type { Connection } from '../../model/connection';
import { type Activity, activityOf } from './activity';

/** The operations that a server knows, in all projects where it lets us ask for all. */
export async function listActivities(
  connection: Connection,
  options: Abortable,
): Promise<readonly Activity[]> {
  const { name, transport, server, config } = connection;
  const own = { project: config.project };
  const list = async (where: { project: string } | { 'all-projects': boolean }): Promise<Activity[]> => {
    const listed = await transport.value(listOperations(where), options);
    const project = 'project' in where ? where.project : '';
    return listed.map((operation) => activityOf(name, { metadata: operation, project }));
  };
  if (!server?.extensions.has('operations_get_query_all_projects')) return list(own);
  try {
    return await list({ 'all-projects': true });
  } catch (error) {
    // Who is restricted to projects may not ask for all of them.
    if (AppError.is(error, 'forbidden')) return list(own);
    throw error;
  }
}
