import { apiOperation, body, rawOperation } from '../../client/apiOperation';
import { namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type { StorageVolumeBitmapsPost } from '../../client/wire';
import type {
  InstanceDebugRepairPost,
  InstanceNVRAMVariable,
  InstanceNVRAMVariablePut,
  InstanceUEFIVars,
} from './wire';

// What only virtual machines have: firmware variables, memory, block devices.

const nvram = 'instance_nvram';

/** GUIDs: each is the namespace of some variables. */
export const listNvramSpaces = apiOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/nvram',
  title: "List the namespaces of a virtual machine's firmware variables",
  needs: nvram,
  query: ['project'],
  decode: namesBelow('/1.0/instances/{name}/nvram'),
});

/** By namespace and name. What is left out stays. */
export const patchNvram = apiOperation({
  method: 'PATCH',
  path: '/1.0/instances/{name}/nvram',
  title: "Change a virtual machine's firmware variables",
  needs: 'instance_nvram_bulk_update',
  query: ['project'],
  body: body<Readonly<Record<string, Readonly<Record<string, InstanceNVRAMVariablePut>>>>>({
    '8be4df61-93ca-11d2-aa0d-00e098032b8c': {},
  }),
  decode: nothing,
});

export const listNvramVariables = apiOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/nvram/{guid}',
  title: 'List the firmware variables of a namespace',
  needs: nvram,
  query: ['project'],
  decode: namesBelow('/1.0/instances/{name}/nvram/{guid}'),
});

export const getNvramVariable = apiOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/nvram/{guid}/{var}',
  title: 'Show a firmware variable',
  needs: nvram,
  query: ['project'],
  decode: shaped<InstanceNVRAMVariable>('firmware variable', { attributes: 'list' }),
});

export const putNvramVariable = apiOperation({
  method: 'PUT',
  path: '/1.0/instances/{name}/nvram/{guid}/{var}',
  title: 'Set a firmware variable',
  needs: nvram,
  query: ['project'],
  body: body<InstanceNVRAMVariablePut>({
    attributes: ['NON_VOLATILE', 'BOOTSERVICE_ACCESS', 'RUNTIME_ACCESS'],
    data: '',
  } satisfies InstanceNVRAMVariablePut),
  takesUpload: true,
  decode: nothing,
});

export const deleteNvramVariable = apiOperation({
  method: 'DELETE',
  path: '/1.0/instances/{name}/nvram/{guid}/{var}',
  title: 'Delete a firmware variable',
  needs: nvram,
  query: ['project'],
  decode: nothing,
});

export const getUefiVariables = apiOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/uefi-vars',
  title: "List a virtual machine's UEFI variables",
  needs: 'instances_uefi_vars',
  query: ['project'],
  decode: shaped<InstanceUEFIVars>('UEFI variables', { variables: 'map' }),
});

/** What the body leaves out is deleted. */
export const putUefiVariables = apiOperation({
  method: 'PUT',
  path: '/1.0/instances/{name}/uefi-vars',
  title: "Replace a virtual machine's UEFI variables",
  needs: 'instances_uefi_vars',
  query: ['project'],
  body: body<InstanceUEFIVars>({ variables: {} } satisfies InstanceUEFIVars),
  decode: nothing,
});

/** `format` is `elf` or one of those with compression. */
export const dumpMemory = rawOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/debug/memory',
  title: 'Download the memory of a virtual machine',
  needs: 'instance_debug_memory',
  query: ['project', 'format'],
  answer: 'raw',
});

export const repairInstance = apiOperation({
  method: 'POST',
  path: '/1.0/instances/{name}/debug/repair',
  title: 'Repair an instance',
  needs: 'instances_debug_repair',
  query: ['project'],
  body: body<InstanceDebugRepairPost>({
    action: 'rebuild-config-volume',
  } satisfies InstanceDebugRepairPost),
  decode: nothing,
});

/** Marks in the disks of the instance from which changes are counted, for backups of what changed. */
export const createBitmaps = apiOperation({
  method: 'POST',
  path: '/1.0/instances/{name}/bitmaps',
  title: "Create bitmaps of changes on a virtual machine's disks",
  needs: 'storage_volume_nbd',
  query: ['project'],
  body: body<StorageVolumeBitmapsPost>({ name: '', persistent: true } satisfies StorageVolumeBitmapsPost),
  decode: nothing,
});

/** With `Upgrade: nbd` the connection becomes one of the network block device protocol. */
export const openDisks = rawOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/nbd',
  title: "Open a virtual machine's disks as network block devices",
  needs: 'instance_nbd',
  query: ['project', 'reuse'],
  answer: 'stream',
});
