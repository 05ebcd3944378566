import { readFileSync, statSync } from 'node:fs';
import { parseLogLine } from '../../scripts/lib/servedRequests';

/** The requests that a server has served since this was made, by its own `--debug` log. */
export class RequestLog {
  private readonly from: number;

  constructor(private readonly file: string) {
    this.from = statSync(file).size;
  }

  /** Method, path and query of each request, without those that the daemon sends to itself. */
  requests(): { readonly method: string; readonly url: string }[] {
    const text = readFileSync(this.file).subarray(this.from).toString();
    return text
      .split('\n')
      .filter((line) => line.includes('msg="Handling API request"'))
      .flatMap((line) => parseLogLine(line) ?? [])
      .filter(({ url }) => !url.startsWith('/internal'));
  }

  /** Path and query of each request. */
  paths(): string[] {
    return this.requests().map(({ url }) => url);
  }
}
