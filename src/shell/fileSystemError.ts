import * as vscode from 'vscode';
import { AppError, type ErrorKind, messageOf } from '../base/errors';
import { FileError, type FileReason } from '../client/files/fileError';

type Make = (message: string) => vscode.FileSystemError;

const byReason: Partial<Record<FileReason, Make>> = {
  missing: (message) => vscode.FileSystemError.FileNotFound(message),
  exists: (message) => vscode.FileSystemError.FileExists(message),
  permission: (message) => vscode.FileSystemError.NoPermissions(message),
  readOnly: (message) => vscode.FileSystemError.NoPermissions(message),
  special: (message) => vscode.FileSystemError.NoPermissions(message),
  isDirectory: (message) => vscode.FileSystemError.FileIsADirectory(message),
  notDirectory: (message) => vscode.FileSystemError.FileNotADirectory(message),
};

const byKind: Partial<Record<ErrorKind, Make>> = {
  // The instance itself is gone: so are its files.
  notFound: (message) => vscode.FileSystemError.FileNotFound(message),
  forbidden: (message) => vscode.FileSystemError.NoPermissions(message),
  unreachable: (message) => vscode.FileSystemError.Unavailable(message),
  untrusted: (message) => vscode.FileSystemError.Unavailable(message),
  unsupported: (message) => vscode.FileSystemError.Unavailable(message),
};

/** What VS Code expects to be thrown, with the server's own words as its message. */
export function fileSystemError(error: unknown): Error {
  if (error instanceof vscode.FileSystemError || !AppError.is(error)) {
    return error instanceof Error ? error : new Error(messageOf(error));
  }
  const make = error instanceof FileError ? byReason[error.reason] : byKind[error.kind];
  return make?.(error.message) ?? new vscode.FileSystemError(error.message);
}
