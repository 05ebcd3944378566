import type { Target } from '../support/targets';
import type { inputsOfSuite } from './quickInputs';

/** An instance as a test of its creation looks at it. */
export interface Created {
  readonly status: string;
  readonly description: string;
  readonly profiles: readonly string[];
  readonly ephemeral: boolean;
  readonly config: Readonly<Record<string, string>>;
  readonly devices: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What the server has of an instance now. */
export async function created({ cli }: Target, name: string): Promise<Created> {
  return JSON.parse(await cli(['query', `/1.0/instances/${name}`])) as Created;
}

/** Gives the name that the flow asks for. */
export async function nameIt(inputs: ReturnType<typeof inputsOfSuite>, name: string): Promise<void> {
  const box = await inputs.now.asking(/Name of the instance/);
  box.type(name);
  box.enter();
}
