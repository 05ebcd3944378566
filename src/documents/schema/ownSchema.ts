import type { Schema } from './schema';
import { schemaOf } from './schemaOf';
import { readTables, type Product, type Targets } from './tableLine';
import { deviceTable, deviceTypeTable } from './tables/devices';
import { instanceTable } from './tables/instance';
import { networkTable } from './tables/networks';
import { serverTable } from './tables/server';
import { storageTable } from './tables/storage';

/** The keys of our own tables. */
export function ownTargets(product: Product): Targets {
  return readTables([instanceTable, deviceTable, networkTable, storageTable, serverTable], product);
}

/** The types of devices, the usual ones first. */
export function ownDeviceTypes(): ReturnType<Schema['deviceTypes']> {
  return deviceTypeTable
    .trim()
    .split('\n')
    .map((line) => {
      const [type = '', short = ''] = line.split(' | ');
      return { type, short };
    });
}

/**
 * The usual keys, for a server that does not say which it knows: LXD before 5.18. It reads tables: keep what it
 * returns.
 */
export function ownSchema(product: Product): Schema {
  return schemaOf(ownTargets(product), ownDeviceTypes(), () => false);
}
