/** Whether Postgres reads an option's value as false: `off`, `no`, `0`. */
export function isOff(value: string): boolean {
  return ['false', 'off', '0', 'no', 'f', 'n'].includes(value.toLowerCase());
}
