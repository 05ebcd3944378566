import { asList, asObject, asTexts, isObject, optionalText, textField } from '../../client/decode';
import type {
  AuthGroup,
  Identity,
  IdentityInfo,
  IdentityProviderGroup,
  OIDCSession,
  Permission,
} from './wire';

/** Who may sign in, with every field that the server sent. */
export function decodeIdentity(value: unknown): Identity {
  const object = asObject(value, 'identity');
  return {
    ...object,
    id: textField(object, 'id'),
    name: optionalText(object, 'name'),
    type: optionalText(object, 'type'),
    authentication_method: optionalText(object, 'authentication_method'),
    groups: asTexts(object['groups'], 'groups'),
  };
}

/** Who we are, and what that allows. */
export function decodeIdentityInfo(value: unknown): IdentityInfo {
  const object = asObject(value, 'identity');
  return {
    ...decodeIdentity(object),
    effective_groups: asTexts(object['effective_groups'], 'effective_groups'),
    effective_permissions: asList(object['effective_permissions'], 'effective_permissions', decodePermission),
    fine_grained: object['fine_grained'] === true,
  };
}

export function decodePermission(value: unknown): Permission {
  const object = asObject(value, 'permission');
  return {
    ...object,
    entity_type: optionalText(object, 'entity_type'),
    entitlement: optionalText(object, 'entitlement'),
    url: optionalText(object, 'url'),
  };
}

export function decodeGroup(value: unknown): AuthGroup {
  const object = asObject(value, 'group');
  const identities = isObject(object['identities']) ? object['identities'] : {};
  return {
    ...object,
    name: textField(object, 'name'),
    description: optionalText(object, 'description'),
    permissions: asList(object['permissions'], 'permissions', decodePermission),
    identities: Object.fromEntries(
      Object.entries(identities).map(([method, ids]) => [method, asTexts(ids, method)]),
    ),
  };
}

/** How a group of the identity provider maps to groups of the server. */
export function decodeProviderGroup(value: unknown): IdentityProviderGroup {
  const object = asObject(value, 'group');
  return {
    ...object,
    name: textField(object, 'name'),
    groups: asTexts(object['groups'], 'groups'),
  };
}

export function decodeSession(value: unknown): OIDCSession {
  const object = asObject(value, 'session');
  return { ...object, uuid: textField(object, 'uuid') };
}
