import { apiOperation } from '../../client/apiOperation';
import { shaped } from '../../client/decode';
import type { MetadataConfiguration } from './wire';

/** Keys of configuration by the kind of object: their types, defaults and what they mean. */
export const getConfigurationMetadata = apiOperation({
  method: 'GET',
  path: '/1.0/metadata/configuration',
  title: 'Show what can be configured',
  needs: 'metadata_configuration',
  decode: shaped<MetadataConfiguration>('metadata', { configs: 'map' }),
});
