import { apiOperation, body } from '../../client/apiOperation';
import { asObject, asTexts, listOf, namesBelow, optionalText, textField } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type { Certificate, CertificatePut, CertificatesPost } from './wire';

/** A certificate that the server trusts, with every field that it sent. */
function decodeCertificate(value: unknown): Certificate {
  const object = asObject(value, 'certificate');
  return {
    ...object,
    fingerprint: textField(object, 'fingerprint'),
    name: optionalText(object, 'name'),
    type: optionalText(object, 'type'),
    certificate: optionalText(object, 'certificate'),
    restricted: object['restricted'] === true,
    projects: asTexts(object['projects'], 'projects'),
  };
}

const added: CertificatesPost = {
  type: 'client',
  name: '',
  restricted: false,
  projects: [],
  certificate: 'base64 of the DER, without header and footer',
};
const changed: CertificatePut = {
  type: 'client',
  name: '',
  restricted: false,
  projects: [],
  certificate: '-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n',
};

export const listCertificateFingerprints = apiOperation({
  method: 'GET',
  path: '/1.0/certificates',
  title: 'List the fingerprints of trusted certificates',
  decode: namesBelow('/1.0/certificates'),
});

export const listCertificates = apiOperation({
  method: 'GET',
  path: '/1.0/certificates?recursion=1',
  title: 'List trusted certificates',
  decode: listOf('certificates', decodeCertificate),
});

/**
 * Trusts a certificate: `certificate` is base64 of its DER; PEM is refused. With `token: true` and no certificate the
 * answer is an operation of class `token` instead, whose metadata is what the trust token is made of.
 */
export const addCertificate = apiOperation({
  method: 'POST',
  path: '/1.0/certificates',
  title: 'Trust a certificate, or hand out a trust token',
  body: body<CertificatesPost>(added),
  decode: nothing,
});

/**
 * Asks to be trusted, with the client certificate of the handshake. The token goes into `trust_token`, or, where the
 * server lacks the extension `explicit_trust_token`, into `password`, which is also what a trust password goes into.
 */
export const askForTrust = apiOperation({
  method: 'POST',
  path: '/1.0/certificates?public',
  title: 'Ask to be trusted',
  body: body<CertificatesPost>({ type: 'client', trust_token: '' } satisfies CertificatesPost),
  decode: nothing,
});

export const getCertificate = apiOperation({
  method: 'GET',
  path: '/1.0/certificates/{fingerprint}',
  title: 'Get a trusted certificate',
  decode: decodeCertificate,
});

/** Replaces what is known of a certificate; `certificate` is PEM here. */
export const putCertificate = apiOperation({
  method: 'PUT',
  path: '/1.0/certificates/{fingerprint}',
  title: 'Replace a trusted certificate',
  body: body<CertificatePut>(changed),
  decode: nothing,
});

export const patchCertificate = apiOperation({
  method: 'PATCH',
  path: '/1.0/certificates/{fingerprint}',
  title: 'Change a trusted certificate',
  body: body<CertificatePut>({ name: '' } satisfies CertificatePut),
  decode: nothing,
});

export const deleteCertificate = apiOperation({
  method: 'DELETE',
  path: '/1.0/certificates/{fingerprint}',
  title: 'Stop trusting a certificate',
  decode: nothing,
});
