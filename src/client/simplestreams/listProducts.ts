import { type ImageServer, type StreamsOptions, downloadText } from './download';
import { type ImageProduct, decodeIndex, decodeProducts } from './products';

/** Unpacked; the largest known list, Ubuntu's, has 10 MB. */
const maxIndexBytes = 1024 ** 2;
const maxProductsBytes = 48 * 1024 ** 2;

/** More lists than this are in no index. */
const maxLists = 20;

/**
 * All images of an image server: GET streams/v1/index.json and the lists that it names (simplestreams 1.0).
 * @throws AppError 'unreachable', 'untrusted', 'protocol' where it is no image server; AbortError
 */
export async function listProducts(server: ImageServer, options: StreamsOptions): Promise<ImageProduct[]> {
  const index = await downloadText(server, 'streams/v1/index.json', maxIndexBytes, options);
  const products: ImageProduct[] = [];
  for (const path of [...new Set(decodeIndex(index))].slice(0, maxLists))
    products.push(...decodeProducts(await downloadText(server, path, maxProductsBytes, options)));
  return products;
}
