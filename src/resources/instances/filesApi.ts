import { apiOperation, body, rawOperation } from '../../client/apiOperation';
import { asTexts, namesBelow, shaped } from '../../client/decode';
import { type Endpoint, nothing } from '../../client/endpoint';
import type { ImageMetadata } from './wire';

// Files of an instance by HTTP, its logs, and the metadata and templates that came with its image.

/**
 * The content of a file, or the names in a directory in a JSON envelope. Owner, mode and type are in header fields
 * that begin with `x-lxd-` or `x-incus-`.
 */
export const getFile = rawOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/files',
  title: 'Download a file from an instance',
  query: ['path', 'project'],
  answer: 'raw',
});

/** Only the header fields. */
export const getFileInfo = rawOperation({
  method: 'HEAD',
  path: '/1.0/instances/{name}/files',
  title: "Show a file's owner, mode and type in an instance",
  needs: 'instance_file_head',
  query: ['path', 'project'],
  answer: 'raw',
});

/** Header fields with the server's prefix say what it is: `X-LXD-type: directory`, `X-Incus-mode: 0644`. */
export const postFile = apiOperation({
  method: 'POST',
  path: '/1.0/instances/{name}/files',
  title: 'Upload a file to an instance',
  query: ['path', 'project'],
  takesUpload: true,
  decode: nothing,
});

/** A file or an empty directory. */
export const deleteFile = apiOperation({
  method: 'DELETE',
  path: '/1.0/instances/{name}/files',
  title: 'Delete a file from an instance',
  query: ['path', 'project'],
  decode: nothing,
});

export const listLogs = apiOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/logs',
  title: 'List the logs of an instance',
  query: ['project'],
  decode: namesBelow('/1.0/instances/{name}/logs'),
});

export const getLog = rawOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/logs/{filename}',
  title: 'Show a log of an instance',
  query: ['project'],
  answer: 'raw',
});

/** The servers keep the logs that they still write to. */
export const deleteLog = apiOperation({
  method: 'DELETE',
  path: '/1.0/instances/{name}/logs/{filename}',
  title: 'Delete a log of an instance',
  query: ['project'],
  decode: nothing,
});

// No extension tells of these three: both servers have had them since the one that is named.
const execOutput = 'operations_get_query_all_projects';

/** What commands wrote that ran with `record-output`. */
export const listExecOutputs = apiOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/logs/exec-output',
  title: 'List the recorded output of commands in an instance',
  needs: execOutput,
  query: ['project'],
  decode: namesBelow('/1.0/instances/{name}/logs/exec-output'),
});

export const getExecOutput = rawOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/logs/exec-output/{filename}',
  title: 'Show the recorded output of a command',
  needs: execOutput,
  query: ['project'],
  answer: 'raw',
});

export const deleteExecOutput = apiOperation({
  method: 'DELETE',
  path: '/1.0/instances/{name}/logs/exec-output/{filename}',
  title: 'Delete the recorded output of a command',
  needs: execOutput,
  query: ['project'],
  decode: nothing,
});

/** What an image made of this instance would say of itself. */
export const getImageMetadata = apiOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/metadata',
  title: "Show the image's metadata of an instance",
  query: ['project'],
  decode: shaped<ImageMetadata>('metadata', { architecture: 'text', properties: 'map', templates: 'map' }),
});

/** What the body leaves out is emptied. The servers do not look at If-Match here; they do for the PATCH. */
export const putImageMetadata = apiOperation({
  method: 'PUT',
  path: '/1.0/instances/{name}/metadata',
  title: "Replace the image's metadata of an instance",
  query: ['project'],
  body: body<ImageMetadata>({
    architecture: 'x86_64',
    creation_date: 0,
    properties: {},
    templates: {},
  } satisfies ImageMetadata),
  decode: nothing,
});

export const patchImageMetadata = apiOperation({
  method: 'PATCH',
  path: '/1.0/instances/{name}/metadata',
  title: "Change the image's metadata of an instance",
  query: ['project'],
  body: body<ImageMetadata>({ properties: {} } satisfies ImageMetadata),
  decode: nothing,
});

/** The text of the template `path`; without `path` the names of all in a JSON envelope, see listTemplates. */
export const getTemplate = rawOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/metadata/templates',
  title: 'Show a template of an instance, or list their names',
  query: ['path', 'project'],
  answer: 'raw',
});

/** The names of the templates. */
export function listTemplates(args: {
  readonly name: string;
  readonly project?: string;
}): Endpoint<string[]> {
  const { method, path, query = {} } = getTemplate(args);
  return { method, path, query, decode: (metadata) => asTexts(metadata, 'templates') };
}

/** Also replaces one that is there. */
export const postTemplate = apiOperation({
  method: 'POST',
  path: '/1.0/instances/{name}/metadata/templates',
  title: 'Upload a template to an instance',
  query: ['path', 'project'],
  takesUpload: true,
  decode: nothing,
});

export const deleteTemplate = apiOperation({
  method: 'DELETE',
  path: '/1.0/instances/{name}/metadata/templates',
  title: 'Delete a template of an instance',
  query: ['path', 'project'],
  decode: nothing,
});
