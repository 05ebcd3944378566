import type { SettingSpec } from '../shell/contributions';

const text = (description: string, more: object = {}) => ({ type: 'string', description, ...more });
const yes = (description: string) => ({ type: 'boolean', default: false, description });

/** The servers that were added here. */
export const remotesSetting: SettingSpec = {
  name: 'lxd.remotes',
  schema: {
    type: 'object',
    default: {},
    scope: 'machine',
    markdownDescription:
      'Servers that were added here, by name, without secrets. Add one with *Add Remote…*. For a remote of the `lxc` or `incus` client, only `project` and `disabled` are used.',
    additionalProperties: {
      type: 'object',
      properties: {
        addresses: {
          type: 'array',
          minItems: 1,
          items: { type: 'string', pattern: '^(https://|unix:/)' },
          description: 'https://host:port each, tried in this order, or one unix:/path.',
        },
        fingerprint: text(
          'SHA-256 fingerprint of the server’s certificate; any other one is refused. Without it the system’s authorities decide.',
          { pattern: '^([0-9A-Fa-f]{2}:?){32}$' },
        ),
        auth: text('How this computer proves who it is.', {
          enum: ['tls', 'oidc', 'none'],
          enumDescriptions: [
            'With a client certificate.',
            'By signing in with OpenID Connect.',
            'Not at all.',
          ],
          default: 'tls',
        }),
        protocol: text('What the server speaks.', {
          enum: ['lxd', 'incus', 'simplestreams'],
          default: 'lxd',
        }),
        public: yes('Only the images that the server offers to everybody are used.'),
        project: text('The project that is shown first.'),
        identity: text('Whose client certificate is used.', {
          enum: ['own', 'lxc', 'incus'],
          enumDescriptions: ['One of this editor.', 'That of the lxc client.', 'That of the incus client.'],
          default: 'own',
        }),
        disabled: yes('The remote is shown, but not connected to.'),
      },
    },
  },
};
