import * as vscode from 'vscode';
import { certificateProblem } from '../../client/auth/clientCertificate';
import { describeHost } from '../../client/auth/hostPort';
import type { Presented } from '../../client/auth/probe';
import type { Step } from '../../shell/steps';

/** What a person reads on the server, and where it stands here. */
export interface CertificateQuestion {
  readonly certificate: Presented;
  readonly product: 'lxd' | 'incus' | 'simplestreams';
}

/** Asks whether the server's certificate is the right one; `next` follows a yes, Cancel ends the flow. */
export function certificateStep({ certificate, product }: CertificateQuestion, next: Step): Step {
  const where = describeHost(certificate);
  return async (ui) => {
    // The servers' own clients take it all the same: it is recognised, not believed.
    const problem = certificateProblem(certificate.pem, new Date());
    const trust = {
      ...(problem === undefined ? {} : { description: `$(warning) ${vscode.l10n.t('It {0}', problem)}` }),
      label: `$(verified) ${vscode.l10n.t('Trust This Certificate')}`,
      detail: certificate.fingerprint,
    };
    const compare = {
      label: `$(diff) ${vscode.l10n.t('Compare with a Fingerprint…')}`,
      detail: vscode.l10n.t('On the server, "{0}" prints it.', fingerprintCommand(product)),
    };
    const leave = { label: `$(close) ${vscode.l10n.t('Cancel')}` };
    const chosen = await ui.pick({
      placeholder: vscode.l10n.t('Is this the certificate of {0}?', where),
      items: () => [trust, compare, leave],
    });
    if (chosen === leave) return undefined;
    return chosen === compare ? compareStep(certificate.fingerprint, product, next) : next;
  };
}

/** Asks for the fingerprint that the server itself prints; only the same one goes on. */
export function compareStep(fingerprint: string, product: CertificateQuestion['product'], next: Step): Step {
  return async (ui) => {
    await ui.input({
      prompt: vscode.l10n.t('Paste what "{0}" prints on the server', fingerprintCommand(product)),
      placeholder: 'certificate_fingerprint',
      check: (typed) => compareProblem(typed, fingerprint),
    });
    return next;
  };
}

/** What is wrong with a fingerprint that should be the one of this certificate, in one line, or undefined. */
export function compareProblem(typed: string, fingerprint: string): string | undefined {
  const hex = typed
    .replace(/^\s*certificate_fingerprint\s*:/i, '')
    .replace(/[\s:"]/g, '')
    .toLowerCase();
  if (hex === fingerprint) return undefined;
  return /^[0-9a-f]{64}$/.test(hex)
    ? vscode.l10n.t('These are two different certificates. The server here shows {0}', fingerprint)
    : vscode.l10n.t('A fingerprint has 64 hexadecimal digits');
}

/** What prints the fingerprint on the server. */
export function fingerprintCommand(product: CertificateQuestion['product']): string {
  if (product === 'simplestreams') return 'openssl x509 -noout -sha256 -fingerprint';
  return `${product === 'incus' ? 'incus' : 'lxc'} info | grep certificate_fingerprint`;
}
