import type * as vscode from 'vscode';
import { messageOf } from '../base/errors';
import type { Log } from '../base/log';
import type { ServerObject } from './editable';
import { cloudInitProblems } from './cloudInit';
import { keysAt } from './keysAt';
import type { Schemas } from './schemas';
import type { Resource } from './store';
import type { View } from './uri';
import { type Problem, findPlaces } from './yamlText';

/** What is known of documents. */
interface CheckedDocuments {
  resourceOf(uri: vscode.Uri): { readonly resource: Resource; readonly view: View };
  objectOf(uri: vscode.Uri): ServerObject;
}

/** What the server will probably not take of a document, by its schema, and what cloud-init will not. */
export async function check(
  documents: CheckedDocuments,
  { schemas, log }: { readonly schemas: Schemas; readonly log: Log },
  uri: vscode.Uri,
  text: string,
  value: ServerObject,
): Promise<readonly Problem[]> {
  const findings = await found().catch((error: unknown) => {
    // The server is asked what it allows; where it cannot be, it will say so when the document is saved.
    log.debug(`${uri.path}: ${messageOf(error)}`);
    return [];
  });
  const places = findPlaces(
    text,
    findings.map(({ path }) => path),
  );
  const problems = findings.flatMap(({ message, isSure }, at) => {
    const place = places[at];
    return place ? [{ message, ...place, isWarning: !isSure }] : [];
  });
  return [...problems, ...cloudInitProblems(text)];

  async function found() {
    const { resource, view } = documents.resourceOf(uri);
    const object = documents.objectOf(uri);
    const [{ checkKeys }, schema] = await Promise.all([
      import('./schema/schemas'),
      schemas.of(resource.connection),
    ]);
    return checkKeys(value, object, schema, (path, options) =>
      keysAt(schema, resource.ref, view === 'new' ? value : object, path, options),
    );
  }
}
