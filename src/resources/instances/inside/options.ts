import type { RemoteFiles } from '../../../client/files/remoteFiles';
import type { KindContext } from '../../../kinds/common';
import type { InstanceRef } from '../../../model/key';

/** What the feature that has the files of instances can do. */
export interface Inside {
  filesOf(ref: InstanceRef): Promise<RemoteFiles>;
  /** Asks for a file of an instance. @returns its path, undefined where the person left */
  pickFile(ref: InstanceRef, title: string): Promise<string | undefined>;
}

export interface InsideOptions extends KindContext {
  readonly inside: Inside;
}
