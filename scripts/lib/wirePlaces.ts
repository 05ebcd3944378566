/** Which folder of src/resources answers for which paths of the REST API; the first line that fits holds. */
const places: readonly (readonly [RegExp, string])[] = [
  [/^\/1\.0\/auth\b/, 'identities'],
  [/^\/1\.0\/certificates\b/, 'certificates'],
  [/^\/1\.0\/cluster\b/, 'cluster'],
  [/^\/1\.0\/events\b/, 'events'],
  [/^\/1\.0\/images\b/, 'images'],
  [/^\/1\.0\/instances\b/, 'instances'],
  [/^\/1\.0\/metadata\b/, 'metadata'],
  [/^\/1\.0\/network-acls\b/, 'networkAcls'],
  [/^\/1\.0\/network-address-sets\b/, 'networkAddressSets'],
  [/^\/1\.0\/network-integrations\b/, 'networkIntegrations'],
  [/^\/1\.0\/network-zones\b/, 'networkZones'],
  [/^\/1\.0\/network/, 'networks'],
  [/^\/1\.0\/operations\b/, 'operations'],
  [/^\/1\.0\/placement-groups\b/, 'placementGroups'],
  [/^\/1\.0\/profiles\b/, 'profiles'],
  [/^\/1\.0\/projects\b/, 'projects'],
  [/^\/1\.0\/replicators\b/, 'replicators'],
  [/^\/1\.0\/storage-pools\/[^/]+\/buckets\b/, 'buckets'],
  [/^\/1\.0\/storage-(pools\/[^/]+\/)?volumes\b/, 'volumes'],
  [/^\/1\.0\/storage-pools\b/, 'storagePools'],
  [/^\/1\.0\/warnings\b/, 'warnings'],
  [/^\/(1\.0(\/resources|\/metrics)?)?$/, 'server'],
];

/** Shapes of a folder that stand in a file of their own, as one would be too long. */
const parts: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  server: [
    [/^Resources(GPU|Network|PCI|Serial|USB)/, 'device'],
    [/^Resources/, 'hardware'],
  ],
  instances: [[/^InstanceState/, 'state']],
};

/** The place of a shape of a folder: the folder, or `folder/part`. */
export function partOf(folder: string, name: string): string {
  const part = parts[folder]?.find(([pattern]) => pattern.test(name))?.[1];
  return part === undefined ? folder : `${folder}/${part}`;
}

/** The file of a place in its folder, without its ending. */
export function wireFileName(place: string): string {
  const part = place.split('/')[1];
  return part === undefined ? 'wire' : `${part}Wire`;
}

/** The folder that answers for a path of the API, or nothing for a path that is not known here. */
export function placeOf(path: string): string | undefined {
  return places.find(([pattern]) => pattern.test(path.replace(/\?.*/, '')))?.[1];
}
