import type * as vscode from 'vscode';
import { isObject, type JsonObject } from '../client/decode';

/** Keys and tokens, each a JSON object: kept by the system's own keyring, never in a file of ours. */
export interface Secrets {
  get(key: string): Promise<JsonObject | undefined>;
  set(key: string, value: object): Promise<void>;
  delete(key: string): Promise<void>;
}

/** VS Code's secret storage, all keys below `lxd.`. What is there and cannot be read counts as not there. */
export function openSecrets(storage: vscode.SecretStorage): Secrets {
  return {
    get: async (key) => parse(await storage.get(`lxd.${key}`)),
    set: async (key, value) => {
      await storage.store(`lxd.${key}`, JSON.stringify(value));
    },
    delete: async (key) => {
      await storage.delete(`lxd.${key}`);
    },
  };
}

function parse(text: string | undefined): JsonObject | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // written by another version: a new one is made where it is needed
  }
}
