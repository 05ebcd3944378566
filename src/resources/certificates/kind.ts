import type { Kind } from '../../kinds/kind';
import * as api from './api';
import { certificateData } from './contribution';
import type { Certificate } from './wire';

/** A trusted certificate as a document. */
export const certificateResource: Kind<Certificate> = {
  data: certificateData,
  scope: 'server',
  shown: false,
  readOnly: ['fingerprint'],
  operations: { get: api.getCertificate, put: api.putCertificate },
  partsOf: ({ fingerprint }) => [fingerprint],
  look: ({ name }) => ({ label: name }),
};
