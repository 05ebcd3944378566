import type { Kind } from '../../kinds/kind';
import * as api from './api';
import { serverData } from './contribution';
import type { Server } from './wire';

/** The settings of a server. */
export const serverKind: Kind<Server> = {
  data: serverData,
  scope: 'server',
  shown: false,
  writable: ['config'],
  operations: { get: api.getServerSettings, put: api.putServerSettings },
  partsOf: () => [],
  look: () => ({}),
};
