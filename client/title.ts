/** What a migration is called: a repeatable has no version, and some tools write the name into it. */
export interface Titled {
  readonly id: string;
  readonly version?: string;
  readonly name: string;
}

/** In a sentence or a list: `3 add order status`. */
export function titleOf({ id, version, name }: Titled): string {
  if (version === undefined) return spoken(name) || id;
  return name === '' || holds(version, name) ? version : `${version} ${spoken(name)}`;
}

/** In a narrow row: what is long and says little, a date or a hash, stands behind the name. */
export function rowTitleOf(titled: Titled): { readonly label: string; readonly behind?: string } {
  const { version, name } = titled;
  if (version === undefined || version.length < LONG || name === '' || holds(version, name)) return { label: titleOf(titled) };
  return { label: spoken(name), behind: version };
}

/** Characters of a version; eight are a day. */
const LONG = 9;

/** Django's `shop.0002_price`, Sqitch's names. */
function holds(version: string, name: string): boolean {
  return version.endsWith(name);
}

function spoken(name: string): string {
  return name.replaceAll('_', ' ').trim();
}
