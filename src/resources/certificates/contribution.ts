import type { KindData } from '../../kinds/kindContribution';
import type { CommandSpec, Contribution, RowTest } from '../../shell/contributions';

/** Kind of the row "Access" of a server. */
export const accessKind = 'access';
/** Kind of the row of a trusted certificate. */
export const certificateKind = 'certificate';
/** Kind of the row of a trust token that nobody has used yet. */
export const trustTokenKind = 'trustToken';

const ready = 'lxd.ready';

/** `restricted`: we may look, but the server lets us change nothing. */
const manageable = (kind: string): RowTest => ({ kind, none: ['restricted', 'lost'] });

export const anyCertificate: RowTest = { kind: certificateKind };
export const anyToken: RowTest = { kind: trustTokenKind };

/** Rows that stand for a whole server: the remote's own (see the remotes feature) and its "Access". */
export const serverRows: readonly RowTest[] = [{ kind: 'remote', all: ['ready'] }, manageable(accessKind)];
const [remoteRow, accessRow] = serverRows as [RowTest, RowTest];

const onCertificate = manageable(certificateKind);
const onToken = manageable(trustTokenKind);

function certificate(
  verb: string,
  title: string,
  rest: Omit<CommandSpec, 'id' | 'title' | 'noun'>,
): CommandSpec {
  return { id: `lxd.certificate.${verb}`, title, noun: 'LXD/Incus Certificate', palette: ready, ...rest };
}

export const certificateCommands = {
  handOut: certificate('handOutToken', 'Hand Out Token…', {
    icon: 'add',
    menus: [
      { row: accessRow, group: 'inline@1' },
      { row: accessRow, group: '1_create@1' },
      { row: remoteRow, group: '3_settings@2' },
    ],
  }),
  add: certificate('add', 'Add Certificate…', { menus: [{ row: accessRow, group: '1_create@2' }] }),
  restrict: certificate('restrict', 'Restrict to Projects…', {
    menus: [{ row: onCertificate, group: '5_edit@1', single: true }],
  }),
  copyFingerprint: certificate('copyFingerprint', 'Copy Fingerprint', {
    palette: false,
    menus: [{ row: anyCertificate, group: '8_copy@1' }],
    keys: { key: 'ctrl+c', mac: 'cmd+c', rows: [anyCertificate] },
  }),
  rename: certificate('rename', 'Rename…', {
    menus: [{ row: onCertificate, group: '9_remove@1', single: true }],
    keys: { key: 'f2', rows: [onCertificate] },
  }),
  remove: certificate('delete', 'Remove', {
    menus: [{ row: onCertificate, group: '9_remove@2' }],
    keys: { key: 'delete', mac: 'cmd+backspace', rows: [onCertificate] },
  }),
  copyToken: {
    id: 'lxd.trustToken.copy',
    title: 'Copy Token',
    noun: 'LXD/Incus Trust Token',
    icon: 'copy',
    palette: false,
    menus: [
      { row: onToken, group: 'inline@1' },
      { row: onToken, group: '8_copy@1' },
    ],
    keys: { key: 'ctrl+c', mac: 'cmd+c', rows: [onToken] },
  },
  revoke: {
    id: 'lxd.trustToken.revoke',
    title: 'Revoke Token',
    noun: 'LXD/Incus Trust Token',
    palette: false,
    menus: [{ row: onToken, group: '9_remove@1' }],
    keys: { key: 'delete', mac: 'cmd+backspace', rows: [onToken] },
  },
} as const satisfies Record<string, CommandSpec>;

export const certificatesContribution: Contribution = { commands: Object.values(certificateCommands) };

/** Certificates as documents; their rows and other commands are their own. */
export const certificateData: KindData = {
  id: certificateKind,
  folder: accessKind,
  one: 'certificate',
  many: 'Access',
  noun: 'Certificate',
  icon: 'key',
  copyName: false,
  editIn: [{ row: onCertificate, group: '5_edit@1', single: true }],
  verbs: ['edit'],
};
