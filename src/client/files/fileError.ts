import { AppError, type ErrorKind } from '../../base/errors';

/** Why the file system of an instance refused something. */
export type FileReason =
  | 'missing'
  | 'exists'
  | 'permission'
  | 'readOnly'
  | 'isDirectory'
  | 'notDirectory'
  | 'notEmpty'
  | 'busy' // a mount point
  | 'nameTooLong'
  | 'noSpace'
  | 'crossDevice'
  | 'loop'
  | 'special' // a pipe, a device or a socket, which cannot be read or written as a file
  | 'changed' // changed on the server while it was worked on
  | 'declined' // a person did not want to lose what could not be kept
  | 'failure'; // anything else, in the server's own words

const kinds: Readonly<Record<FileReason, ErrorKind>> = {
  missing: 'notFound',
  exists: 'conflict',
  permission: 'forbidden',
  readOnly: 'forbidden',
  isDirectory: 'rejected',
  notDirectory: 'rejected',
  notEmpty: 'conflict',
  busy: 'rejected',
  nameTooLong: 'rejected',
  noSpace: 'operationFailed',
  crossDevice: 'rejected',
  loop: 'rejected',
  special: 'rejected',
  changed: 'conflict',
  declined: 'rejected',
  failure: 'operationFailed',
};

/** An AppError about one path inside an instance. */
export class FileError extends AppError {
  constructor(
    readonly reason: FileReason,
    /** Absolute path inside the instance. */
    readonly path: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(kinds[reason], message, options);
  }

  /** True for a FileError, with one of the given reasons if any is named. */
  static matches(error: unknown, ...reasons: FileReason[]): error is FileError {
    return error instanceof FileError && (reasons.length === 0 || reasons.includes(error.reason));
  }
}

/** SFTP v3 status codes, draft-ietf-secsh-filexfer-02, 7. */
const statusReasons: Readonly<Record<number, FileReason>> = { 2: 'missing', 3: 'permission' };

/** pkg/sftp answers 4 (failure) to most errors, with the text of Go's errno. */
const wordReasons: readonly (readonly [RegExp, FileReason])[] = [
  [/no such file|file does not exist/i, 'missing'],
  [/file exists|already exists/i, 'exists'],
  [/directory not empty/i, 'notEmpty'],
  [/not a directory/i, 'notDirectory'],
  [/is a directory/i, 'isDirectory'],
  [/read-only file system/i, 'readOnly'],
  [/permission denied|operation not permitted/i, 'permission'],
  [/device or resource busy|text file busy/i, 'busy'],
  [/file name too long/i, 'nameTooLong'],
  [/no space left|quota exceeded/i, 'noSpace'],
  [/invalid cross-device link/i, 'crossDevice'],
  [/too many levels of symbolic links/i, 'loop'],
];

const texts: Partial<Record<FileReason, string>> = {
  missing: 'no such file or directory',
  permission: 'permission denied',
};

/** What an SFTP status means. `words` is the server's message, which repeats the path in some versions. */
export function statusError(status: number, words: string, path: string): FileError {
  const reason =
    statusReasons[status] ?? wordReasons.find(([pattern]) => pattern.test(words))?.[1] ?? 'failure';
  const text = /^(sftp: )?(no such file|file does not exist|permission denied|failure|error)?\W*$/i.test(
    words,
  )
    ? undefined
    : words;
  const said = (text ?? texts[reason] ?? words) || `SFTP status ${String(status)}`;
  return new FileError(reason, path, path === '' || said.includes(path) ? said : `${path}: ${said}`);
}
