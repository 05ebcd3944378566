/**
 * What must not be shown, kept or handed on, by the names of its fields: passwords, tokens, secrets of websockets,
 * private keys. Generous on purpose: a field too many is only a field to fill in again.
 */
const secretName =
  /passw(or)?d|passphrase|secret|token|credential|private|^fds$|(^|[._-])key$|_key$|authorization/i;

/** Names that only look like it: what a person needs to see, and what everybody may. */
const harmless = /^(public_key|trust_token_expiry|core\.remote_token_expiry|token_expiry)$/i;

/** True for the name of a field that holds a secret. */
export function isSecretName(name: string): boolean {
  return secretName.test(name) && !harmless.test(name);
}

/** True for a text that holds a secret, whatever its field is called. */
export function isSecretText(text: string): boolean {
  return /PRIVATE KEY|passw(or)?d\s*[:=]/i.test(text);
}

/**
 * A copy of JSON in which each secret is replaced by what `instead` says, or left out where it says undefined.
 * @param instead called with the name of the field; by default secrets are left out
 */
export function withoutSecrets(
  value: unknown,
  instead: (name: string) => string | undefined = () => undefined,
): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, instead));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => [
    name,
    isSecretName(name) || (typeof inner === 'string' && isSecretText(inner))
      ? instead(name)
      : withoutSecrets(inner, instead),
  ]);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
}

/** JSON or a query inside another text, like a line of a log, with its secrets replaced. */
export function hideSecrets(text: string): string {
  return text
    .replace(/("([\w.-]+)"\s*:\s*)"(?:[^"\\]|\\.)*"/g, (all, head: string, name: string) =>
      isSecretName(name) ? `${head}"…"` : all,
    )
    .replace(/([?&](?:secret|token|password)=)[^&\s"]*/gi, '$1…');
}
