/** Names one resource anywhere: what links resources, commands and tree rows without importing each other. */
export interface ResourceKey {
  readonly remote: string;
  readonly project: string;
  /** Singular, like `instance`. */
  readonly kind: string;
  readonly name: string;
}

/** Names an instance: the plain reference that commands take from keybindings, tasks and other extensions. */
export interface InstanceRef {
  readonly remote: string;
  readonly project: string;
  readonly instance: string;
}

/** `remote/project/kind/name`, each part percent-encoded; also the id of the resource's tree row. */
export function formatKey(key: ResourceKey): string {
  return [key.remote, key.project, key.kind, key.name].map(encodeURIComponent).join('/');
}

/** Reads what formatKey made, also where more stands behind it. Parts that are not there are ''. */
export function parseKey(id: string): ResourceKey {
  const [remote = '', project = '', kind = '', name = ''] = id.split('/', 4).map(decodeURIComponent);
  return { remote, project, kind, name };
}

/** The reference to an instance as a key. */
export function instanceKey(ref: InstanceRef): ResourceKey {
  return { remote: ref.remote, project: ref.project, kind: 'instance', name: ref.instance };
}
