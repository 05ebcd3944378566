import type { Project as WireProject } from './wire';

/** A project: a scope of its own for instances and, by its features, for more. */
export interface Project {
  readonly name: string;
  readonly description: string;
  /** `features.images: "true"` and limits. */
  readonly config: Readonly<Record<string, string>>;
}

export function toProject({ name, description, config }: WireProject): Project {
  return { name, description: description ?? '', config: config ?? {} };
}
