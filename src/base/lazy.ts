/** Makes something at the first call, and keeps it. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** As once(), for what takes time: a failure is not kept, the next call tries again. */
export function lazy<T>(make: () => Promise<T>): () => Promise<T> {
  let making: Promise<T> | undefined;
  return async () => {
    making ??= make();
    const own = making;
    try {
      return await own;
    } catch (error) {
      if (making === own) making = undefined;
      throw error;
    }
  };
}
