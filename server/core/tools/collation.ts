/** JavaScript's `localeCompare`, in the language that most machines have: `2_b` before `20_a`, `a` before `B`. */
export const inWords = new Intl.Collator('en').compare;
