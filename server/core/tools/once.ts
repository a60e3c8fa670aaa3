/** A function that is asked once for each value: what is immutable has one answer, which is kept as long as the value is. */
export function onceFor<Value extends object, Answer>(answerOf: (value: Value) => Answer): (value: Value) => Answer {
  const known = new WeakMap<Value, { readonly answer: Answer }>();
  return value => {
    let found = known.get(value);
    if (!found) known.set(value, found = { answer: answerOf(value) });
    return found.answer;
  };
}
