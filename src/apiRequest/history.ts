import type * as vscode from 'vscode';
import { isObject } from '../client/decode';
import { type ApiRequest, methods, nameOf, withoutTag } from './request';

const key = 'apiRequests';
const limit = 50;

/** One that was sent; its body is known as long as VS Code runs. */
export interface PastRequest {
  /** With the ETag that its body belongs to. */
  readonly request: ApiRequest;
  readonly body?: string;
}

/**
 * The requests that were sent, newest first. What is kept on the disk is their line, without secrets; bodies may hold
 * passwords, tokens and keys, and stay in memory.
 */
export class RequestHistory {
  private readonly bodies = new Map<
    string,
    { readonly body: string; readonly ifMatch: string | undefined }
  >();

  constructor(private readonly state: vscode.Memento) {}

  get all(): readonly PastRequest[] {
    const kept: unknown = this.state.get(key);
    return (Array.isArray(kept) ? kept : []).filter(isRequest).map((request) => {
      const known = this.bodies.get(idOf(request));
      if (!known) return { request };
      const { body, ifMatch } = known;
      return { request: ifMatch === undefined ? request : { ...request, ifMatch }, body };
    });
  }

  async add(request: ApiRequest, body: string | undefined): Promise<void> {
    const kept = { ...withoutTag(request), target: withoutSecrets(request.target) };
    if (body !== undefined) this.bodies.set(idOf(kept), { body, ifMatch: request.ifMatch });
    const others = this.all
      .map((past) => withoutTag(past.request))
      .filter((other) => idOf(other) !== idOf(kept));
    const list = [kept, ...others].slice(0, limit);
    const ids = new Set(list.map(idOf));
    for (const id of this.bodies.keys()) if (!ids.has(id)) this.bodies.delete(id);
    await this.state.update(key, list);
  }
}

const idOf = (request: ApiRequest): string => `${request.remote} ${nameOf(request)}`;

function withoutSecrets(target: string): string {
  return target
    .replace(/([?&])(secret|token|password)=[^&]*/g, '$1')
    .replace(/&{2,}/g, '&')
    .replace(/\?&/, '?')
    .replace(/[?&]$/, '');
}

function isRequest(value: unknown): value is ApiRequest {
  return (
    isObject(value) &&
    typeof value['remote'] === 'string' &&
    typeof value['target'] === 'string' &&
    typeof value['takesBody'] === 'boolean' &&
    typeof value['answer'] === 'string' &&
    methods.some((method) => method === value['method'])
  );
}
