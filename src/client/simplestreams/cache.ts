/** A file of an image server as it was last seen. */
export interface CachedFile {
  readonly text: string;
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
}

/** Keeps files by their URL. It may forget any of them at any time. */
export interface StreamsCache {
  get(url: string): Promise<CachedFile | undefined>;
  set(url: string, file: CachedFile): Promise<void>;
}

/** A cache in memory that holds `maxLength` characters at most; what was not used for longest goes first. */
export function memoryCache(maxLength: number): StreamsCache {
  const files = new Map<string, CachedFile>();
  let length = 0;
  const drop = (url: string): void => {
    length -= files.get(url)?.text.length ?? 0;
    files.delete(url);
  };
  const put = (url: string, file: CachedFile): void => {
    files.set(url, file);
    length += file.text.length;
  };
  return {
    get: (url) => {
      const file = files.get(url);
      if (file) {
        drop(url);
        put(url, file);
      }
      return Promise.resolve(file);
    },
    set: (url, file) => {
      drop(url);
      if (file.text.length <= maxLength) put(url, file);
      for (const oldest of files.keys()) if (length > maxLength) drop(oldest);
      return Promise.resolve();
    },
  };
}
