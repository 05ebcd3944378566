/** The name of a device that there is not yet: this one, or with a number. */
export function freeName(wanted: string, devices: Readonly<Record<string, unknown>>): string {
  for (let at = 1; ; at++) {
    const name = at === 1 ? wanted : `${wanted}-${at}`;
    if (!Object.hasOwn(devices, name)) return name;
  }
}

/** The same without one of its keys. */
export function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}
