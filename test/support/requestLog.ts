import { readFileSync, statSync } from 'node:fs';

/** The requests that a server has served since this was made, by its own `--debug` log. */
export class RequestLog {
  private readonly from: number;

  constructor(private readonly file: string) {
    this.from = statSync(file).size;
  }

  /** Path and query of each request, without those that the daemon sends to itself. */
  paths(): string[] {
    const text = readFileSync(this.file).subarray(this.from).toString();
    return text
      .split('\n')
      .filter((line) => line.includes('msg="Handling API request"'))
      .map((line) => /\burl="?([^"\s]+)/.exec(line)?.[1] ?? '')
      .filter((url) => !url.startsWith('/internal'));
  }
}
