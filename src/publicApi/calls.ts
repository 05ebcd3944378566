import type { LxdApi } from '../../api/lxdExplorer.d.ts';
import { listFiles, readFile, run, writeFile } from './instance';
import type { PublicApiOptions } from './options';
import { request, requestRaw } from './request';

/** The calls of the API that ask a server. */
export type ApiCalls = Pick<
  LxdApi,
  'request' | 'requestRaw' | 'run' | 'readFile' | 'writeFile' | 'listFiles'
>;

export function apiCalls(options: PublicApiOptions): ApiCalls {
  return {
    request: (asked) => request(options, asked),
    requestRaw: (asked) => requestRaw(options, asked),
    run: (command) => run(options, command),
    readFile: (file) => readFile(options, file),
    writeFile: (file, data, how) => writeFile(options, file, data, how),
    listFiles: (folder) => listFiles(options, folder),
  };
}
