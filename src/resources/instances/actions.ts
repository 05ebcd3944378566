import { type ActionOptions, carryOut } from '../../model/carryOut';
import type { Connection } from '../../model/connection';
import type { InstanceRef } from '../../model/key';
import * as api from './api';

/** Starts, stops, restarts, pauses or resumes an instance. `timeout` in seconds. */
export function changeState(
  connection: Connection,
  { project, instance }: InstanceRef,
  body: { action: api.StateAction; force?: boolean; timeout?: number },
  options: ActionOptions,
): Promise<void> {
  return carryOut(connection, api.putInstanceState({ project, name: instance, body }), options);
}
